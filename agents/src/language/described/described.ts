import type { LanguageContext, Understanding } from '../language-context.ts';
import { skipCourtesy } from '../read/grammar/asides.ts';
import { scoreAs } from '../recognise/names/name-value.ts';
import { phraseAt } from '../recognise/phrases.ts';
import { type Clause, normAt, type Unit } from '../recognise/unit.ts';
import { describedPerson } from './described-people.ts';
import type { RecordLook } from './record-look.ts';

const FIND = `find|find out|look up|get|identify|determine|take|grab|pick|pick up|see|work out|figure out|choose|select|tell me`;
const POINTER = /^(it|them|him|her|that|this|that person|they)$/;
const URGENT = 'most urgent|most pressing|most important|next|most overdue';

/** What words describe, looked up: the message with names in their place, or why there is no such. */
export async function withDescribed(
  clause: Clause,
  context: LanguageContext,
): Promise<string | Extract<Understanding, { kind: 'unclear' }> | undefined> {
  const { look } = context;
  if (!look) return undefined;
  const found = await describedPerson(clause, context, look);
  if (found?.kind === 'nobody')
    return {
      kind: 'unclear',
      reply: `${found.why}, so I do not know whom you mean, and I did nothing. Name the person.`,
      suggestions: [],
    };
  const { units, message } = clause;
  if (!found) return withoutTaking(clause);
  const first = units[found.from] as Unit;
  const last = units[found.to - 1] as Unit;
  return message.slice(0, first.start) + found.name + message.slice(last.end);
}

/** "Take Akira's most urgent task and reassign it to Mia", "find Mia and assign Jane to her": the order alone. */
function withoutTaking(clause: Clause): string | undefined {
  const { units, message } = clause;
  const start = skipCourtesy(clause, 0, units.length);
  const verb = phraseAt(units, start, FIND);
  if (verb === 0) return undefined;
  const from = start + verb;
  const name = units[from];
  if (name?.kind !== 'name') return undefined;
  const task = taskEnd(units, from);
  const end = task ?? from + 1;
  const joint = phraseAt(units, end, ', and then|, and|and then|and|, then|then|,');
  if (joint === 0 || (task === undefined && scoreAs(name, 'user') === 0)) return undefined;
  const pointer = units.findIndex(
    ({ norm, kind }, at) => at > end + joint && kind === 'word' && POINTER.test(norm),
  );
  const order = units[end + joint];
  const points = units[pointer];
  if (!order || !points) return undefined;
  const what = message.slice(name.start, units[end - 1]?.end);
  return message.slice(order.start, points.start) + what + message.slice(points.end);
}

/** Where "Akira's most urgent task" ends. */
function taskEnd(units: readonly Unit[], at: number): number | undefined {
  if (units[at + 1]?.kind !== 'possessive') return undefined;
  const urgent = phraseAt(units, at + 2, URGENT);
  const noun = at + 2 + urgent;
  return urgent > 0 && normAt(units, noun) === 'task' ? noun + 1 : undefined;
}

/** "Akira's most urgent task" as the record that it is. Two that press alike stay words, and are asked about. */
export async function withUrgentTasks(
  units: readonly Unit[],
  message: string,
  look: RecordLook | undefined,
): Promise<Unit[]> {
  const found = [...units];
  for (let at = 0; look && at < found.length; at++) {
    const end = found[at]?.kind === 'name' ? taskEnd(found, at) : undefined;
    const user = found[at]?.matches?.find(({ entity }) => entity === 'user');
    const tasks = end !== undefined && user ? await look.mostUrgentTasks(user.id) : [];
    const [task, ...alike] = tasks;
    const first = found[at];
    const last = end === undefined ? undefined : found[end - 1];
    if (!first || !last || !task || alike.length > 0 || end === undefined) continue;
    const parts = found.slice(at, end);
    found.splice(at, end - at, {
      kind: 'name',
      text: message.slice(first.start, last.end),
      norm: parts.map(({ norm }) => norm).join(' '),
      start: first.start,
      end: last.end,
      isCapital: false,
      matches: [{ entity: 'task', ...task, score: 1 }],
      tokens: parts.flatMap(({ tokens }) => tokens),
    });
  }
  return found;
}
