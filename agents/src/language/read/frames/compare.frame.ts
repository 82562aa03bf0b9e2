import { PLAIN_CALENDAR, startOfPeriod } from '@clianta/crm-core/entity/calendar';
import type { Period } from '@clianta/crm-core/entity/totals-period';
import { DateTime } from 'luxon';
import { type EntityName, kindOf } from '../../recognise/lexicon/entities.ts';
import { userValue } from '../../recognise/names/name-value.ts';
import { phraseAt } from '../../recognise/phrases.ts';
import { iso, pastOf, type TimeSpan } from '../../recognise/times/time-value.ts';
import type { Clause, Unit } from '../../recognise/unit.ts';
import { headNoun, parseSelection } from '../grammar/parse-selection.ts';
import type { Draft, Frame, Request } from './frame.ts';
import { listDraft } from './list-draft.ts';

const COMPARES =
  /^(compare|compared|comparing|comparison|versus|vs|ahead|behind|better|worse|compares|outperform|outperforming)$/;
/** Lengths of periods in days, with some play for months and the change of the clock. */
const UNITS: ReadonlyArray<[per: Period, from: number, to: number]> = [
  ['day', 0.9, 1.1],
  ['week', 6.9, 7.1],
  ['month', 27, 32],
  ['quarter', 88, 93],
  ['year', 364, 367],
];
/** Words of the comparison itself, and of what is compared by. */
const SAID = new Set(
  'compare compared comparing comparison versus vs ahead behind better worse compares than to with and are is were we do does did how what between by of the in on our us a more less going doing performing outperforming outperform against as so far it i or from numbers figures results performance'.split(
    ' ',
  ),
);
const AMOUNT = /^(amount|value|revenue|worth|sales|volume|total|money|pipeline|size)$/;

/** "are we ahead of last quarter", "compare this month and last month", "compare Carlos and Mia by open pipeline". */
export const compare: Frame = (request) => {
  const { clause, start, to } = request;
  const units = clause.units.slice(start, to);
  const spans = units.flatMap((unit) => (unit.time?.kind === 'span' ? [unit.time] : []));
  const isThan =
    phraseAt(
      units,
      units.findIndex((unit) => unit.norm === 'than'),
      'than',
    ) > 0 && spans.length === 2;
  if (!units.some((unit) => COMPARES.test(unit.norm)) && !isThan) return undefined;
  const people = units.filter((unit) => unit.kind === 'name' && userValue(unit) !== undefined);
  if (spans.length === 0 && people.length >= 2) return teammates(request, people);
  return spans.length === 1 || spans.length === 2 ? periods(request, spans) : undefined;
};

function periods(request: Request, spans: readonly TimeSpan[]): Draft[] | undefined {
  const [first, second] = [...spans, ...(spans.length === 1 ? [thisOne(spans[0], request)] : [])]
    .flatMap((span) => (span ? [pastOf(span)] : []))
    .sort((a, b) => a.from.toMillis() - b.from.toMillis());
  const per = first && perOf(first);
  // only two of a kind that follow each other make one list of periods
  if (!first || !second || !per || perOf(second) !== per || first.to.toMillis() !== second.from.toMillis())
    return undefined;
  const rest = said(request, (unit) => unit.time === undefined);
  const entity = headNoun(rest, 0, rest.units.length)?.entity ?? 'opportunity';
  const isNew = rest.units.some((unit) => /^(new|created|added)$/.test(unit.norm));
  const isClosed = entity === 'opportunity' && !isNew;
  const date = isClosed ? 'closed' : 'created';
  const units = rest.units.filter(
    ({ norm }) => !/^(new|created|added|win|won|close|closed)$/.test(norm) || !(isNew || isClosed),
  );
  const isLost = units.some((unit) => /^(lose|lost)$/.test(unit.norm));
  const selection = selected(request, rest, units, entity);
  if (isClosed && !isLost) selection.where.unshift({ field: 'status', op: 'eq', value: 'won' });
  selection.where.push(
    { field: date, op: 'gte', value: iso(first.from) },
    { field: date, op: 'lt', value: iso(second.to) },
  );
  if (isClosed) selection.sumOf = 'amount';
  selection.groupBy = `${date} per ${per}`;
  return [listDraft(request, selection)];
}

function perOf({ from, to }: Pick<TimeSpan, 'from' | 'to'>): Period | undefined {
  const days = to.diff(from, 'days').days;
  return UNITS.find(([, least, most]) => days >= least && days <= most)?.[0];
}

/** Against one period the running one of its kind is meant. */
function thisOne(span: TimeSpan | undefined, { context }: Request): TimeSpan | undefined {
  const unit = span && perOf(pastOf(span));
  if (!unit) return undefined;
  const now = DateTime.fromJSDate(context.now, { zone: context.timeZone });
  const from = startOfPeriod(now, unit, context.calendar ?? PLAIN_CALENDAR);
  return { kind: 'span', from, to: from.plus({ [unit]: 1 }), hasTime: false };
}

function teammates(request: Request, people: readonly Unit[]): Draft[] {
  const rest = said(request, (unit) => !people.includes(unit));
  const entity = headNoun(rest, 0, rest.units.length)?.entity ?? 'opportunity';
  const isPipeline = rest.units.some((unit) => unit.norm === 'pipeline');
  const selection = selected(request, rest, [...rest.units], entity);
  const { owner, measures } = kindOf(entity);
  if (isPipeline && !selection.where.some(({ field }) => field === 'status'))
    selection.where.unshift({ field: 'status', op: 'eq', value: 'open' });
  selection.where.push({ field: owner, op: 'in', value: people.map((unit) => userValue(unit)) });
  if (measures.money && entity === 'opportunity') selection.sumOf = measures.money;
  selection.groupBy = owner;
  return [listDraft(request, selection)];
}

/** What is left to be read when the comparison and what it is of are taken out. */
function said({ clause, start, to }: Request, isKept: (unit: Unit) => boolean): Clause {
  const units = clause.units.slice(start, to).filter((unit) => isKept(unit) && !SAID.has(unit.norm));
  return { ...clause, units };
}

function selected(request: Request, rest: Clause, units: Unit[], entity: EntityName) {
  const read: Clause = { ...rest, units: units.filter((unit) => !AMOUNT.test(unit.norm)) };
  const selection = parseSelection(read, 0, read.units.length, request.context, entity, request.introduced);
  // the places are of another clause; what was not understood still counts
  selection.leftovers = selection.leftovers.map((place) =>
    request.clause.units.indexOf(read.units[place] as Unit),
  );
  selection.hasNoun = true;
  return selection;
}
