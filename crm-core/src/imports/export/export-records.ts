import { Readable } from 'node:stream';
import { stringify } from 'csv-stringify';
import { DateTime } from 'luxon';
import type { CrmCore } from '../../crm-core.ts';
import { requireAccess } from '../../entity/access.ts';
import type { Entity } from '../../entity/define-entity.ts';
import type { Filter } from '../../entity/filter.schema.ts';
import type { Scope } from '../../entity/scope.ts';
import { fold } from '../../entity/search-text.ts';
import { InvalidError } from '../../errors.ts';
import type { AttachmentRecord } from '../../files/attachment/attachment.schema.ts';
import { guarded } from '../mapping/formula-guard.ts';
import { cellsOf, type ExportColumn, exportColumns } from './cells-of.ts';

export const EXPORT_FORMATS = ['csv', 'xlsx'] as const;
type ExportFormat = (typeof EXPORT_FORMATS)[number];

const PAGE = 200;
/** A sheet is made in memory. */
const MOST_SHEET_ROWS = 100_000;

export interface ExportOrder {
  filter: Filter;
  /** What the columns are called or their keys; left out: all of them. */
  columns?: readonly string[] | undefined;
  format: ExportFormat;
  conversationId?: string;
}

/**
 * Writes the records that the filter matches, and the caller may see, into a file of theirs. It can be imported again. The file's
 * record says in the audit log who took what.
 *
 * @throws InvalidError for columns that there are none of, or when nothing matches
 */
export async function exportRecords(
  crm: CrmCore,
  scope: Scope,
  entity: Entity,
  { filter, columns: wanted, format, conversationId }: ExportOrder,
): Promise<{ file: AttachmentRecord; count: number; columns: string[] }> {
  requireAccess(entity, scope, 'read');
  const count = await crm.records(entity).count(scope, filter);
  if (count === 0) throw new InvalidError(`No ${entity.label.many} match, so there is nothing to export.`);
  if (format === 'xlsx' && count > MOST_SHEET_ROWS)
    throw new InvalidError(`${count} rows are too many for a sheet; take CSV, which has no end.`);
  const columns = await columnsFor(crm, scope, entity, wanted);
  const rows = rowsOf(crm, scope, entity, filter, columns);
  const { timeZone } = await crm.localOf(scope.workspaceId, scope.actor.id);
  const day = DateTime.fromJSDate(crm.now(), { zone: timeZone }).toISODate();
  const name = `${entity.label.many} (${count}) ${day}.${format}`;
  const titles = columns.map(({ label }) => label);
  const stream =
    format === 'csv'
      ? Readable.from(linesOf(titles, rows)).pipe(stringify({ bom: true }))
      : await sheetOf(entity.label.many, columns, rows);
  const file = await crm.files.save(scope, { name, stream, ...(conversationId && { conversationId }) });
  return { file, count, columns: titles };
}

/** A file with the columns that records of the kind can be imported by and nothing else: not even what only Clianta sets. */
export async function importTemplate(crm: CrmCore, scope: Scope, entity: Entity): Promise<string> {
  const columns = (await columnsFor(crm, scope, entity, undefined)).filter(({ key }) => key !== 'id');
  return `${columns.map(({ label }) => (/[",;]/.test(label) ? `"${label}"` : label)).join(',')}\r\n`;
}

/** @param wanted - labels or keys; left out: all @throws InvalidError for columns that there are none of */
export async function columnsFor(
  crm: CrmCore,
  scope: Scope,
  entity: Entity,
  wanted: readonly string[] | undefined,
): Promise<ExportColumn[]> {
  const { customFields } = await crm.facts(scope.workspaceId);
  const own = customFields.filter((field) => field.entity === entity.name);
  const all = exportColumns(entity, own, crm.store.entities);
  if (!wanted || wanted.length === 0) return all;
  return wanted.map((name) => {
    const words = fold(name);
    const found = all.find(
      ({ key, label, field }) =>
        key === name || fold(label) === words || field?.aliases?.some((alias) => fold(alias) === words),
    );
    if (found) return found;
    throw new InvalidError(
      `${entity.label.many} have no column “${name}”. They have ${all.map(({ label }) => label).join(', ')}.`,
    );
  });
}

async function* rowsOf(
  crm: CrmCore,
  scope: Scope,
  entity: Entity,
  filter: Filter,
  columns: readonly ExportColumn[],
): AsyncGenerator<string[]> {
  let cursor: string | undefined;
  do {
    const page = await crm.records(entity).find(scope, { ...filter, limit: PAGE, ...(cursor && { cursor }) });
    yield* await cellsOf(crm, scope, columns, page.records);
    cursor = page.nextCursor;
  } while (cursor);
}

async function* linesOf(titles: readonly string[], rows: AsyncIterable<string[]>): AsyncGenerator<string[]> {
  yield titles.map(guarded);
  for await (const row of rows) yield row.map(guarded);
}

async function sheetOf(
  title: string,
  columns: readonly ExportColumn[],
  rows: AsyncIterable<string[]>,
): Promise<Readable> {
  const data: Array<
    Array<{ value: string | number; type: typeof String | typeof Number; fontWeight?: 'bold' }>
  > = [columns.map(({ label }) => ({ value: label, type: String, fontWeight: 'bold' }))];
  for await (const row of rows)
    data.push(
      row.map((cell, at) => {
        const isNumber =
          columns[at]?.kind === 'number' && columns[at]?.field?.format !== 'percent' && cell !== '';
        // a text cell is never run as a formula
        return isNumber ? { value: Number(cell), type: Number } : { value: cell, type: String };
      }),
    );
  const width = { width: 22 };
  const { default: writeSheet } = await import('write-excel-file/node');
  const sheet = await writeSheet(data, {
    sheet: title,
    columns: columns.map(() => width),
    stickyRowsCount: 1,
  }).toBuffer();
  return Readable.from([Buffer.from(sheet as unknown as Uint8Array)]);
}
