import type { Condition } from '@clianta/crm-core/entity/filter.schema';
import { type EntityName, entityNames, kindOf } from '../../recognise/lexicon/entities.ts';
import { phraseAt } from '../../recognise/phrases.ts';
import { type Clause, normAt, sensesAt, type Unit } from '../../recognise/unit.ts';
import { fieldListAt } from '../grammar/columns.ts';
import { headNoun, parseSelection } from '../grammar/parse-selection.ts';
import { addEither, negate, type Selection } from '../grammar/selection.ts';
import { again, isWhole } from './again.ts';
import { filterArgs } from './filter-args.ts';
import { otherPage, pickedRecord } from './follow-up-page.ts';
import type { Draft, Frame, LastSearch, Request } from './frame.ts';

/** Goes on from the last list: another page, order, group or figure of it, more filters, or others in their place. */
export const followUp: Frame = (request) => {
  const last = request.last;
  const entity = entityNames.find((name) => name === last?.entity);
  if (!last || !entity) return undefined;
  const picked = pickedRecord(request, entity);
  if (picked) return [picked];
  const behind = behindFigures(request, last, entity);
  if (behind) return [behind];
  if (isOrder(request)) return undefined;
  const draft =
    otherKind(request, last) ??
    otherPage(request, last, entity) ??
    figures(request, last, entity) ??
    columns(request, last, entity) ??
    refined(request, last, entity);
  return draft && [draft];
};

/** Orders are for their own frames: "delete them". */
function isOrder({ acts }: Request): boolean {
  return [...acts.keys()].some((act) => act !== 'show' && act !== 'count');
}

/** "and contacts?" after a count: the same of another kind of record. */
function otherKind(request: Request, last: LastSearch): Draft | undefined {
  const { clause, start, to } = request;
  const noun = sensesAt(clause, start, 'entity')[0];
  if (!last.countOnly || !noun?.sense.isPlural || start + noun.length !== to || !wasCourtesy(request, 'and'))
    return undefined;
  return { tool: kindOf(noun.sense.entity).search, args: { countOnly: true }, confidence: 0.88 };
}

const BEHIND =
  /^(?:which|what|who)(?: ones)?(?: are)?(?: those| these| they| them)?$|^(?:show|list|open)(?: me)? (?:those|these|them)$/;

/** "which deals are those?" after a figure, of which no record was shown yet. */
function behindFigures(
  { clause, start, to }: Request,
  last: LastSearch,
  entity: EntityName,
): Draft | undefined {
  if (last.ids || last.isOfMessage) return undefined;
  const isNoun = (at: number) =>
    sensesAt(clause, at, 'entity').some(({ sense, length }) => sense.entity === entity && length === 1);
  const said = clause.units
    .slice(start, to)
    .filter(
      (unit, at) => unit.kind !== 'punct' && !(isNoun(start + at) || /^(the|records?)$/.test(unit.norm)),
    )
    .map(({ norm }) => norm)
    .join(' ');
  if (!BEHIND.test(said)) return undefined;
  const { where, anyOf, text } = last;
  const filter = { ...(where?.length && { where }), ...(anyOf?.length && { anyOf }), ...(text && { text }) };
  return { tool: kindOf(entity).search, args: filter, confidence: 0.9 };
}

const COUNT = `how many is that|how many are there|how many are they|how many are that|how many|how many of them|how many of those|
  count them|how many in total|how many is this|how many are those|and how many|how many were there|count those|how many in all`;
const SUM = `what is the total|the total|total|what are they worth|what are those worth|what do they add up to|how much is that|how much are they worth|
  how much they are worth|what is that worth|what were they worth|how much is that in total|how much were they worth|in total|
  their total|their total value|total value|what is the total value|what is their total|what is their total value|how much in total|sum them up|
  add them up|what does that add up to|what does that come to|the sum|what they are worth|
  what they were worth|how much they were worth|worth how much|what is the sum|total amount|total them|what is the worth|how much are those worth`;
const AVERAGE = `on average|the average|what is the average|average|what is the average size|average size|average deal size|what is the average deal size|
  the average size|what is their average|their average|how much on average|what is the average amount|average amount|average value|and on average|
  what is the average value|average worth`;

