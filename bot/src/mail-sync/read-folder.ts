import { EmailMessage } from '@clianta/crm-core/marketing/email-message/email-message.schema';
import { type FolderRow, keepPosition } from './mail-folders.ts';
import { CHUNK, DAY_MS, type Reading, readChunk } from './read-chunk.ts';
import { readMissed } from './read-missed.ts';

/** So far back the first reading goes, before anything older. */
export const FIRST_DAYS = 30;
export const BACK_DAYS = 365;

/**
 * Reads what came into a folder since it was last read; the first time the last thirty days. A folder that was numbered anew
 * is read like that as well: what is there already is found again by what it is.
 *
 * @returns how many mails are new here
 */
export async function readNew(reading: Reading, folder: FolderRow): Promise<number> {
  const { crm, client, account } = reading;
  const lock = await client.getMailboxLock(folder.path, { readOnly: true });
  try {
    const box = client.mailbox;
    if (!box) return 0;
    const uidValidity = String(box.uidValidity);
    const isFirst = folder.uidValidity !== uidValidity;
    if (isFirst) await beginAnew(reading, folder, uidValidity, Number(box.uidNext));
    // an empty folder has no range, and `n:*` answers with an older mail where there is none newer
    if (box.exists === 0) return 0;
    const found = await client.search({ uid: `${folder.lastUid + 1}:*` }, { uid: true });
    const uids = (found || []).filter((uid) => uid > folder.lastUid).toSorted((a, b) => a - b);
    let fresh = 0;
    for (let at = 0; at < uids.length && !reading.signal.aborted; at += CHUNK) {
      const chunk = uids.slice(at, at + CHUNK);
      fresh += await readChunk(reading, folder, chunk, !isFirst && account.lastSyncedAt !== undefined);
      await keepPosition(crm, folder, { lastUid: chunk.at(-1) ?? folder.lastUid });
    }
    return fresh + (await readMissed(reading, folder));
  } finally {
    lock.release();
  }
}

async function beginAnew(
  { crm, client, account }: Reading,
  folder: FolderRow,
  uidValidity: string,
  uidNext: number,
): Promise<void> {
  const since = new Date(crm.now().getTime() - FIRST_DAYS * DAY_MS);
  const recent = (await client.search({ since }, { uid: true })) || [];
  const first = recent.length > 0 ? Math.min(...recent) : uidNext;
  // places of the old numbers lead to other mails now
  await crm.store
    .model(EmailMessage)
    .collection.updateMany({ workspaceId: account.workspaceId, copies: { $regex: `^${folder._id}:` } }, {
      $pull: { copies: { $regex: `^${folder._id}:` } },
    } as never);
  const comparedAt = crm.now();
  await keepPosition(crm, folder, { uidValidity, lastUid: first - 1, backfillUid: first, comparedAt });
}

/** One chunk of what lies further back. @returns whether there is more */
export async function readBack(reading: Reading, folder: FolderRow): Promise<boolean> {
  const { crm, client } = reading;
  if (folder.backfillUid <= 1) return false;
  const lock = await client.getMailboxLock(folder.path, { readOnly: true });
  try {
    const box = client.mailbox;
    if (!box || box.exists === 0 || String(box.uidValidity) !== folder.uidValidity) return false;
    const since = new Date(crm.now().getTime() - BACK_DAYS * DAY_MS);
    const found = await client.search({ since, uid: `1:${folder.backfillUid - 1}` }, { uid: true });
    const uids = (found || []).filter((uid) => uid < folder.backfillUid).toSorted((a, b) => b - a);
    const chunk = uids.slice(0, CHUNK);
    if (chunk.length > 0) await readChunk(reading, folder, chunk, false);
    const isMore = uids.length > chunk.length;
    await keepPosition(crm, folder, { backfillUid: isMore ? (chunk.at(-1) ?? 1) : 1 });
    return isMore;
  } finally {
    lock.release();
  }
}
