import type { CrmCore } from '../../crm-core.ts';
import type { Scope } from '../../entity/scope.ts';
import { Import, type ImportCounts, type ImportRecord } from '../import/import.schema.ts';
import { asClianta, requireMayImport, tableOf, targetsFor } from '../imports.ts';
import { numberSeparators } from '../mapping/number-separators.ts';
import type { TableRow } from '../reading/read-table.ts';
import { NO_COUNTS, RowImporter, type RowProblem } from './import-rows.ts';

/** Rows that are taken at once. */
export const ROWS_AT_ONCE = 500;
/** Problems that are kept to be looked at; all are in the file of errors. */
const SHOWN = 50;
/** A dry run in a conversation ends after this long and says how far it came. */
const CHECK_MS = 15_000;

/** What rows come to so far. */
interface Tally {
  counts: ImportCounts;
  problems: RowProblem[];
}

/** Dry run: the same code without the writing. @returns the import with what it would come to */
export async function checkImport(crm: CrmCore, scope: Scope, record: ImportRecord): Promise<ImportRecord> {
  requireMayImport(crm, scope, record);
  const importer = await importerOf(crm, scope, record, true);
  const endAt = Date.now() + CHECK_MS;
  const tally: Tally = { counts: NO_COUNTS, problems: [] };
  let checkedRows = 0;
  for await (const rows of batches(await rowsOf(crm, scope, record))) {
    const result = await importer.take(rows, false);
    tally.counts = added(tally.counts, result.counts);
    tally.problems.push(...result.problems.slice(0, SHOWN - tally.problems.length));
    checkedRows += rows.length;
    if (Date.now() > endAt) break;
  }
  return crm.records(Import).update(asClianta(scope), record.id, {
    status: 'checked',
    counts: tally.counts,
    problems: shownOf(tally.problems),
    checkedRows: checkedRows < record.total ? checkedRows : null,
  });
}

/** Whom or what its first rows are about: "Ada Quist", "ada@northwind.example". */
export async function firstSubjects(
  crm: CrmCore,
  scope: Scope,
  record: ImportRecord,
  count: number,
): Promise<Array<{ title: string; detail?: string }>> {
  const importer = await importerOf(crm, scope, record, true);
  const found: Array<{ title: string; detail?: string }> = [];
  for await (const row of await rowsOf(crm, scope, record)) {
    const subject = importer.subjectOf(row);
    if (subject) found.push(subject);
    if (found.length >= count || row.row >= ROWS_AT_ONCE) break;
  }
  return found;
}

export async function importerOf(
  crm: CrmCore,
  scope: Scope,
  record: ImportRecord,
  isDryRun: boolean,
): Promise<RowImporter> {
  const [targets, local, { locale }] = await Promise.all([
    targetsFor(crm, scope.workspaceId, crm.store.entity(record.kind)),
    crm.localOf(scope.workspaceId, record.ownerId),
    crm.facts(scope.workspaceId),
  ]);
  return new RowImporter(crm, scope, record, {
    targets,
    isDryRun,
    context: {
      timeZone: local.timeZone,
      currency: local.currency,
      hasDecimalComma: numberSeparators(locale).decimal === ',',
    },
  });
}

export async function rowsOf(
  crm: CrmCore,
  scope: Scope,
  record: ImportRecord,
): Promise<AsyncIterable<TableRow>> {
  return (await tableOf(crm, scope, record)).rows;
}

async function* batches(rows: AsyncIterable<TableRow>): AsyncGenerator<TableRow[]> {
  let batch: TableRow[] = [];
  for await (const row of rows) {
    batch.push(row);
    if (batch.length < ROWS_AT_ONCE) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

export const added = (a: ImportCounts, b: ImportCounts): ImportCounts => ({
  created: a.created + b.created,
  updated: a.updated + b.updated,
  unchanged: a.unchanged + b.unchanged,
  skipped: a.skipped + b.skipped,
  failed: a.failed + b.failed,
  made: a.made + b.made,
});

export const shownOf = (problems: readonly RowProblem[]) =>
  problems.slice(0, SHOWN).map(({ row, title, reason }) => ({ row, title, reason: reason.slice(0, 500) }));
