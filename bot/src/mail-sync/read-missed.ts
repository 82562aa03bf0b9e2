import { EmailMessage } from '@clianta/crm-core/marketing/email-message/email-message.schema';
import { type FolderRow, keepPosition } from './mail-folders.ts';
import { CHUNK, DAY_MS, type Reading, readChunk } from './read-chunk.ts';

/** What is older was compared when it was new. */
const COMPARED_DAYS = 7;

/**
 * Once a day, what lies in the open folder from the last week against what was read of it: servers show mails late under
 * older numbers, or leave one out of an answer, and nothing else would ask for it again.
 *
 * @returns how many mails are new here
 */
export async function readMissed(reading: Reading, folder: FolderRow): Promise<number> {
  const { crm, client, account, signal } = reading;
  const now = crm.now();
  if (folder.comparedAt && now.getTime() - folder.comparedAt.getTime() < DAY_MS) return 0;
  const since = new Date(now.getTime() - COMPARED_DAYS * DAY_MS);
  const there = ((await client.search({ since }, { uid: true })) || []).filter(
    (uid) => uid >= folder.backfillUid && uid <= folder.lastUid,
  );
  const placeOf = (uid: number) => `${folder._id}:${uid}`;
  let fresh = 0;
  for (let at = 0; at < there.length && !signal.aborted; at += CHUNK) {
    const chunk = there.slice(at, at + CHUNK);
    const found = await crm.store
      .model(EmailMessage)
      .find({ workspaceId: account.workspaceId, copies: { $in: chunk.map(placeOf) } })
      .select({ copies: 1 })
      .lean<Array<{ copies: string[] }>>();
    const known = new Set(found.flatMap(({ copies }) => copies));
    const missed = chunk.filter((uid) => !known.has(placeOf(uid)));
    if (missed.length > 0) fresh += await readChunk(reading, folder, missed, true);
  }
  await keepPosition(crm, folder, { comparedAt: now });
  return fresh;
}