/** "how many is that", "what were they worth", "and on average?". */
function figures(request: Request, last: LastSearch, entity: EntityName): Draft | undefined {
  const measure = kindOf(entity).measures.money;
  const is = (phrases: string) => isWhole(request, phrases);
  if (is(COUNT)) return again(last, entity, { countOnly: true });
  if (!measure) return undefined;
  if (is(SUM)) return again(last, entity, { ...(!last.isOfMessage && { countOnly: true }), sumOf: measure });
  return is(AVERAGE) ? again(last, entity, { averageOf: measure }) : undefined;
}

const WHY = `why|and why|for what reason|for what reasons|what were the reasons|what was the reason|what are the reasons|the reasons|the reason|
  what is the reason|with reasons|with the reasons|their reasons|why did we lose them|why were they lost|why we lost them`;
const OWNERS =
  'who owns them|who owns those|who owns these|who owns which|who is responsible for them|whose are they|their owners|and their owners';
const ONLY =
  'just|only|with just|with only|show only|show just|only show|just show|just give me|only give me|just show me|give me only|give me just|i only need|just need|just list|list only|list just';
const ALSO =
  'as a table with|as table with|in a table with|as a list with|with columns for|show|show me|include|add|with|also show|and show|give me|plus|also|with the|and the|add the column|add column|and their|show their';

/** "just the names", "show the next step too", "and why?", "who owns those". */
function columns(request: Request, last: LastSearch, entity: EntityName): Draft | undefined {
  const { clause, start, to } = request;
  const isLost = last.where?.some((one) => one.field === 'status' && one.value === 'lost') === true;
  if (isWhole(request, WHY)) return isLost ? again(last, entity, { columns: ['+lossReason'] }) : undefined;
  if (isWhole(request, OWNERS)) return again(last, entity, { columns: [`+${kindOf(entity).owner}`] });
  const skipped = wasCourtesy(request, 'just', 'only');
  const only = phraseAt(clause.units, start, ONLY);
  const also = only > 0 ? 0 : phraseAt(clause.units, start, ALSO);
  const list = fieldListAt(clause, start + (only || also), to, entity);
  if (!list) return undefined;
  const tail = phraseAt(
    clause.units,
    list.end,
    'too|as well|also|please|only|column|columns|of them|of those|for them',
  );
  if (list.end !== to && list.end + tail !== to) return undefined;
  const isOnly = only > 0 || skipped || normAt(clause.units, list.end) === 'only';
  if (!isOnly && also === 0) return undefined;
  const names = list.fields.map((field) => field.name);
  return again(last, entity, { columns: isOnly ? names : names.map((name) => `+${name}`) });
}

/** Whether the words before the clause's beginning, which courtesy took, were one of these. */
function wasCourtesy({ clause, start }: Request, ...words: string[]): boolean {
  return clause.units.slice(0, start).some((unit) => words.includes(unit.norm));
}

const INSTEAD = `what about|how about|and for|same for|same with|the same for|and with|same thing for|and what about|and how about|what about for|and at|and in`;
const NARROW = `only those|just those|only the ones|just the ones|only|just|which of them|which of those|which of these|which ones|of those|of them|
  any of those|any of them|who of them|who of those|the ones|those|show me those|show those|show only those|show me only those|show only the ones|
  show me the ones|show only|show me only|filter by|filter for|filter|filter them by|limit to|restrict to|narrow down to|how many of those|how many of them|
  how many of these|are any of them|are any of those|do any of them|which|who among them|which among them|are there any`;
/** What narrows a table, of which it stays one. */
const ONLY_THOSE = 'only|just|filter|limit|restrict|narrow|show only|show me only';
const LEAVE_OUT = `without the|without those|not the ones|not those|not the|except the|exclude|exclude the|leave out|leave out the|hide|hide the|drop the|minus the|
  except|except those|skip the|without`;
const POINTING = /^(them|those|these|ones|they)$/;

