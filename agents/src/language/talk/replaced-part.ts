import { type Clause, normAt, sensesAt, textOf, type Unit } from '../recognise/unit.ts';

/** A part of the message that takes the place of an earlier one; all are offsets into the message. */
export interface Replacement {
  from: number;
  to: number;
  text: string;
  /** Where the part that was said again ends. */
  behind: number;
}

interface Part {
  /** Parts that share a kind can take each other's place. */
  kinds: string[];
  /** In units. */
  length: number;
}

const AMOUNTS = new Set(['number', 'money']);
const PLAIN = new Set(['percent', 'email', 'phone', 'url', 'quote']);
const PREPOSITIONS = /^(at|from|for|with|to|in|of|by|on)$/;
/** The time of day at the end of a time: "tomorrow at 10", "Friday 3pm". */
const CLOCK =
  /(?:\s*,?\s*(?:at|around|@)\s*\d{1,2}(?:[:.]\d\d)?|\s+\d{1,2}[:.]\d\d|\s*\d{1,2})\s*(?:[ap]\.?m\.?)?$/i;
const ONLY_CLOCK = /^(?:(?:at|around|@)\s*)?\d{1,2}(?:[:.]\d\d)?\s*(?:[ap]\.?m\.?)?$/i;

/** "at 11": an hour without a day. */
export const isOnlyClock = (text: string): boolean => ONLY_CLOCK.test(text.replace(/^[,\s]+/, '').trim());

/** What stands at a place, if it is a thing that can be corrected. */
export function partAt(clause: Clause, at: number): Part | undefined {
  const unit = clause.units[at];
  if (!unit) return undefined;
  if (unit.time) return { kinds: [`time ${unit.time.kind}`], length: 1 };
  if (AMOUNTS.has(unit.kind)) return { kinds: ['amount'], length: 1 };
  if (unit.kind === 'clock') return { kinds: ['time span'], length: 1 };
  if (PLAIN.has(unit.kind) || unit.kind === 'name') return { kinds: [unit.kind], length: 1 };
  const senses = [
    ...sensesAt(clause, at, 'stage').map(({ length }) => ({ kind: 'stage', length })),
    ...sensesAt(clause, at, 'option').map(({ length, sense: { field } }) => ({
      kind: `${field.entity} ${field.name}`,
      length,
    })),
    ...sensesAt(clause, at, 'entity').flatMap(({ length, sense }) =>
      sense.isPlural ? [{ kind: 'records', length }] : [],
    ),
  ];
  if (senses.length > 0)
    return {
      kinds: senses.map(({ kind }) => kind),
      length: Math.max(...senses.map(({ length }) => length)),
    };
  const isUnknown = unit.kind === 'word' && unit.norm.length > 2 && !clause.vocabulary.has(unit.norm);
  return isUnknown ? { kinds: ['word'], length: 1 } : undefined;
}

/** Two names mean the same kind of record, or nobody knows one of them. */
function isSameKind(clause: Clause, earlier: number, later: number): boolean {
  const [a, b] = [partAt(clause, earlier), partAt(clause, later)];
  if (!a?.kinds.some((kind) => b?.kinds.includes(kind))) return false;
  if (!a.kinds.includes('name')) return true;
  const kinds = (at: number) => (clause.units[at]?.matches ?? []).map((match) => match.entity);
  const [ofA, ofB] = [kinds(earlier), kinds(later)];
  return ofA.length === 0 || ofB.length === 0 || ofA.some((kind) => ofB.includes(kind));
}

/** What the parts from `wanted` on replace between two places: the first, and those that follow it as they followed before. */
export function replacementsFor(
  clause: Clause,
  from: number,
  to: number,
  wanted: number,
): Replacement[] | undefined {
  const wrong = lastLike(clause, from, to, wanted);
  if (wrong === undefined) return hourOf(clause, from, to, wanted);
  const found = [replacement(clause, wrong, wanted)];
  let next = wanted + (partAt(clause, wanted)?.length ?? 1);
  let after = wrong + 1;
  // "Jane from Northwind, sorry, Bob from Globex"
  while (PREPOSITIONS.test(normAt(clause.units, next)) && partAt(clause, next + 1)) {
    const paired = nextPair(clause, after, to, next);
    if (paired === undefined) break;
    found.push(replacement(clause, paired, next + 1));
    after = paired + 1;
    next += 1 + (partAt(clause, next + 1)?.length ?? 1);
  }
  return found;
}

/** The nearest part of the same kind before `to`; of several, one that goes on with the same preposition. */
function lastLike(clause: Clause, from: number, to: number, wanted: number): number | undefined {
  const behind = (at: number) => normAt(clause.units, at + (partAt(clause, at)?.length ?? 1));
  const next = behind(wanted);
  const found: number[] = [];
  for (let at = to - 1; at >= from; at--) if (isSameKind(clause, at, wanted)) found.push(at);
  return (PREPOSITIONS.test(next) ? found.find((at) => behind(at) === next) : undefined) ?? found[0];
}

/** The place of a part with the same preposition before it and of the same kind. */
function nextPair(clause: Clause, from: number, to: number, preposition: number): number | undefined {
  for (let at = from + 1; at < to; at++) {
    const isLike = normAt(clause.units, at - 1) === normAt(clause.units, preposition);
    if (isLike && isSameKind(clause, at, preposition + 1)) return at;
  }
  return undefined;
}

function replacement(clause: Clause, wrong: number, right: number): Replacement {
  const { units } = clause;
  const earlier = units[wrong] as Unit;
  const last = units[right + (partAt(clause, right)?.length ?? 1) - 1] as Unit;
  const end = units[wrong + (partAt(clause, wrong)?.length ?? 1) - 1] as Unit;
  // a pause before a clock time is read as part of it
  const text = textOf(clause, right, right + (partAt(clause, right)?.length ?? 1)).replace(/^[,\s]+/, '');
  return {
    from: earlier.start,
    to: end.end,
    text: earlier.time ? inTime(earlier.text, text) : text,
    behind: last.end,
  };
}

/** The new day keeps the hour that was said, the new hour the day. */
function inTime(earlier: string, later: string): string {
  const clock = CLOCK.exec(earlier)?.[0];
  const isDay = clock !== undefined && clock.length < earlier.length;
  if (isOnlyClock(later)) return isDay ? `${earlier.slice(0, -clock.length)} ${atHour(later)}` : later;
  return isDay && !CLOCK.test(later) ? `${later} ${clock.trim()}` : later;
}

const atHour = (clock: string) => (/^(at|around|@)/i.test(clock) ? clock : `at ${clock}`);

/** "tomorrow at 10, no, 11": a bare number that no amount precedes is the hour. */
function hourOf(clause: Clause, from: number, to: number, wanted: number): Replacement[] | undefined {
  const unit = clause.units[wanted];
  if (unit?.kind !== 'number' || (unit.value ?? 25) > 24) return undefined;
  for (let at = to - 1; at >= from; at--) {
    const earlier = clause.units[at];
    if (earlier?.time?.kind !== 'span' || !earlier.time.hasTime) continue;
    const text = inTime(earlier.text, unit.text);
    return [
      {
        from: earlier.start,
        to: earlier.end,
        text: text === unit.text ? atHour(text) : text,
        behind: unit.end,
      },
    ];
  }
  return undefined;
}
