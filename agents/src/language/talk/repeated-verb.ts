import { skipCourtesy } from '../read/grammar/asides.ts';
import { actsAt } from '../read/grammar/clause-head.ts';
import { phraseAt } from '../recognise/phrases.ts';
import { type Clause, normAt, sensesAt, textOf, type Unit } from '../recognise/unit.ts';

const JOINTS = ', and|and|,|;|, then|and then';
const LEADS = 'on|at|by|in|with|to|from|for';

const isTime = (unit: Unit | undefined) => unit?.time?.kind === 'span';
const isName = (unit: Unit | undefined) => unit?.kind === 'name' || unit?.kind === 'email';

/**
 * "Follow up tomorrow with Sofia and on Monday with Tom" as two orders: each part has its own person and its own time,
 * and the verb is said once.
 *
 * @returns the message with the verb repeated; undefined when it is one order
 */
export function withVerbRepeated(clause: Clause): string | undefined {
  const { units } = clause;
  const start = skipCourtesy(clause, 0, units.length);
  const acts = actsAt(clause, start);
  if (!acts.has('todo') && !acts.has('remind')) return undefined;
  const verbEnd = endOfVerb(units, start, Math.max(...acts.values()));
  if (units.some(({ norm }) => /^[:?"]$/.test(norm))) return undefined;
  const parts = partsOf(units, verbEnd);
  const isOrderEach = parts.length > 1 && parts.every(([from, to]) => isWhole(clause, from, to));
  if (!isOrderEach) return undefined;
  return parts
    .map(([from, to]) => `${verbFor(clause, start, verbEnd, from)} ${textOf(clause, from, to)}`)
    .join('. ');
}

/** Where the verb ends that is meant again: before the first name, time or what leads to one. */
function endOfVerb(units: readonly Unit[], start: number, length: number): number {
  let at = start + length;
  while (at < units.length && !isName(units[at]) && !isTime(units[at]) && phraseAt(units, at, LEADS) === 0)
    at++;
  // "remind me to email": the verb is in what "to" leads to
  const isDeed = normAt(units, at) === 'to' && !isName(units[at + 1]) && !isTime(units[at + 1]);
  return isDeed ? endOfVerb(units, at + 1, 1) : at;
}

function partsOf(units: readonly Unit[], from: number): Array<[from: number, to: number]> {
  const parts: Array<[number, number]> = [];
  let begin = from;
  for (let at = from; at < units.length; at++) {
    const joint = phraseAt(units, at, JOINTS);
    // a part goes on until it has both: "Bob and Jane on Friday"
    const isFull = units.slice(begin, at).some(isTime) && units.slice(begin, at).some(isName);
    if (joint === 0 || !isFull) continue;
    parts.push([begin, at]);
    begin = at + joint;
    at = begin - 1;
  }
  return [...parts, [begin, units.length]];
}

/** One person, one time, and no verb of its own. */
function isWhole(clause: Clause, from: number, to: number): boolean {
  const units = clause.units.slice(from, to);
  const first = from + phraseAt(clause.units, from, LEADS);
  const isBegun = isName(clause.units[first]) || isTime(clause.units[first]);
  const hasVerb = units.some(
    ({ kind }, index) => kind === 'word' && sensesAt(clause, from + index, 'verb').length > 0,
  );
  return isBegun && !hasVerb && units.filter(isTime).length === 1 && units.some(isName);
}

/** "Follow up with Bob on Monday and Jane on Friday": the name takes the preposition of the first. */
function verbFor(clause: Clause, start: number, end: number, from: number): string {
  const lead = phraseAt(clause.units, end, LEADS);
  const takesLead = from > end && isName(clause.units[from]) && lead > 0 && isName(clause.units[end + lead]);
  return textOf(clause, start, end + (takesLead ? lead : 0));
}
