import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import type { TheirField } from '../sync/field-mapping.schema.ts';
import type { SyncRun } from '../sync/sync-run.ts';
import type { Row, SalesforceApi } from './salesforce-api.ts';

/** Read again at each run: a transaction there may end later than one that was begun after it. */
const OVERLAP_MS = 10 * 60_000;
/** More are read by a bulk query, which costs a call for each ten thousand. */
const MOST_BY_REST = 2_000;
const BULK_PAGE = 10_000;
const POLL_MS = 2_000;
/** Records that are taken in at once. */
const TAKEN = 500;

const positionSchema = z.object({
  /** Everything that was changed there up to then was read. */
  at: z.string().optional(),
  /** A bulk query that is under way: how far it was taken, and the newest change that it has brought. */
  bulk: z
    .object({ jobId: z.string(), locator: z.string().optional(), newest: z.string().optional() })
    .optional(),
});
type Position = z.output<typeof positionSchema>;

/**
 * What was changed there since the last run, with what was deleted; each portion is taken before the cursor moves on, so that
 * what a crash leaves is read again.
 */
export async function readTheirs(
  run: SyncRun,
  api: SalesforceApi,
  {
    object,
    reads,
    described,
    stream,
  }: { object: string; reads: readonly string[]; described: readonly TheirField[]; stream: string },
  take: (rows: Row[]) => Promise<void>,
): Promise<void> {
  const { cursors, credential } = run;
  const place = { workspaceId: credential.workspaceId, credentialId: credential.id, stream };
  const stored = await cursors.of(credential.id, stream);
  const position = positionSchema.catch({}).parse(stored.cursor ? JSON.parse(stored.cursor) : {});
  const save = async (next: Position) =>
    cursors.save(place, {
      cursor: JSON.stringify(next),
      phase: next.at && !next.bulk ? 'live' : stored.phase,
    });
  const since = position.at && new Date(Date.parse(position.at) - OVERLAP_MS).toISOString();
  const where = since ? ` WHERE SystemModstamp >= ${since}` : '';
  const select = `SELECT ${reads.join(', ')} FROM ${object}${where}`;
  const inTurns = async (rows: Row[]) => {
    for (let at = 0; at < rows.length; at += TAKEN) {
      run.signal.throwIfAborted();
      await take(rows.slice(at, at + TAKEN));
    }
    run.counts.read += rows.length;
  };
  if (position.bulk && (await api.bulkState(position.bulk.jobId)) !== 'gone')
    return readBulk(run, api, position, described, inTurns, save);
  if ((await api.count(`SELECT COUNT() FROM ${object}${where}`)) > MOST_BY_REST) {
    const bulk = { jobId: await api.startBulk(select) };
    const next = { ...position, bulk };
    await save(next);
    return readBulk(run, api, next, described, inTurns, save);
  }
  let newest = position.at;
  for await (const rows of api.query(`${select} ORDER BY SystemModstamp, Id`)) {
    await inTurns(rows);
    newest = newestOf(rows, newest);
    if (newest) await save({ at: newest });
  }
}

async function readBulk(
  run: SyncRun,
  api: SalesforceApi,
  position: Position,
  described: readonly TheirField[],
  take: (rows: Row[]) => Promise<void>,
  save: (next: Position) => Promise<void>,
): Promise<void> {
  const { bulk } = position;
  if (!bulk) return;
  while ((await api.bulkState(bulk.jobId)) === 'running') {
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    run.signal.throwIfAborted();
  }
  const kinds = new Map(described.map(({ name, type }) => [name, type]));
  let { locator, newest } = bulk;
  for (;;) {
    const page = await api.bulkPage(bulk.jobId, locator, BULK_PAGE);
    const rows = rowsOf(page.csv, kinds);
    await take(rows);
    newest = newestOf(rows, newest);
    locator = page.next;
    if (locator === undefined) break;
    await save({ ...position, bulk: { jobId: bulk.jobId, locator, ...(newest && { newest }) } });
  }
  const at = [position.at, newest]
    .filter((one) => one !== undefined)
    .sort()
    .at(-1);
  await save(at ? { at } : {});
}

/** Each page has a line of headers of its own; everything in it is text, and an empty cell is no value. */
function rowsOf(csv: Buffer, kinds: ReadonlyMap<string, string>): Row[] {
  const read = parse(csv, { columns: true, bom: true, skip_empty_lines: true }) as Array<
    Record<string, string>
  >;
  return read.map((row) =>
    Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, typed(cell, kinds.get(name))])),
  );
}

const NUMBERS: ReadonlySet<string | undefined> = new Set(['int', 'double', 'currency', 'percent', 'long']);

function typed(cell: string, kind: string | undefined): unknown {
  if (cell === '') return null;
  if (kind === 'boolean') return cell === 'true';
  return NUMBERS.has(kind) ? Number(cell) : cell;
}

function newestOf(rows: readonly Row[], before: string | undefined): string | undefined {
  const stamps = rows.map(({ SystemModstamp }) => new Date(String(SystemModstamp)).toISOString());
  return [...stamps, ...(before ? [before] : [])].sort().at(-1);
}
