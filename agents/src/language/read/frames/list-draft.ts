import { kindOf } from '../../recognise/lexicon/entities.ts';
import { isEmptyFilter, type Selection } from '../grammar/selection.ts';
import { filterArgs } from './filter-args.ts';
import type { Draft, Request } from './frame.ts';

/** Sorted, limited or summed lists and counts, for any kind of record. */
export function listDraft(request: Request, selection: Selection): Draft {
  const tools = kindOf(selection.entity);
  const unread = selection.leftovers.map((place) => request.clause.units[place]?.text ?? '');
  const { entity } = selection;
  const where = [...selection.where];
  const isAboutClose =
    [...where, ...selection.anyOf.flat()].some(
      (one) => /^(expectedClose|lastActivity|stageChanged)$/.test(one.field) && /^[gl]te?$/.test(one.op),
    ) && !where.some((one) => one.field === 'status' || one.field === 'closed');
  if (entity === 'opportunity' && isAboutClose) where.push({ field: 'status', op: 'eq', value: 'open' });
  const isAboutDue =
    entity === 'task' && !where.some((one) => one.field === 'status' || one.field === 'completed');
  if (isAboutDue) where.push({ field: 'status', op: 'ne', value: 'completed' });
  const sum =
    selection.sumOf ??
    (selection.isCount && entity === 'opportunity' && asksWorth(request) ? 'amount' : undefined);
  const args = {
    ...filterArgs({ ...selection, where }),
    ...(selection.record && { text: selection.record.title }),
    ...(selection.sort && { sort: selection.sort }),
    ...(selection.limit && { limit: selection.limit }),
    ...(selection.isCount && { countOnly: true }),
    ...(sum && { sumOf: sum }),
    ...(selection.averageOf && { averageOf: selection.averageOf }),
    ...(selection.groupBy && { groupBy: selection.groupBy }),
    ...(selection.columns && { columns: selection.columns }),
    ...(selection.isChart && { chart: true }),
  };
  const informed = isEmptyFilter(selection) && !selection.record ? 0 : 0.05;
  return {
    tool: tools.search,
    args,
    confidence: (selection.hasNoun ? 0.88 : 0.8) + informed - doubt(request, selection),
    needsPrevious: selection.needsPrevious,
    unread,
  };
}

/** What was not read may have changed the answer, so a list that leaves out any of it is not given. */
const UNREAD = 0.4;

function doubt(request: Request, selection: Selection): number {
  return selection.leftovers.reduce((sum, place) => {
    const unit = request.clause.units[place];
    return sum + (unit ? UNREAD : 0);
  }, 0);
}

const asksWorth = (request: Request) =>
  request.clause.units
    .slice(request.start, request.to)
    .some((unit) => /^(worth|value|total|sum)$/.test(unit.norm));
