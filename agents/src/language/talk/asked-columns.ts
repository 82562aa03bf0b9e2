import { phraseAt } from '../recognise/phrases.ts';
import { type Clause, normAt, sensesAt, textOf } from '../recognise/unit.ts';

/** Who looks after what is listed. */
const WHOSE = `and whose are they|, whose are they|and who owns it|and who owns them|, who owns it|, who owns them|and who has them|, who has them|
  and who owns each|, and who owns them|, and who owns it|and who looks after them|, who looks after them|, and whose are they`;
const WHAT =
  'and what is the|, what is the|, and what is the|and what are the|, what are the|and what are their|and what is their';
const OF_EACH =
  'on each|of each|for each|on each of them|of each of them|for each of them|of them|for them|on them|of it|on it|each';

/** The fewest words that a list is asked for with. */
const LEAST = 3;

/**
 * "What closes next week, who owns it and what is the next step on each?": one list, and what of each record is to be seen.
 *
 * @returns the message as one request; undefined where it asks for nothing of the kind
 */
export function withAskedColumns(clause: Clause): string | undefined {
  const { units, message } = clause;
  for (let from = LEAST; from < units.length; from++) {
    const asked = fieldsFrom(clause, from);
    if (asked) return `${message.slice(0, units[from - 1]?.end)}, including ${asked.join(' and ')}`;
  }
  return undefined;
}

/** The fields that all of the rest asks for. */
function fieldsFrom(clause: Clause, from: number): string[] | undefined {
  const { units } = clause;
  const fields: string[] = [];
  let at = from;
  while (at < units.length && !/^[?.!]$/.test(normAt(units, at))) {
    const whose = phraseAt(units, at, WHOSE);
    if (whose > 0) {
      fields.push('the owner');
      at += whose;
      continue;
    }
    const what = phraseAt(units, at, WHAT);
    const field = what > 0 ? sensesAt(clause, at + what, 'field')[0] : undefined;
    if (!field) return undefined;
    const end = at + what + field.length;
    const each = phraseAt(units, end, OF_EACH);
    // "and what is the budget of Acme" is a question of its own
    if (each === 0 && end < units.length && !/^[?.!]$/.test(normAt(units, end))) return undefined;
    fields.push(`the ${textOf(clause, at + what, end)}`);
    at = end + each;
  }
  return fields.length > 0 ? fields : undefined;
}
