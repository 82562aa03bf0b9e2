import type { Span } from '../read/grammar/clauses.ts';
import { scoreAs } from '../recognise/names/name-value.ts';
import { phraseAt } from '../recognise/phrases.ts';
import { type Clause, normAt, textOf, type Unit } from '../recognise/unit.ts';

/** What the words of a part of a message may stand for. */
export interface Spoken {
  /** The one person or company that was named; undefined: nobody, or more than one. */
  name?: string;
  /** Who belongs to "us" besides the speaker. */
  us?: string;
  /** Records were counted or asked for: "reassign them" is about those, and they are found by that word. */
  hasList?: boolean;
  /** The one record of another kind that was named, which "it" stands for. */
  record?: string;
  /** What was measured, as it was said: "total visits". */
  things: readonly string[];
  /** "since Monday": what "since then" means, and "over that period". */
  since?: string;
  period?: string;
}

const OBJECT = /^(them|him|her)$/;
const OWN = /^(their|his|her)$/;
const SUBJECT = /^(they|he|she)$/;
/** What "her" stands before when it is an object: "send her an email". */
const AFTER_OBJECT =
  /^(a|an|the|all|another|some|one|with|at|to|for|on|by|about|of|in|and|that|as|called|titled|saying|[\p{P}])$/u;

const THAT_PERIOD =
  'over that period|over this period|in that period|for that period|during that period|over that time|in that time|during that time|for that time|over that week';

/** The people that a stretch names, each once. */
export function namedIn({ units }: Clause, { from, to }: Span): string[] {
  const named = units
    .slice(from, to)
    .filter((unit) => unit.kind === 'email' || PEOPLE.some((kind) => scoreAs(unit, kind) > 0))
    .map(({ text }) => text);
  return [...new Map(named.map((text) => [text.toLowerCase(), text])).values()];
}

/** Words for somebody; the others may be for records as well. */
const SOMEBODY = /^(him|her|his|he|she|them|they|their)$/;

/**
 * "Cancel my meeting with Mia and email her ...": the message with the one teammate who was named before in the place of
 * what stands for somebody.
 *
 * @param hasList - records were asked for before, which "them" may mean
 */
export function withTeammate(clause: Clause, at: number, hasList: boolean): string | undefined {
  const { units, message } = clause;
  const span = { from: at, to: units.length };
  const words = units.slice(at).filter(({ kind }) => kind === 'word');
  const isMeant = words.some(({ norm }) => SOMEBODY.test(norm));
  if (!isMeant || (hasList && words.some(({ norm }) => /^(them|they)$/.test(norm)))) return undefined;
  const [name, ...others] = namedIn(clause, { from: 0, to: at });
  const named = units.slice(0, at).filter(({ text }) => text === name);
  const isTeammate = named.every((unit) => unit.matches?.every(({ entity }) => entity === 'user'));
  if (name === undefined || others.length > 0 || !isTeammate) return undefined;
  const text =
    message.slice(0, units[at]?.start) + withNames(clause, span, { name, hasList: true, things: [] });
  return text === message.slice(0, units.at(-1)?.end) ? undefined : text;
}

const PEOPLE = ['user', 'contact', 'company'] as const;
const PERSONS = ['user', 'contact'] as const;

/** The records of a stretch that are nobody's name: deals, companies. */
export function recordsIn({ units }: Clause, { from, to }: Span): string[] {
  const named = units
    .slice(from, to)
    .filter(({ kind, matches = [] }) => kind === 'name' && matches.length > 0)
    .filter((unit) => !PERSONS.some((kind) => scoreAs(unit, kind) > 0))
    .map(({ text }) => text);
  return [...new Set(named)];
}

