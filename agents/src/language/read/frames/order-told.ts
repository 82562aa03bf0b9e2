import { kindOf } from '../../recognise/lexicon/entities.ts';
import { scoreAs } from '../../recognise/names/name-value.ts';
import { phraseAt } from '../../recognise/phrases.ts';
import { type Clause, normAt, sensesAt, textOf } from '../../recognise/unit.ts';
import { skipCourtesy } from '../grammar/asides.ts';
import { actsAt, isQuestionAt } from '../grammar/clause-head.ts';
import { linkTo } from '../grammar/selection.ts';

/** Orders that stand behind what they are about. */
const SAVE = `add him|add her|add them|save him|save her|save them|put him in|put her in|put them in|enter him|enter her|
  add him in|add her in|create him|create her|add this person|save this person|save that contact|add that contact|
  add this contact|save this contact|put him into|put her into`;
const LOG = `log that|log it|log this|log|note that|note it|note this|note it down|note that down|record that|record it|
  write that down|write it down|write this|write that|write this down|save that|track that|track it|put that on file|
  put it on file|put that in|put it in`;
/** What the speaker is to do; "we will start in March" may be what was agreed on. */
const PLANS = 'i will|i am going to|i shall|i plan to';
/** What somebody was met by, in front of the name. */
const GUEST = /^(guy|lady|person|man|woman|contact|colleague|lead)$/;
/**
 * News with the order behind it: "got a card from Petra Lund, +31 10 555. put her in", "we met Foxglove yesterday. log it".
 *
 * @returns the message with the order in front; undefined when there is none
 */
export function withToldOrder(clause: Clause): string | undefined {
  const { units } = clause;
  // "there" greets, but "there is" tells
  const start = phraseAt(units, 0, 'there is|there are') > 0 ? 0 : skipCourtesy(clause, 0, units.length);
  const isOrder = isQuestionAt(clause, start) || (actsAt(clause, start).size > 0 && !isTold(clause, start));
  if (isOrder) return undefined;
  for (let at = units.length - 1; at > start + 1; at--) {
    if (!/^[,.;!–—-]$/.test(normAt(units, at - 1))) continue;
    const order = skipCourtesy(clause, at, units.length);
    const end = at - 1;
    const save = phraseAt(units, order, SAVE);
    if (save > 0 && isEnd(clause, order + save)) return newPerson(clause, start, end);
    const log = phraseAt(units, order, LOG);
    if (log === 0) continue;
    // what is still to be done is no news: it is on the list
    const plan = phraseAt(units, start, PLANS);
    const said =
      plan > 0 ? `remind me to ${textOf(clause, start + plan, end)}` : `log: ${textOf(clause, 0, end)}`;
    if (isEnd(clause, order + log)) return said;
    const more = order + log + phraseAt(units, order + log, 'and');
    if (more === order + log || normAt(units, more) !== 'remind') return undefined;
    const reminder = textOf(clause, more, units.length);
    const person = units
      .slice(start, end)
      .find((unit) => scoreAs(unit, 'contact') > 0 || scoreAs(unit, 'company') > 0);
    const isWhole = units.slice(more, units.length).some(({ norm }) => /^(to|about|that)$/.test(norm));
    return `${said} and then ${reminder}${person && !isWhole ? ` to follow up with ${person.text}` : ''}`;
  }
  return undefined;
}

/** "called Jane, log that", "meeting with Stefan went well": nouns and verbs of orders that tell here. */
const isTold = ({ units }: Clause, at: number) =>
  /^(call|calls|meeting|email|demo|chat|lunch|called|met|emailed|got|good|great|there|just)$/.test(
    normAt(units, at),
  );

/** Behind an order: that it is to be done. */
const AGAIN =
  'do that|do it|do this|do so|do delete them|delete them|remove them|do that for me|do it for me|handle that|handle it|take care of it|take care of that|mark it|mark that|mark it so|mark it as such|update it|update that';

/** "..., note that down for me" behind an order says no more than that it is to be done. */
export function isOnlySaidAgain(clause: Clause, from: number, to: number): boolean {
  const part = { ...clause, units: clause.units.slice(0, to) };
  const start = skipCourtesy(part, from, to);
  const again = phraseAt(part.units, start, AGAIN);
  if (again > 0 && isEnd(part, start + again)) return true;
  const log = phraseAt(part.units, from, LOG);
  return log > 0 && isEnd(part, from + log);
}

const isEnd = ({ units }: Clause, from: number) =>
  units
    .slice(from)
    .every(({ norm }) =>
      /^([\p{P}]|please|pls|plz|thanks|thx|now|too|ok|for|me|in|into|to|the|our|crm|system|down)$/u.test(
        norm,
      ),
    );

/** The person that the news are of, with what is said of them; remarks are not saved. */
function newPerson(clause: Clause, start: number, end: number): string | undefined {
  const { units } = clause;
  const at = units.findIndex(
    (unit, index) =>
      index >= start &&
      index < end &&
      unit.kind === 'name' &&
      unit.isCapital &&
      scoreAs(unit, 'company') === 0 &&
      scoreAs(unit, 'user') === 0,
  );
  if (at < 0) return undefined;
  const guest = units.findIndex(({ norm }, index) => index >= start && index < at && GUEST.test(norm));
  const employer = units
    .slice(start, at)
    .find(
      (unit, index) =>
        scoreAs(unit, 'company') > 0 && /^(at|from|of|with)$/.test(normAt(units, start + index - 1)),
    );
  const isGuest = guest >= 0 || employer === undefined;
  const facts = [...pieces(clause, at, end)]
    .filter(([from]) => !isRemark(clause, from))
    .map(([from, to]) => textOf(clause, from, to));
  return isGuest
    ? `add ${kindSaid(clause, start, at)} ${facts.join(', ')}${employer ? `, from ${employer.text}` : ''}`
    : undefined;
}

/** "a firm called Tern & Tide": what it is was said in front of the name; else it is a person. */
function kindSaid(clause: Clause, from: number, to: number): string {
  const said = clause.units
    .slice(from, to)
    .flatMap((_, at) => sensesAt(clause, from + at, 'entity').map(({ sense }) => sense.entity))
    .find((entity) => linkTo(clause, 'contact', entity));
  return kindOf(said ?? 'contact').entity.label.one;
}

function* pieces({ units }: Clause, from: number, to: number): Generator<[number, number]> {
  let begin = from;
  for (let at = from; at <= to; at++) {
    if (at < to && !/^[,;.]$/.test(normAt(units, at))) continue;
    if (at > begin) yield [begin, at];
    begin = at + 1;
  }
}

/** "he replaces Noah": what is told of somebody beyond what a card says. */
const isRemark = ({ units }: Clause, at: number) =>
  /^(he|she|they|it|we|i)$/.test(normAt(units, at)) &&
  !/^(is|are|works?|runs|heads|leads|manages|has|lives)$/.test(normAt(units, at + 1));
