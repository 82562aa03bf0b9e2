import { fillBare } from '@clianta/crm-core/marketing/mail-sync/fill-bare';
import { bareMails } from './bare-mails.ts';
import type { FolderRow } from './mail-folders.ts';
import { parseMail } from './parse-mail.ts';
import { CHUNK, type Reading } from './read-chunk.ts';

/** Fetches what mails say of which only the head was kept, now that somebody who takes part is known. */
export async function fetchBare(reading: Reading, folders: readonly FolderRow[]): Promise<void> {
  const { crm, account, client } = reading;
  const bare = await bareMails(crm, account, CHUNK);
  for (const folder of folders) {
    const places = bare.flatMap(({ _id, copies, sentAt }) => {
      const place = copies.find((copy) => copy.startsWith(`${folder._id}:`));
      return place ? [{ id: _id, sentAt, uid: Number(place.slice(folder._id.length + 1)) }] : [];
    });
    if (places.length === 0) continue;
    const lock = await client.getMailboxLock(folder.path, { readOnly: true });
    try {
      for (const { id, uid, sentAt } of places) {
        if (reading.signal.aborted) return;
        const found = await client.fetchOne(String(uid), { source: true }, { uid: true });
        if (found !== false && found.source)
          await fillBare(crm, account, id, await parseMail(found.source, sentAt), reading.own);
      }
    } finally {
      lock.release();
    }
  }
}
