import { isDeepStrictEqual } from 'node:util';
import type { Condition } from '@clianta/crm-core/entity/filter.schema';
import type { EntityName } from '../../recognise/lexicon/entities.ts';
import { functionWords } from '../../recognise/lexicon/words.ts';
import { normAt } from '../../recognise/unit.ts';
import { filterArgs } from '../frames/filter-args.ts';
import type { Request } from '../frames/frame.ts';
import { parseSelection } from '../grammar/parse-selection.ts';
import type { Fill } from './fills.ts';

/** A selection of more words than this is a text. Bounds the work. */
const LONGEST = 14;

/** Which records, as the grammar of filters reads it: as far as the sentence goes, or less. */
export function selectionAt(
  request: Request,
  at: number,
  entity: EntityName,
  known: readonly Condition[],
): Fill[] {
  const { clause, to } = request;
  const last = Math.min(to, at + LONGEST);
  const ends = Array.from({ length: last - at }, (_, index) => last - index).filter(
    (end) => end === to || !functionWords.has(normAt(clause.units, end - 1)),
  );
  return ends.flatMap((end): Fill[] => {
    const value = selectionIn(request, at, end, entity, known);
    return value ? [{ value, to: end, cost: 0 }] : [];
  });
}

function selectionIn(
  { clause, context, introduced }: Request,
  from: number,
  to: number,
  entity: EntityName,
  known: readonly Condition[],
): Record<string, unknown> | undefined {
  const read = parseSelection(clause, from, to, context, entity, introduced, {
    where: structuredClone([...known]),
    isKnown: true,
  });
  if (read.entity !== entity || read.leftovers.length > 0 || read.needsPrevious || read.limit)
    return undefined;
  const { record, groupBy } = read;
  // a figure or an order of the records is more than which they are
  if (read.averageOf || read.sumOf || read.sort || read.columns || read.isCount || read.isChart)
    return undefined;
  // what is known need not stand first: a noun such as "renewals" puts its own condition in front
  const where = read.where.filter((one) => !known.some((given) => isDeepStrictEqual(given, one)));
  const chosen = filterArgs({ ...read, where });
  if (record || (Object.keys(chosen).length === 0 && !groupBy)) return undefined;
  return { ...chosen, ...(groupBy && { groupBy }) };
}
