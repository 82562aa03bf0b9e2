import type { AnyRecord, Entity } from '../../entity/define-entity.ts';
import type { NotionPage } from './upsert-page.ts';

const MOST_LINES = 100;
const SHOWN = new Set(['string', 'number', 'boolean', 'enum', 'day', 'date']);

/** What the page of a record says: its own fields, without references. */
export function pageOf(
  entity: Pick<Entity, 'name' | 'fields' | 'titleOf'>,
  record: AnyRecord & Record<string, unknown>,
): NotionPage {
  const lines = entity.fields
    .filter(({ hidden, kind, ref }) => !hidden && !ref && SHOWN.has(kind))
    .flatMap(({ name, label, format }) => lineOf(label ?? name, record[name], format === 'money' ? 100 : 1))
    .slice(0, MOST_LINES);
  return { entity: entity.name, id: String(record.id), title: entity.titleOf(record), lines, values: record };
}

/** @param parts - the stored number counts such parts of a whole */
function lineOf(label: string, value: unknown, parts: number): string[] {
  if (value === undefined || value === null || value === '') return [];
  const shown =
    value instanceof Date ? value.toISOString() : typeof value === 'number' ? value / parts : value;
  return [`${label}: ${shown}`];
}