/** "and for Carlos?", "only those over 20k", "what about last quarter", "group them by owner", "biggest first". */
function refined(request: Request, last: LastSearch, entity: EntityName): Draft | undefined {
  const { clause, start, to } = request;
  const { units } = clause;
  const head = headNoun(clause, start, to);
  const pointsBack = units.slice(start, to).some((unit) => POINTING.test(unit.norm));
  if (head && !head.isBehind && !(pointsBack && head.entity === entity)) return undefined;
  const instead = phraseAt(units, start, INSTEAD);
  const leaveOut = instead > 0 ? 0 : phraseAt(units, start, LEAVE_OUT);
  const narrow = instead + leaveOut > 0 ? 0 : phraseAt(units, start, NARROW);
  const isMarked =
    instead + leaveOut + narrow > 0 ||
    pointsBack ||
    wasCourtesy(request, 'and', 'just', 'only', 'then', 'now');
  const at = start + (instead || leaveOut || narrow);
  const isOnly =
    leaveOut > 0 || wasCourtesy(request, 'only', 'just', 'now') || phraseAt(units, start, ONLY_THOSE) > 0;
  const kept = units.slice(at, to).filter((unit) => !isEmptyWord(unit));
  const rest: Clause = { ...clause, units: kept };
  const given = last.where ?? [];
  // whether the deals are closed decides what a time means
  const known = structuredClone(given.filter(({ field }) => field === 'status'));
  const read = parseSelection(rest, 0, kept.length, request.context, entity, request.introduced, {
    where: known,
    isKnown: true,
  });
  if (kept.length === 0 || read.leftovers.length > 0 || read.record || read.entity !== entity)
    return undefined;
  const fresh = read.where.slice(known.length);
  const ordered = orderOf(read);
  if (fresh.length === 0 && read.anyOf.length === 0 && !ordered) return undefined;
  // an order or a group can be nothing else, a filter alone may begin something new
  if (!isMarked && !ordered) return undefined;
  // what is left out may be several things at once, of which one is enough not to be meant
  const isNot = leaveOut > 0;
  if (isNot && read.anyOf.length > 0) return undefined;
  const several = isNot && fresh.length > 1 ? fresh.map((one) => [negate(one)]) : read.anyOf;
  const wanted = isNot ? (fresh.length > 1 ? [] : fresh.map(negate)) : fresh;
  const isSameRecords = wanted.length === 0 && several.length === 0;
  const filter: Selection = { ...read, where: merged(given, wanted), anyOf: last.anyOf ?? [] };
  if (several.length > 0) addEither(filter, several);
  const isCount = read.isCount || normAt(units, start) === 'how';
  return again(
    last,
    entity,
    { ...filterArgs(filter), ...ordered, ...(isCount && { countOnly: true }) },
    isSameRecords
      ? 'same'
      : instead > 0 || wasCourtesy(request, 'and')
        ? 'other'
        : isOnly
          ? 'fewer'
          : 'which',
  );
}

/** Words that only point at the list. */
function isEmptyWord(unit: Unit): boolean {
  return (
    POINTING.test(unit.norm) ||
    /^(one|please|me|show|is|are|what|it|that|this|list|the|do|does|of|down|break|split|group|for|there|now|instead|so|like|want|give|us)$/.test(
      unit.norm,
    )
  );
}

function orderOf(read: Selection): Record<string, unknown> | undefined {
  const found = {
    ...(read.sort && { sort: read.sort }),
    ...(read.limit && { limit: read.limit }),
    ...(read.groupBy && { groupBy: read.groupBy }),
    ...(read.sumOf && { sumOf: read.sumOf }),
    ...(read.averageOf && { averageOf: read.averageOf }),
  };
  return Object.keys(found).length > 0 ? found : undefined;
}

/** New conditions take the place of those on the same field: "the won ones" of open deals. */
function merged(given: readonly Condition[], fresh: readonly Condition[]): Condition[] {
  const isReplaced = (one: Condition) =>
    fresh.some(
      (other) =>
        other.field === one.field &&
        !(other.op === 'ne' && one.op !== 'ne') &&
        !(isRelated(one) || isRelated(other)),
    );
  return [...given.filter((one) => !isReplaced(one)), ...fresh];
}

const isRelated = (one: Condition) =>
  one.where !== undefined || /^(deals|contacts|tasks|activities)$/.test(one.field);
