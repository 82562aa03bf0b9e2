import type { Filter } from '@clianta/crm-core/entity/filter.schema';
import type { ListQuery } from './use-list-query.ts';

/** The ids of the records that are chosen. */
export type Selection = ReadonlySet<string>;

export function toggled(selection: Selection, id: string): Selection {
  const next = new Set(selection);
  if (!next.delete(id)) next.add(id);
  return next;
}

/** All that are shown, or none when they all are chosen. */
export function toggledAll(selection: Selection, shown: readonly string[]): Selection {
  return shown.every((id) => selection.has(id)) ? new Set() : new Set([...selection, ...shown]);
}

/** What is changed: the records that are chosen, or all that the list would show. */
export function filterOf(
  selection: Selection | 'all',
  { filter, search }: Pick<ListQuery, 'filter' | 'search'>,
): Filter {
  if (selection === 'all') return { ...filter, ...(search && { search }) };
  return { where: [{ field: 'id', op: 'in', value: [...selection] }] };
}
