import type { EntityMetadata, FieldMetadata } from '../../metadata/kinds.ts';
import { SYSTEM_FIELDS } from '../../metadata/system-fields.ts';

/** What a list of the kind shows: the name first, then what the kind says, then the workspace's own fields. */
export function columnsOf(kind: Pick<EntityMetadata, 'title' | 'columns' | 'fields'>): FieldMetadata[] {
  const own = kind.fields.filter(({ isOwn }) => isOwn).map(({ name }) => name);
  return [...new Set([kind.title, ...kind.columns, ...own])].flatMap(
    (name) => kind.fields.find((field) => field.name === name) ?? [],
  );
}

/** All that a list of the kind can show, in the order of its fields. */
export function possibleColumns(kind: Pick<EntityMetadata, 'fields'>): FieldMetadata[] {
  const shown = kind.fields.filter((field) => field.kind !== 'record' && field.format !== 'longtext');
  return [...shown, ...SYSTEM_FIELDS];
}

/** The columns that somebody has chosen, as far as there still are such fields; the name is always there. */
export function chosenColumns(
  kind: Pick<EntityMetadata, 'title' | 'columns' | 'fields'>,
  chosen: readonly string[] | undefined,
): FieldMetadata[] {
  if (!chosen) return columnsOf(kind);
  const possible = possibleColumns(kind);
  return [...new Set([kind.title, ...chosen])].flatMap(
    (name) => possible.find((one) => one.name === name) ?? [],
  );
}

/** The columns with one of them a place further, or back; the name stays first. */
export function movedColumn(columns: readonly string[], name: string, by: 1 | -1): string[] {
  const from = columns.indexOf(name);
  const to = from + by;
  if (from < 1 || to < 1 || to >= columns.length) return [...columns];
  return columns.toSpliced(from, 1).toSpliced(to, 0, name);
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
