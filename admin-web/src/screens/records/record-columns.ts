import type { EntityMetadata, FieldMetadata } from '../../metadata/kinds.ts';

/** What a list of the kind shows: the name first, then what the kind says, then the workspace's own fields. */
export function columnsOf(kind: Pick<EntityMetadata, 'title' | 'columns' | 'fields'>): FieldMetadata[] {
  const own = kind.fields.filter(({ isOwn }) => isOwn).map(({ name }) => name);
  return [...new Set([kind.title, ...kind.columns, ...own])].flatMap(
    (name) => kind.fields.find((field) => field.name === name) ?? [],
  );
}

const SORTABLE: ReadonlySet<string> = new Set(['string', 'number', 'boolean', 'date', 'day', 'enum']);

/** Whether the order by this field tells people something: that of ids does not. */
export function isSortable({ kind, format, ref, part }: FieldMetadata): boolean {
  return SORTABLE.has(kind) && !ref && !part && format !== 'longtext';
}

export interface Order {
  field: string;
  isDescending: boolean;
}

/** `-dueAt` as the server takes it. */
export const orderOf = (sort: string): Order => ({
  field: sort.replace(/^-/, ''),
  isDescending: sort.startsWith('-'),
});

/** The order after a click on a column: by it, or the other way round. */
export function sortedBy(field: string, sort: string): string {
  const order = orderOf(sort);
  return order.field === field && !order.isDescending ? `-${field}` : field;
}
