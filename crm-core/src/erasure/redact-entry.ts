import type { CrmCore } from '../crm-core.ts';
import { type AuditSeal, redactedSeal } from '../entity/audit-seal.ts';
import { newId } from '../entity/ids.ts';
import type { RawDocument } from './whose-document.ts';

interface Update {
  $set?: Record<string, unknown>;
  $unset?: Record<string, unknown>;
}

/**
 * Takes a person out of an audit entry and keeps its place in the chain: the hash of what stood there stays, without the
 * salt by which it could be tried out, beside the hash of what stands there now.
 */
export async function redactEntry(crm: CrmCore, entry: RawDocument, update: Update): Promise<void> {
  await crm.store
    .model('userAction')
    .collection.updateOne({ _id: entry._id as never }, redaction(crm, entry, update) as never);
}

/** The update that takes a person out, with the seal that goes with it. */
export function redaction(crm: CrmCore, entry: RawDocument, update: Update): Update {
  const next = redacted(entry, update);
  if (!next.seal) return update;
  return { ...update, $set: { ...update.$set, seal: redactedSeal(next, next.seal as AuditSeal, crm.now()) } };
}

/**
 * An entry whose id names the person goes on under another. Until the old one is gone the new one holds no place, so that
 * a run which was broken off loses none.
 */
export async function renameEntry(crm: CrmCore, entry: RawDocument, update: Update): Promise<void> {
  const { collection } = crm.store.model('userAction');
  const renamed = { ...redacted(entry, update), _id: newId() };
  const { $set } = redaction(crm, { ...renamed, seal: entry.seal }, {});
  await collection.insertOne({ ...renamed, ...$set, isDeleted: true } as never);
  await collection.deleteOne({ _id: entry._id as never });
  await collection.updateOne({ _id: renamed._id as never }, { $set: { isDeleted: false } });
}

/** Puts in its place what a run that was broken off has renamed halfway. */
export async function finishRenames(crm: CrmCore, workspaceId: string): Promise<void> {
  const { collection } = crm.store.model('userAction');
  // an audit entry is never in the trash otherwise
  for await (const { _id, seq } of collection.find({ workspaceId, isDeleted: true } as never)) {
    const isThere = await collection.findOne({ workspaceId, isDeleted: false, seq } as never);
    if (isThere) await collection.deleteOne({ _id });
    else await collection.updateOne({ _id }, { $set: { isDeleted: false } });
  }
}

function redacted(entry: RawDocument, { $set, $unset = {} }: Update): RawDocument {
  const next: RawDocument = { ...entry, ...$set };
  for (const name of Object.keys($unset)) delete next[name];
  return next;
}
