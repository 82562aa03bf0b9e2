import type { FindQuery } from '../query/find.ts';
import { parseSort } from '../query/sort.ts';
import { type Doc, isDoc } from '../values/doc.ts';
import { isBsonNumber } from '../values/exact-number.ts';

/**
 * The stages at the head of a pipeline that are an ordinary query ($match, $sort, $skip, $limit), so that indexes serve
 * them, and what remains.
 */
export function leadingQuery(
  pipeline: readonly Doc[],
  variables: Doc = {},
): { query: FindQuery; rest: Doc[] } {
  const filters: Doc[] = [];
  const query: Omit<FindQuery, 'filter'> = { variables };
  let at = 0;
  for (; at < pipeline.length; at++) {
    const stage = pipeline[at] as Doc;
    const [name, value] = Object.entries(stage)[0] ?? [];
    const isOpen = query.skip === undefined && query.limit === undefined;
    if (name === '$match' && isDoc(value) && isOpen) filters.push(value);
    else if (name === '$sort' && isOpen && query.sort === undefined) query.sort = parseSort(value);
    else if (name === '$skip' && isOpen && isWhole(value)) query.skip = Number(value);
    else if (name === '$limit' && query.limit === undefined && isWhole(value) && Number(value) > 0) {
      query.limit = Number(value);
    } else break;
  }
  const filter = filters.length === 1 ? (filters[0] as Doc) : filters.length === 0 ? {} : { $and: filters };
  return { query: { ...query, filter }, rest: pipeline.slice(at) };
}

const isWhole = (value: unknown) =>
  isBsonNumber(value) && Number.isInteger(Number(value)) && Number(value) >= 0;
