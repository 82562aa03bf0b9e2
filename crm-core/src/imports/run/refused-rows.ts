import { Readable } from 'node:stream';
import { stringify } from 'csv-stringify';
import type { CrmCore } from '../../crm-core.ts';
import type { Scope } from '../../entity/scope.ts';
import type { ImportRecord } from '../import/import.schema.ts';
import { guarded } from '../mapping/formula-guard.ts';
import type { RowProblem } from './import-rows.ts';

/** A row that was not taken, until its import is over. */
interface RefusedRow {
  /** Import and row: a row that is done again is one. */
  _id: string;
  importId: string;
  row: number;
  cells: string[];
  reason: string;
  at: Date;
}

const KEPT_SECONDS = 7 * 86_400;
const REASON = 'Reason';

const collection = (crm: CrmCore) => crm.store.connection.collection<RefusedRow>('importRefusals');

export async function prepareRefusals(crm: CrmCore): Promise<void> {
  await collection(crm).createIndex({ importId: 1, row: 1 });
  await collection(crm).createIndex({ at: 1 }, { expireAfterSeconds: KEPT_SECONDS });
}

export async function keepRefused(
  crm: CrmCore,
  importId: string,
  problems: readonly RowProblem[],
): Promise<void> {
  if (problems.length === 0) return;
  await collection(crm).bulkWrite(
    problems.map(({ row, cells, reason }) => ({
      replaceOne: {
        filter: { _id: `${importId}:${row}` },
        replacement: { importId, row, cells: [...cells], reason, at: crm.now() },
        upsert: true,
      },
    })),
    { ordered: false },
  );
}

/** The rows that were not taken as a file: the columns as they were, and a reason. @returns its id; undefined without any */
export async function fileOfRefused(
  crm: CrmCore,
  scope: Scope,
  record: ImportRecord,
): Promise<string | undefined> {
  const own = { importId: record.id };
  if (!(await collection(crm).findOne(own))) return undefined;
  const width = record.columns.length;
  async function* lines() {
    yield [...record.columns.map(({ header }) => header), REASON];
    for await (const { cells, reason } of collection(crm).find(own).sort({ row: 1 }))
      yield [...Array.from({ length: width }, (_, at) => guarded(cells[at] ?? '')), reason];
  }
  const stream = Readable.from(lines()).pipe(stringify({ delimiter: record.delimiter, bom: true }));
  const name = `${record.name.replace(/\.\w+$/, '')} - rows with errors.csv`;
  const file = await crm.files.save(scope, { name, stream, of: { entity: 'import', id: record.id } });
  await collection(crm).deleteMany(own);
  return file.id;
}
