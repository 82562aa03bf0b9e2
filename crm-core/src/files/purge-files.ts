import type { CrmCore } from '../crm-core.ts';
import type { MongoFilter } from '../entity/filter.ts';
import { Attachment } from './attachment/attachment.schema.ts';

const HOUR = 3_600_000;
/** How long a file is kept that belongs to no record and to no conversation. */
const ORPHAN_MS = 24 * HOUR;
/** How long one that was deleted is kept: as long as that can be undone. */
const TRASH_MS = 30 * 24 * HOUR;
const PAGE = 200;

interface Purged {
  _id: string;
  workspaceId: string;
  entity?: string;
  recordId?: string;
  storageKey: string;
  thumbKey?: string;
  textKey?: string;
}

/**
 * Removes files for good, with their contents: those that nobody has put anywhere for a day, and those that were deleted
 * a month ago. What went to the trash with its record stays as long as that is there.
 *
 * @returns how many
 */
export async function sweepFiles(crm: CrmCore): Promise<number> {
  const before = (ms: number) => new Date(crm.now().getTime() - ms);
  const orphans = await purgeFiles(crm, {
    isDeleted: false,
    recordId: { $exists: false },
    conversationId: { $exists: false },
    createdAt: { $lte: before(ORPHAN_MS) },
  });
  const deleted = { isDeleted: true, deletedAt: { $lte: before(TRASH_MS) } };
  return orphans + (await purgeFiles(crm, deleted, (file) => isRecordInTrash(crm, file)));
}

/** Files of whatever workspaces, contents first, so that a crash leaves nothing that no record knows of. */
export async function purgeFiles(
  crm: CrmCore,
  filter: MongoFilter,
  isKept: (file: Purged) => Promise<boolean> = async () => false,
): Promise<number> {
  const model = crm.store.model(Attachment.name);
  let purged = 0;
  let last = '';
  for (;;) {
    const files = await model
      .find({ $and: [filter, { _id: { $gt: last } }] } as never)
      .select({ workspaceId: 1, entity: 1, recordId: 1, storageKey: 1, thumbKey: 1, textKey: 1 })
      .sort({ _id: 1 })
      .limit(PAGE)
      .lean<Purged[]>();
    for (const file of files) {
      last = file._id;
      if (await isKept(file)) continue;
      for (const key of [file.thumbKey, file.textKey, file.storageKey])
        if (key) await crm.files.store.remove(key);
      await model.deleteOne({ _id: file._id });
      purged++;
    }
    if (files.length < PAGE) return purged;
  }
}

async function isRecordInTrash(crm: CrmCore, { workspaceId, entity, recordId }: Purged): Promise<boolean> {
  const known = entity ? crm.store.entities.get(entity) : undefined;
  if (!known || !recordId) return false;
  const found = await crm.store
    .model(known)
    .exists({ _id: recordId, [known.tenantField]: workspaceId, isDeleted: true } as never);
  return found !== null;
}
