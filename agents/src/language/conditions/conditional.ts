import type { Catalogue } from '../../catalogue.ts';
import type { Command, LanguageContext, Understanding } from '../language-context.ts';
import type { LastSearch } from '../read/frames/frame.ts';
import type { Span } from '../read/grammar/clauses.ts';
import { phraseAt } from '../recognise/phrases.ts';
import { type Clause, normAt, textOf } from '../recognise/unit.ts';
import { metricAt } from '../visits/visit-words.ts';
import type { ReadCondition } from './condition-reader.ts';
import { readCondition } from './read-condition.ts';
import { type Split, splitsOf } from './split-conditional.ts';
import { namedIn, recordsIn, type Spoken, sinceIn, withNames } from './stand-ins.ts';

interface Reading {
  clause: Clause;
  context: LanguageContext;
  catalogue: Catalogue;
  /** @param list - what "them" means */
  read(text: string, list?: LastSearch): Promise<Understanding>;
}

/** What only wants to be told what was found: that is told anyway. */
const TELL = `tell me|let me know|just tell me|inform me|say so|do nothing|leave it|leave it as it is|leave it alone|skip it|nothing|
  never mind|forget it|notify me|just let me know|ignore it|no need to do anything|do not do anything`;

/**
 * "If the Acme deal is still open, create a task for Lena, otherwise tell me": what decides, and what is done in each case.
 *
 * @returns undefined where nothing hangs on anything, or the engine knows another meaning for it; a reply where the
 *   condition or an order was not understood
 */
export async function readConditional(reading: Reading): Promise<Understanding | undefined> {
  let partly: Understanding | undefined;
  const { clause } = reading;
  const splits = splitsOf(clause);
  for (const split of splits) {
    const found = await conditionOf(reading, split);
    if (!found) continue;
    const { condition, spoken } = found;
    const within = namesOf(clause, [split.orders]);
    // "a task for Jane, and a meeting for us": who is named among the orders
    const us = spoken.name ?? within;
    const ifMet = await ordersOf(
      reading,
      orderText(clause, split, { ...spoken, ...(us !== undefined && { us }) }),
      condition.list,
    );
    const named = spoken.name === undefined ? namedIn(clause, split.orders) : [];
    const [only, ...more] = named;
    const after: Spoken = only !== undefined && more.length === 0 ? { ...spoken, name: only } : spoken;
    const otherwise = split.otherwise
      ? await ordersOf(reading, withNames(clause, split.otherwise, after), condition.list)
      : [];
    const missing = isText(ifMet) ? ifMet : isText(otherwise) ? otherwise : undefined;
    if (missing === undefined && !isText(ifMet) && !isText(otherwise)) {
      if (ifMet.length + otherwise.length === 0) return undefined;
      const said = textOf(clause, split.condition.from, split.condition.to);
      const isNegated = condition.isNegated !== split.isNegated;
      return {
        kind: 'conditional',
        conditional: { condition: { ...condition, isNegated, said }, ifMet, otherwise },
      };
    }
    partly ??= notUnderstood(missing ?? '');
  }
  const asked = splits[0];
  // "if so" stands for something: without it nothing may be done
  if (!partly && asked?.isAsked)
    return notToldApart(textOf(clause, asked.condition.from, asked.condition.to));
  return partly;
}

const isText = (value: Command[] | string): value is string => typeof value === 'string';

interface FoundCondition {
  condition: ReadCondition;
  spoken: Spoken;
}

/** The condition of a split, read with what was told before it. */
async function conditionOf(reading: Reading, split: Split): Promise<FoundCondition | undefined> {
  const { clause, context, catalogue, read } = reading;
  const { from, to } = split.condition;
  // of somebody who is not known nothing can be found, which says nothing
  const isStrange = clause.units
    .slice(from, to)
    .some(({ kind, matches, place }) => kind === 'name' && !place && matches?.length === 0);
  if (to <= from || isStrange) return undefined;
  const told = namesOf(clause, split.told);
  const before: Spoken = {
    things: thingsIn(clause, split.told),
    ...(told !== undefined && { name: told }),
    ...recordOf(clause, split.told),
  };
  const text = withNames(clause, split.condition, before);
  for (const said of [text, ...elliptic(clause, split), ...withSince(clause, split, text)]) {
    const condition = await readCondition({ text: said, context, catalogue, read });
    if (!condition) continue;
    const name = namesOf(clause, [split.condition]) ?? told;
    const since =
      sinceIn(clause, split.condition) ?? split.told.map((span) => sinceIn(clause, span)).find(Boolean);
    return {
      condition,
      spoken: {
        things: condition.things ?? [],
        hasList: condition.list !== undefined,
        ...recordOf(clause, [...split.told, split.condition]),
        ...(name !== undefined && { name }),
        ...(since !== undefined && { since }),
        ...(condition.period !== undefined && { period: condition.period }),
      },
    };
  }
  return undefined;
}

