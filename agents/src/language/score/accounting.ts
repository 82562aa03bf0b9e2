import { fillers } from '../recognise/lexicon/words.ts';
import { type Clause, sensesAt, type Unit } from '../recognise/unit.ts';
import { normalise } from '../text/normalise.ts';

/** Everything that commands say, in the forms in which a unit can turn up there. */
interface Ledger {
  /** Folded, each whole. */
  texts: ReadonlySet<string>;
  /** All words of the texts. */
  words: ReadonlySet<string>;
  numbers: ReadonlySet<number>;
  /** Milliseconds of all dates. */
  instants: readonly number[];
  /** It leaves something out, or asks for what is not there. */
  isNegated: boolean;
  /** A value changes by an amount, not to it. */
  isRelative: boolean;
  /** A time that moves with the day (`now-30d`) or a change by a time (`+2w`). */
  hasRelativeTime: boolean;
}

/** Words that turn a request round or leave records out: they stand for something in what is to be done. */
const NARROWING = /^(not|never|except|without|unless|excluding)$/;
/** Next to an amount these say by how much: "20k more". */
const RELATIVE_TO = /^(more|less|fewer|extra|additional|another|further)$/;
/** Operators of conditions that do. */
const NEGATED = /^(ne|not_in|is_empty)$/;
const DAY_MS = 86_400_000;
const ISO = /^\d{4}-\d{2}-\d{2}/;
const RELATIVE = /^(?:(?:now|today)|[+-]\d+[hdwmqy]$)/;

/**
 * What was said but is nowhere in what is to be done: each unit that carries meaning must be found in the arguments
 * again, as the text, number, date or record it stands for. No frame can leave a part out unnoticed.
 *
 * @returns the stretches that are missing, as they were written
 */
export function unaccounted(
  clause: Clause,
  from: number,
  to: number,
  args: ReadonlyArray<Record<string, unknown>>,
): string[] {
  const ledger = ledgerOf(args);
  const missing: string[] = [];
  let last = -2;
  for (let at = from; at < to; at++) {
    if (isAccounted(clause, at, ledger)) continue;
    const text = clause.units[at]?.text ?? '';
    if (last === at - 1) missing.push(`${missing.pop()} ${text}`);
    else missing.push(text);
    last = at;
  }
  return missing;
}

const wordsIn = (text: string) =>
  normalise(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);

function ledgerOf(args: ReadonlyArray<Record<string, unknown>>): Ledger {
  const leaves = args.flatMap(leavesOf);
  const texts = leaves.filter((leaf) => typeof leaf === 'string');
  return {
    texts: new Set(texts.map(normalise)),
    words: new Set(texts.flatMap(wordsIn)),
    numbers: new Set(leaves.filter((leaf) => typeof leaf === 'number').map(Math.abs)),
    instants: texts.filter((text) => ISO.test(text)).map(Date.parse),
    isNegated:
      texts.some((text) => NEGATED.test(text)) || leaves.some((leaf) => leaf === null || leaf === false),
    isRelative: args.some((one) => 'adjust' in one),
    hasRelativeTime: texts.some((text) => RELATIVE.test(text)),
  };
}

function leavesOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value.flatMap(leavesOf);
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(leavesOf) : [value];
}

function isAccounted(clause: Clause, at: number, ledger: Ledger): boolean {
  const unit = clause.units[at];
  if (!unit || /^(punct|break|possessive)$/.test(unit.kind)) return true;
  if (wordsIn(unit.text).every((word) => ledger.words.has(word))) return true;
  // "Swiss" stands for what is kept as "Switzerland"
  if (unit.values?.some(({ value }) => ledger.texts.has(normalise(value)))) return true;
  switch (unit.kind) {
    case 'word':
      if (isByAmount(clause, at)) return ledger.isRelative;
      return NARROWING.test(unit.norm) ? ledger.isNegated : isGrammar(clause, at);
    case 'name':
      return (unit.matches ?? []).some(({ id }) => ledger.texts.has(id));
    case 'time':
      return isTimeIn(unit, ledger);
    case 'number':
    case 'money':
    case 'percent':
    case 'ordinal':
      return unit.value !== undefined && ledger.numbers.has(unit.value);
    default:
      return ledger.texts.has(normalise(unit.text));
  }
}

/** "20k more", "another 500"; "more than 20k" compares. */
export function isByAmount({ units }: Pick<Clause, 'units'>, at: number): boolean {
  if (!RELATIVE_TO.test(units[at]?.norm ?? '') || units[at + 1]?.norm === 'than') return false;
  return [units[at - 1], units[at + 1]].some((unit) => /^(money|number|percent)$/.test(unit?.kind ?? ''));
}

/** Words of the lexicon are what the grammar reads; of any other word nobody knows what it means. */
function isGrammar(clause: Clause, at: number): boolean {
  const norm = clause.units[at]?.norm ?? '';
  return clause.vocabulary.has(norm) || fillers.has(norm) || sensesAt(clause, at, 'verb').length > 0;
}

/** A deadline lies in the time that was said, a filter begins or ends with it. */
function isTimeIn({ time }: Unit, ledger: Ledger): boolean {
  if (ledger.hasRelativeTime) return true;
  if (time?.kind !== 'span') return false;
  return [time, ...(time.past ? [time.past] : [])].some(({ from, to }) =>
    ledger.instants.some((at) => at >= from.toMillis() - DAY_MS && at <= to.toMillis() + DAY_MS),
  );
}
