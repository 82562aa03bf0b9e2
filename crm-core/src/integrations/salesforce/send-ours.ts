import { exposed } from '../../entity/access.ts';
import type { StoredDocument } from '../../entity/outbox.ts';
import { hashOf } from '../sync/sync-links.ts';
import { EXTERNAL_ID } from './mapping-of.ts';
import type { ObjectSync, SalesforceRun, Values } from './object-sync.ts';
import { quoted, type Row, type WriteResult } from './salesforce-api.ts';
import { idOf, refusalOf, TakeRows } from './take-rows.ts';

/** A write may be seen later than one that was begun after it. */
const OVERLAP_MS = 10 * 60_000;
const BATCH = 200;
/** Who is written as the origin of what came in. */
export const SALESFORCE = 'Salesforce';

/**
 * Writes there what was changed or made here since the last run. What both have is read there first and compared three ways;
 * what is new is known there by our id.
 */
export async function sendOurs(
  sf: SalesforceRun,
  sync: ObjectSync,
  syncs: ReadonlyMap<string, ObjectSync>,
): Promise<void> {
  const { run, holds } = sf;
  const { crm, credential, cursors } = run;
  const place = { workspaceId: credential.workspaceId, credentialId: credential.id };
  const stream = `${sync.object.name}:out`;
  const began = crm.now();
  const { cursor } = await cursors.of(credential.id, stream);
  const since = cursor && { updatedAt: { $gte: new Date(Date.parse(cursor) - OVERLAP_MS) } };
  const passing = (await holds.of({ ...place, object: sync.object.name })).filter((one) => one.isPassing);
  const own = { workspaceId: place.workspaceId, isDeleted: false };
  // what came in and was never changed since is as it is there
  const ours = { $nor: [{ outside: SALESFORCE, version: 1 }] };
  const again = [
    ...passing.map(({ recordId }) => recordId),
    ...(await run.links.wanted(place, sync.entity.name)),
  ];
  if (again.length > 0) await sendBatch(sf, sync, syncs, await read({ ...own, _id: { $in: again } }));
  let last = '';
  for (;;) {
    run.signal.throwIfAborted();
    const found = await read({ ...own, ...since, ...ours, _id: { $gt: last } });
    await sendBatch(sf, sync, syncs, found);
    if (found.length < BATCH) break;
    last = found.at(-1)?._id ?? '';
  }
  await cursors.save({ ...place, stream }, { cursor: began.toISOString(), phase: 'live' });

  async function read(filter: object): Promise<StoredDocument[]> {
    const model = crm.store.model(sync.entity);
    return model
      .find(filter as never)
      .select({ search: 0, outbox: 0 })
      .sort({ _id: 1 })
      .limit(BATCH)
      .lean<StoredDocument[]>();
  }
}

async function sendBatch(
  sf: SalesforceRun,
  sync: ObjectSync,
  syncs: ReadonlyMap<string, ObjectSync>,
  documents: readonly StoredDocument[],
): Promise<void> {
  if (documents.length === 0) return;
  const { run, api, crossings } = sf;
  const place = { workspaceId: run.credential.workspaceId, credentialId: run.credential.id };
  const records = new Map(
    documents.map((one) => [one._id, exposed(sync.entity, one) as Values & { id: string }]),
  );
  const links = await run.links.ofRecords(place, [...records.keys()]);
  const linked = new Set(links.map(({ recordId }) => recordId));
  const changed = new Map<string, string[]>();
  for (const link of links) {
    const record = records.get(link.recordId);
    const own = syncs.get(link.object);
    if (!record || !own || link.state !== 'ok') continue;
    const values = own.ours(record);
    const isChanged = Object.entries(values).some(
      ([name, value]) => own.isWritten(name) && hashOf(value) !== hashOf(link.base[name] ?? null),
    );
    if (isChanged || link.isWanted)
      changed.set(link.object, [...(changed.get(link.object) ?? []), link.externalId]);
  }
  for (const [object, ids] of changed) {
    const own = syncs.get(object);
    if (own) await new TakeRows(sf, own, true).take(await api.retrieve(object, ids, own.reads));
  }
  const fresh = [...records.values()].filter(({ id }) => !linked.has(id));
  if (fresh.length === 0) return;
  await crossings.load(
    [],
    fresh.flatMap((record) => sync.referredHere(record)),
  );
  await makeThere(sf, sync, fresh);
}

