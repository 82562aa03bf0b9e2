import type { LanguageContext } from '../language-context.ts';
import { actsAt, isQuestionAt } from '../read/grammar/clause-head.ts';
import { isKind, kindOf } from '../recognise/lexicon/entities.ts';
import { phraseAt } from '../recognise/phrases.ts';
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

const EACH = 'each of them|each of those|each of these|each one of them|every one of them';

/**
 * "How much did each of them win?" behind a table of owners: each rep; behind one of stages: each stage.
 *
 * @returns undefined where no table was shown, or it is said of whom
 */
export function withGroupsNamed(
  { units, message, vocabulary }: Clause,
  context: LanguageContext,
): string | undefined {
  const { lastList } = context;
  const of = (lastList?.call?.args.of ?? {}) as { groupBy?: string };
  const name = lastList?.groupBy ?? of.groupBy;
  if (!lastList || name === undefined || !isKind(lastList.entity)) return undefined;
  const at = units.findIndex((_, place) => phraseAt(units, place, EACH) > 0);
  const first = units[at];
  const last = units[at + phraseAt(units, at, EACH) - 1];
  const field = vocabulary.fields.find((one) => one.entity === lastList.entity && one.name === name);
  const label = name === kindOf(lastList.entity).owner ? 'rep' : field?.label.toLowerCase();
  if (!first || !last || label === undefined) return undefined;
  return `${message.slice(0, first.start)}each ${label}${message.slice(last.end)}`;
}