/** The one name of some stretches. */
function namesOf(clause: Clause, spans: readonly Span[]): string | undefined {
  const names = new Set(spans.flatMap((span) => namedIn(clause, span)));
  return names.size === 1 ? [...names][0] : undefined;
}

function recordOf(clause: Clause, spans: readonly Span[]): Pick<Spoken, 'record'> {
  const [record, ...more] = new Set(spans.flatMap((span) => recordsIn(clause, span)));
  return record !== undefined && more.length === 0 ? { record } : {};
}

const VAGUE =
  'in a while|for a while|in ages|for ages|lately|recently|in a long time|for a long time|for some time|in some time|for long|in forever';
const IT_IS = 'it is been|it has been|it was|it is|that was|it has';
const LONGER = 'over|more than|longer than|at least|above';

/** "I haven't spoken to Jane in a while. Can you check if it's been over 14 days?": what was told, with what is asked of it. */
function elliptic(clause: Clause, { told, condition }: Split): string[] {
  const { units } = clause;
  const it = phraseAt(units, condition.from, IT_IS);
  if (it === 0) return [];
  const from = condition.from + it;
  const longer = phraseAt(units, from, LONGER);
  const rest = textOf(clause, from + longer, condition.to);
  return told.flatMap((span) => {
    const vague = places(span).find((at) => phraseAt(units, at, VAGUE) > 0);
    const end = vague ?? span.to;
    const said = textOf(clause, span.from, end);
    return [longer > 0 ? `${said} in ${rest}` : `${said} ${rest}`];
  });
}

const places = ({ from, to }: Span) => Array.from({ length: to - from }, (_, index) => from + index);

/** "Check the growth of total visits since Sunday. If it grew by more than ...": since when was told before. */
function withSince(clause: Clause, { told }: Split, text: string): string[] {
  const since = told.map((span) => sinceIn(clause, span)).find(Boolean);
  return since === undefined ? [] : [`${text} ${since}`];
}

/** The figures that some stretches name, as they were said. */
function thingsIn({ units, message }: Clause, spans: readonly Span[]): string[] {
  const found = spans.flatMap((span) =>
    places(span).flatMap((at) => {
      const length = metricAt(units, at)?.length ?? 0;
      return length > 0 ? [textOf({ units, message }, at, at + length)] : [];
    }),
  );
  return [...new Set(found)].filter((one) => !found.some((other) => other !== one && other.includes(one)));
}

/** The orders of a branch as text; by when they are to be done may stand before them. */
function orderText(clause: Clause, { orders, reason }: Split, spoken: Spoken): string {
  const text = withNames(clause, orders, spoken);
  if (!reason) return text;
  const { units } = clause;
  const at = places(reason).find(
    (place) => normAt(units, place) === 'by' && units[place + 1]?.kind === 'time',
  );
  const hasTime = units.slice(orders.from, orders.to).some(({ kind }) => kind === 'time');
  const quote = units.slice(orders.from, orders.to).find(({ kind }) => kind === 'quote');
  if (at === undefined || hasTime || !quote) return text;
  const time = textOf(clause, at + 1, at + 2);
  return text.replace(quote.text, `${quote.text} due ${time}`);
}

/** The calls of a branch; the text of it where it was not understood as orders. */
async function ordersOf({ read }: Reading, text: string, list?: LastSearch): Promise<Command[] | string> {
  if (isOnlyTelling(text)) return [];
  const understood = await read(text, list);
  return understood.kind === 'commands' ? understood.commands : text;
}

function isOnlyTelling(text: string): boolean {
  const words = text
    .toLowerCase()
    .replace(/[^\p{L}\s]/gu, ' ')
    .split(/\s+/)
    .filter((word) => word !== '' && !/^(please|just|then|simply|about|it|that|so)$/.test(word))
    .join(' ');
  return TELL.split('|').some(
    (phrase) =>
      phrase
        .trim()
        .replace(/\s+/g, ' ')
        .replace(/ (it|so)$/, '') === words,
  );
}

const notToldApart = (text: string): Understanding => ({
  kind: 'unclear',
  reply: `I do not know what to look up to tell whether “${text.trim()}”, so I did nothing. Say it as something that I can look up, such as “if Jane has open deals”.`,
  suggestions: [],
});

const notUnderstood = (text: string): Understanding => ({
  kind: 'unclear',
  reply: `I understood on what it hangs, but not what to do then: “${text.trim()}”. I did nothing; please say that part in other words.`,
  suggestions: [],
});