async function makeThere(
  sf: SalesforceRun,
  sync: ObjectSync,
  records: ReadonlyArray<Values & { id: string }>,
): Promise<void> {
  const { run, api, holds } = sf;
  const { workspaceId, id: credentialId } = run.credential;
  const object = sync.object.name;
  const ready: Array<{ record: Values & { id: string }; row: Values; base: Values }> = [];
  const hold = async (record: Values & { id: string }, reason: string, isPassing: boolean) => {
    run.failed(sync.entity.titleOf(record as never), new Error(reason));
    await holds.put({ workspaceId, credentialId, object, recordId: record.id, reason, isPassing });
  };
  for (const record of records) {
    const values = sync.ours(record);
    const { row } = sync.rowOf(values, true);
    const missing = sync.missing(row);
    if (missing.length === 0) ready.push({ record, row, base: values });
    else {
      const names = missing
        .map(({ label, name }) => (label === name ? name : `${label} (${name})`))
        .join(', ');
      await hold(
        record,
        `Salesforce wants ${names}, which this ${sync.entity.label.one} does not have. Fill it in, and it follows within a minute.`,
        false,
      );
    }
  }
  const left = sync.hasExternalId ? ready : await withoutKnown(sf, sync, ready);
  if (left.length === 0) return;
  const rows = left.map(
    ({ record, row }): Row => (sync.hasExternalId ? { ...row, [EXTERNAL_ID]: record.id } : row),
  );
  const results: WriteResult[] = sync.hasExternalId
    ? await api.upsert(object, EXTERNAL_ID, rows)
    : await api.create(object, rows);
  const made: Array<{ recordId: string; externalId: string; base: Values }> = [];
  for (const [at, result] of results.entries()) {
    const one = left[at];
    if (!one) continue;
    if (result.success && result.id) {
      run.counts.created++;
      made.push({ recordId: one.record.id, externalId: result.id, base: one.base });
    } else {
      const { reason, isPassing } = refusalOf(result);
      await hold(one.record, reason, isPassing);
    }
  }
  await run.links.make(
    made.map((one) => ({
      workspaceId,
      credentialId,
      object,
      entity: sync.entity.name,
      ...one,
      origin: 'ours' as const,
    })),
  );
  await holds.clear(
    credentialId,
    made.map(({ recordId }) => recordId),
  );
}

/** Where our id has no field there: an earlier try may have made it, or somebody else has. */
async function withoutKnown<T extends { record: Values & { id: string }; row: Values }>(
  sf: SalesforceRun,
  sync: ObjectSync,
  ready: readonly T[],
): Promise<T[]> {
  const { theirs } = sync.object.foundBy;
  const asked = [...new Set(ready.flatMap(({ row }) => (row[theirs] ? [String(row[theirs])] : [])))];
  const known = new Map<string, string>();
  for (let at = 0; at < asked.length; at += 100) {
    const list = asked
      .slice(at, at + 100)
      .map(quoted)
      .join(', ');
    const soql = `SELECT Id, ${theirs} FROM ${sync.object.name} WHERE ${theirs} IN (${list}) AND IsDeleted = false`;
    for await (const rows of sf.api.query(soql))
      for (const row of rows) known.set(String(row[theirs]).toLowerCase(), idOf(row));
  }
  const { workspaceId, id: credentialId } = sf.run.credential;
  const taken = ready.filter(({ row }) => known.has(String(row[theirs] ?? '').toLowerCase()));
  const ids = taken.map(({ row }) => known.get(String(row[theirs]).toLowerCase()) as string);
  const held = await sf.run.links.findMany({ credentialId, object: sync.object.name }, ids);
  for (const [at, { record }] of taken.entries()) {
    const externalId = ids[at] as string;
    if (!held.has(externalId))
      await sf.run.links.save(
        { workspaceId, credentialId, object: sync.object.name, externalId },
        { entity: sync.entity.name, recordId: record.id, base: {}, origin: 'ours' },
      );
  }
  await new TakeRows(sf, sync, true).take(
    await sf.api.retrieve(
      sync.object.name,
      ids.filter((id) => !held.has(id)),
      sync.reads,
    ),
  );
  return ready.filter(
    (one) => !taken.includes(one) || held.has(known.get(String(one.row[theirs]).toLowerCase()) ?? ''),
  );
}