/** A stretch as text, with names where its words stand for somebody who was named before it. */
export function withNames(
  clause: Clause,
  { from, to }: Span,
  { name, us = name, hasList = false, record, things, since, period }: Spoken,
): string {
  const { units, message } = clause;
  const first = units[from];
  const last = units[to - 1];
  if (!first || !last) return '';
  let text = message.slice(first.start, last.end);
  const put = (at: number, until: number, by: string) => {
    const [start, end] = [units[at]?.start ?? 0, units[until - 1]?.end ?? 0];
    text = text.slice(0, start - first.start) + by + text.slice(end - first.start);
  };
  const hasTime = units
    .slice(from, to)
    .some(
      (unit, at) => unit.time !== undefined || phraseAt(units, from + at, `${THAT_PERIOD}|since then`) > 0,
    );
  const itIs = (at: number) => {
    // what is drawn is drawn of the time that it was asked of, where no other is said
    const when = period === undefined || hasTime || !isDrawn(units, at) ? '' : ` ${period}`;
    if (things.length > 0) return isDrawn(units, at) || at === from ? `${things[0]}${when}` : undefined;
    const isOther = recordsIn(clause, { from, to: at }).length > 0 || makesSomething(clause, from, at);
    return isOther ? undefined : record;
  };
  const isNamedBefore = (at: number) => namedIn(clause, { from, to: at }).length > 0;
  for (let at = to - 1; at >= from; at--) {
    const norm = normAt(units, at);
    if (units[at]?.kind !== 'word') continue;
    const length = period === undefined ? 0 : phraseAt(units, at, THAT_PERIOD);
    if (length > 0) put(at, at + length, String(period));
    else if (norm === 'then' && normAt(units, at - 1) === 'since' && since) put(at - 1, at + 1, since);
    else if (hasList && (norm === 'they' || isOfList(clause, at))) continue;
    else if (norm === 'both' && things.length > 1) put(at, at + bothLength(units, at), things.join(' and '));
    else if (/^(it|its)$/.test(norm) && itIs(at) !== undefined)
      put(at, at + 1, norm === 'it' ? String(itIs(at)) : `${itIs(at)}'s`);
    else if (norm === 'us' && us !== undefined && /^(for|between)$/.test(normAt(units, at - 1)))
      put(at - 1, at + 1, `with ${us}`);
    else if (name !== undefined && !isNamedBefore(at)) putName(clause, at, to, name, put);
  }
  return text;
}

/** "plot it", "a chart of it", "than it was": the figure that the condition is about. */
const isDrawn = (units: readonly Unit[], at: number) =>
  /^(of|plot|chart|draw|graph|show|visualise|visualize|for|showing|than)$/.test(normAt(units, at - 1));

/** "Make a task ... and assign it to ...": what is made is what "it" means. */
const makesSomething = ({ units }: Clause, from: number, to: number) =>
  units
    .slice(from, to)
    .some(({ norm }) => /^(add|create|make|new|open|book|schedule|write|send|log)$/.test(norm));

/** "both", "both lines", "both of them". */
function bothLength(units: readonly Unit[], at: number): number {
  if (normAt(units, at + 1) === 'of') return 3;
  return /^(lines|charts|figures|metrics|series|graphs|plots|numbers)$/.test(normAt(units, at + 1)) ? 2 : 1;
}

function putName(
  clause: Clause,
  at: number,
  to: number,
  name: string,
  put: (at: number, until: number, by: string) => void,
): void {
  const { units } = clause;
  const norm = normAt(units, at);
  const next = at + 1 < to ? normAt(units, at + 1) : '.';
  const isObject = OBJECT.test(norm) && (norm !== 'her' || AFTER_OBJECT.test(next) || isTime(units[at + 1]));
  if (isObject) put(at, at + 1, name);
  else if (OWN.test(norm)) put(at, at + 1, `${name}'s`);
  else if (SUBJECT.test(norm)) {
    // "they've" is two words at one place
    const isShort = units[at + 1]?.start === units[at]?.start;
    put(at, at + 1, isShort ? `${name} ${next}` : name);
  } else if (norm === 'us' && /^(for|between)$/.test(normAt(units, at - 1)))
    put(at - 1, at + 1, `with ${name}`);
}

const isTime = (unit: Unit | undefined) => unit?.kind === 'time' || unit?.kind === 'quote';

/** Verbs whose object is rather records than somebody. */
const TAKES_RECORDS =
  /^(reassign|move|delete|close|complete|finish|push|postpone|transfer|mark|tag|archive|remove|reschedule|cancel|export|show|list|set|put)$/;

/** "reassign them to Carlos": the records that were counted, not the people. */
function isOfList({ units }: Clause, at: number): boolean {
  if (!/^(them|those|these)$/.test(normAt(units, at))) return false;
  const verb = normAt(units, at - 1);
  if (/^(give|assign|hand)$/.test(verb)) return normAt(units, at + 1) === 'to';
  return TAKES_RECORDS.test(verb) || (verb === 'of' && normAt(units, at - 2) === 'all');
}

/** "since Monday" in a stretch. */
export function sinceIn(clause: Clause, { from, to }: Span): string | undefined {
  for (let at = from; at < to; at++) {
    const unit = clause.units[at];
    if (unit?.kind === 'time' && normAt(clause.units, at - 1) === 'since')
      return textOf(clause, at - 1, at + 1);
    if (unit?.kind === 'time' && unit.norm.startsWith('since ')) return unit.text;
  }
  return undefined;
}
