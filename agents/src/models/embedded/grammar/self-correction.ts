import { type Clause, normAt, sensesAt, type Unit } from './unit.ts';

/** Said between what was wrong and what is right. */
const MARKERS: readonly string[][] = [
  ['i', 'mean'],
  ['i', 'meant'],
  ['make', 'that'],
  ['scratch', 'that'],
  ['or', 'rather'],
  ['no', 'wait'],
  ['wait', 'no'],
  ['no', 'sorry'],
  ['sorry', 'no'],
];
/** The same in one word, which means something else unless it stands apart. */
const WORDS = new Set(['no', 'sorry', 'wait', 'actually', 'rather', 'correction']);
const AMOUNTS = new Set(['number', 'money']);
const REPLACED = new Set(['time', 'name', 'number', 'money', 'percent', 'email', 'phone']);

/**
 * The message as its writer wanted it, where one thing in it was corrected by another of its kind: "for 12k, no, 15k"
 * is "for 15k".
 *
 * @returns undefined when nothing was corrected
 */
export function corrected(clause: Clause): string | undefined {
  const { units, message } = clause;
  for (let at = 1; at < units.length - 1; at++) {
    const right = afterMarker(units, at);
    const unit = right === undefined ? undefined : units[right];
    if (right === undefined || !unit) continue;
    const kind = kindAt(clause, right);
    let wrong = at - 1;
    while (kind && wrong >= 0 && kindAt(clause, wrong) !== kind) wrong--;
    const replaced = kind && units[wrong];
    if (!replaced) continue;
    const between = message.slice(replaced.end, (units[at - 1] as Unit).end);
    const parts = [message.slice(0, replaced.start), unit.text, wrong < at - 1 ? between : ''];
    return `${parts.join('')}${message.slice(unit.end)}`;
  }
  return undefined;
}

/** Where the right thing begins, when a marker stands at `at`: ", I mean Friday". */
function afterMarker(units: readonly Unit[], at: number): number | undefined {
  let next = at;
  while (isPause(units[next])) next++;
  const phrase = MARKERS.find((words) => words.every((word, index) => normAt(units, next + index) === word));
  const isApart = next > at;
  if (phrase) next += phrase.length;
  else if (isApart && WORDS.has(normAt(units, next))) next++;
  else return undefined;
  while (isPause(units[next])) next++;
  return next < units.length ? next : undefined;
}

const isPause = (unit: Unit | undefined) => unit?.kind === 'punct' && /^[,;–—.-]+$|^…$/.test(unit.text);

/** What can be corrected by what: times by times, amounts by amounts, stages by stages. */
function kindAt(clause: Clause, at: number): string | undefined {
  const kind = clause.units[at]?.kind;
  if (kind && AMOUNTS.has(kind)) return 'amount';
  if (kind && REPLACED.has(kind)) return kind;
  return sensesAt(clause, at, 'stage').length > 0 ? 'stage' : undefined;
}
