import type { NameMatch, Place } from '../language-context.ts';
import type { Token, TokenKind } from '../text/token.ts';
import type { ValueMark } from './known-values.ts';
import type { Entry, Sense, Vocabulary } from './lexicon/vocabulary.ts';
import type { TimeValue } from './times/time-value.ts';

type UnitKind = TokenKind | 'time' | 'name';

/** What grammar reads: a word, or several tokens that are one thing (a date, a name). */
export interface Unit {
  kind: UnitKind;
  text: string;
  norm: string;
  start: number;
  end: number;
  value?: number;
  currency?: string;
  isCapital: boolean;
  time?: TimeValue;
  /** Why there is no such day: "31 November does not exist: November has 30 days". */
  impossible?: string;
  /** For names: what the workspace has of that name; empty for a name it does not know. */
  matches?: readonly NameMatch[];
  /** A verb whose plain form is `norm`: "adding". */
  isBent?: boolean;
  /** A record by its place in the last list. */
  isPlaced?: boolean;
  /** Where "from" or "in" leads, when people or companies are there. */
  place?: Place;
  /** Values of records that begin here. */
  values?: readonly ValueMark[];
  /** The tokens it was made of, for grammar that wants to read them differently. */
  tokens: readonly Token[];
}

/** A stretch of units with what is needed to read it. */
export interface Clause {
  units: readonly Unit[];
  /** The whole message: values are cut out of it as they were written. */
  message: string;
  vocabulary: Vocabulary;
}

export function textOf(clause: Pick<Clause, 'message' | 'units'>, from: number, to: number): string {
  const first = clause.units[from];
  const last = clause.units[to - 1];
  return first && last && to > from ? clause.message.slice(first.start, last.end).trim() : '';
}

/** "Grade A": a capital that stands alone is a value, and no article. */
export const isLetter = (text: string): boolean => /^[A-HJ-Z]$/.test(text);

export function normAt(units: readonly Unit[], at: number): string {
  return units[at]?.norm ?? '';
}

export interface SenseMatch<T extends Sense['type'] = Sense['type']> {
  length: number;
  sense: Extract<Sense, { type: T }>;
}

function fits(units: readonly Unit[], at: number, entry: Entry): boolean {
  return entry.words.every((word, index) => {
    const unit = units[at + index];
    return unit !== undefined && unit.norm === word && unit.kind !== 'quote';
  });
}

/** The senses of one type at a place, longest first. */
export function sensesAt<T extends Sense['type']>(
  clause: Pick<Clause, 'units' | 'vocabulary'>,
  at: number,
  type: T,
): Array<SenseMatch<T>> {
  const found: Array<SenseMatch<T>> = [];
  for (const entry of clause.vocabulary.startingWith(normAt(clause.units, at))) {
    if (entry.sense.type === type && fits(clause.units, at, entry))
      found.push({ length: entry.words.length, sense: entry.sense as Extract<Sense, { type: T }> });
  }
  return type === 'entity' && found.length > 0 && isStageSaid(clause, at)
    ? []
    : found.sort((a, b) => b.length - a.length);
}

/** "In Proposal", "the proposal stage": a stage that is called as a kind of record is. */
function isStageSaid(clause: Pick<Clause, 'units' | 'vocabulary'>, at: number): boolean {
  const { units, vocabulary } = clause;
  return (
    (/^(in|into|to|from|at)$/.test(normAt(units, at - 1)) || /^(stage|phase)$/.test(normAt(units, at + 1))) &&
    vocabulary
      .startingWith(normAt(units, at))
      .some((entry) => entry.sense.type === 'stage' && fits(units, at, entry))
  );
}
