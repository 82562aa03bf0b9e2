import { actsAt, isQuestionAt } from '../read/grammar/clause-head.ts';
import { type Clause, normAt, sensesAt } from '../recognise/unit.ts';

const WHOSE = /^(their|his|her|its)$/;
/** "From their target", "past their deadline": how somebody stands to what is their own. */
const STANDS =
  /^(from|of|past|behind|over|under|below|above|beyond|against|after|before|on|to|near|towards)$/;
/** Of whom there are several, or nobody in particular. */
const ANYBODY = /^(who|whoever|everyone|everybody|each|anyone|anybody|nobody|somebody|someone)$/;

/**
 * "Who is furthest from their target", "which tickets are past their deadline": whose it is the sentence says itself, and
 * nobody who was spoken of before is meant.
 *
 * @returns the message with "the" in its place; undefined where nothing points so
 */
export function withInnerPointer(clause: Clause): string | undefined {
  const { units, message } = clause;
  const at = units.findIndex(({ norm }) => WHOSE.test(norm));
  const pointer = units[at];
  if (!pointer || !isOfAnybody(clause, at)) return undefined;
  // "contacts and their companies" are two kinds of records
  if (sensesAt(clause, at + 1, 'entity').length > 0) return undefined;
  return `${message.slice(0, pointer.start)}the${message.slice(pointer.end)}`;
}

/** What is asked for or listed stands before it, and nobody by name in between. */
function isOfAnybody(clause: Clause, to: number): boolean {
  const { units } = clause;
  const isAsked = isQuestionAt(clause, 0) || [...actsAt(clause, 0).keys()].every((act) => act === 'show');
  if (!isAsked) return false;
  for (let at = to - 1; at >= 0; at--) {
    if (units[at]?.kind === 'punct' || units[at]?.kind === 'name' || units[at]?.kind === 'possessive')
      return false;
    const isOwn = (entity: string) =>
      sensesAt(clause, to + 1, 'field').some(({ sense }) => sense.field.entity === entity);
    if (ANYBODY.test(normAt(units, at))) return STANDS.test(normAt(units, to - 1));
    const many = sensesAt(clause, at, 'entity').find(({ sense }) => sense.isPlural);
    if (many) return STANDS.test(normAt(units, to - 1)) || isOwn(many.sense.entity);
  }
  return false;
}
