import { phraseAt } from '../recognise/phrases.ts';
import { type Clause, normAt, type Unit } from '../recognise/unit.ts';

const NOT = ', not|and not|not|instead of|rather than|, and not|– not|- not';
const VALUE = /^(number|money|percent|time|email|phone|name)$/;
const END = /^[.!?;,\n]$/;

/**
 * "Lumen has 54 employees, not 45", "15 seats instead of 12": what it is not is of the same kind as what it is, and says
 * nothing else.
 *
 * @returns the message without it; undefined where nothing is set against its like
 */
export function withoutContrast({ units, message }: Clause): string | undefined {
  for (let at = 1; at < units.length; at++) {
    const length = phraseAt(units, at, NOT);
    const other = units[at + length];
    if (length === 0 || !other) continue;
    const end = at + length + 1;
    const next = normAt(units, end);
    if (end < units.length && !END.test(next) && next !== 'and' && next !== 'but') continue;
    if (!units.slice(0, at).some((unit) => isLike(unit, other))) continue;
    const before = units[at - 1] as Unit;
    const rest = `${message.slice(0, before.end)}${message.slice(other.end)}`.trim();
    return rest === message.trim() ? undefined : rest;
  }
  return undefined;
}

function isLike(unit: Unit, other: Unit): boolean {
  // a place or a name that nobody knows is as good as another
  if (isUnknown(unit) && (isUnknown(other) || isCapital(other))) return unit.text !== other.text;
  if (unit.kind !== other.kind || !VALUE.test(unit.kind)) return false;
  if (unit.kind !== 'name') return unit.text !== other.text;
  const kinds = new Set(unit.matches?.map(({ entity }) => entity));
  return other.matches?.some(({ entity }) => kinds.has(entity)) ?? false;
}

const isUnknown = ({ kind, matches = [] }: Unit): boolean => kind === 'name' && matches.length === 0;

/** "Not Chicago", and not "not Mondays". */
const isCapital = ({ kind, isCapital, norm }: Unit): boolean =>
  kind === 'word' && isCapital && !/days?$/.test(norm);
