import type { CrmCore } from '../../crm-core.ts';
import { type Scope, systemScope } from '../../entity/scope.ts';
import { scopeOfUser } from '../../workspace/scope-of-user.ts';
import { Import, type ImportRecord } from '../import/import.schema.ts';
import { rememberMapping } from '../mapping/remembered.ts';
import type { TableRow } from '../reading/read-table.ts';
import { added, importerOf, ROWS_AT_ONCE, rowsOf, shownOf } from './check-import.ts';
import { NO_COUNTS, type RowsResult } from './import-rows.ts';
import { fileOfRefused, keepRefused } from './refused-rows.ts';

/**
 * Goes on with an import from where it is, with the rights of its owner. After each batch it says how far it is; what runs
 * twice, after a crash, is written once: the ids of records and of changes follow from import and row. It ends early when
 * it was paused or cancelled meanwhile.
 */
export async function runImport(
  crm: CrmCore,
  workspaceId: string,
  importId: string,
  signal: AbortSignal,
): Promise<void> {
  const own = systemScope(workspaceId);
  let record = await crm.records(Import).get(own, importId);
  if (record.status !== 'running') return;
  const scope: Scope = {
    ...(await scopeOfUser(crm, workspaceId, record.ownerId, 'job')),
    via: 'import',
    groupId: record.groupId,
  };
  const importer = await importerOf(crm, scope, record, false);
  const from = record.row;
  let batch: TableRow[] = [];
  let isFirst = true;
  const done = async () => {
    if (batch.length === 0) return true;
    signal.throwIfAborted();
    // the first batch may have been written by a process that ended
    const result = await importer.take(batch, isFirst);
    isFirst = false;
    await keepRefused(crm, importId, result.problems);
    const next = await checkpoint(crm, record, batch.at(-1)?.row ?? record.row, result);
    batch = [];
    if (next) record = next;
    return next !== undefined;
  };
  for await (const row of await rowsOf(crm, own, record)) {
    if (row.row <= from) {
      importer.skip(row);
      continue;
    }
    batch.push(row);
    if (batch.length >= ROWS_AT_ONCE && !(await done())) return;
  }
  if (!(await done())) return;
  const errorFileId = await fileOfRefused(crm, scope, record);
  await rememberMapping(crm, workspaceId, record.kind, record.columns);
  await crm.records(Import).update(own, importId, {
    status: 'done',
    finishedAt: crm.now(),
    ...(errorFileId && { errorFileId }),
  });
}

/** How far it is: bookkeeping, no change that somebody made. @returns undefined when it is to go no further */
async function checkpoint(
  crm: CrmCore,
  record: ImportRecord,
  row: number,
  { counts, problems }: RowsResult,
): Promise<ImportRecord | undefined> {
  const next: ImportRecord = {
    ...record,
    row,
    counts: added(record.counts ?? NO_COUNTS, counts),
    problems: [...(record.problems ?? []), ...shownOf(problems)].slice(0, 50),
  };
  const { matchedCount } = await crm.store
    .model(Import)
    .updateOne(
      { _id: record.id, workspaceId: record.workspaceId, row: record.row },
      { $set: { row, counts: next.counts, problems: next.problems } },
    );
  const stored = await crm.store
    .model(Import)
    .findOne({ _id: record.id })
    .select('status')
    .lean<{ status: string }>();
  return matchedCount > 0 && stored?.status === 'running' ? next : undefined;
}
