import type { ImapFlow } from 'imapflow';
import type { FolderRow } from './mail-folders.ts';
import { MOST_BYTES, parseMail } from './parse-mail.ts';
import { type Fetched, type ReadingOf, takeRead } from './take-read.ts';

export const CHUNK = 200;
export const DAY_MS = 86_400_000;
/** Sources of a chunk are held in memory together; what is larger is fetched by itself. */
export const MOST_TOGETHER = 8 * 1024 * 1024;

export interface Reading extends ReadingOf {
  client: ImapFlow;
}

/** Sizes first, then the sources in portions: no command may be given while a fetch goes on (postalsys/imapflow#159). */
export async function readChunk(
  reading: Reading,
  folder: FolderRow,
  uids: number[],
  isNew: boolean,
): Promise<number> {
  const { client } = reading;
  const sizes = new Map<number, { size: number; arrivedAt: Date }>();
  for await (const { uid, size = 0, internalDate } of client.fetch(
    uids.join(','),
    { size: true, internalDate: true },
    { uid: true },
  ))
    sizes.set(uid, { size, arrivedAt: internalDate ? new Date(internalDate) : new Date() });
  let fresh = 0;
  for (const portion of portionsOf(
    uids.filter((uid) => sizes.has(uid)),
    sizes,
  )) {
    const sources = new Map<number, Buffer>();
    const isLarge = portion.some((uid) => (sizes.get(uid)?.size ?? 0) > MOST_BYTES);
    const query = isLarge ? { headers: true } : { source: true };
    for await (const { uid, source, headers } of client.fetch(portion.join(','), query, { uid: true })) {
      const bytes = source ?? headers;
      if (bytes) sources.set(uid, bytes);
    }
    const mails: Fetched[] = [];
    for (const uid of portion) {
      const source = sources.get(uid);
      if (!source) continue;
      const parsed = await parseMail(source, sizes.get(uid)?.arrivedAt ?? new Date());
      const mail = isLarge
        ? { ...parsed, text: '', why: 'It is too large: only its head was read.' }
        : parsed;
      mails.push({ uid, source, mail });
    }
    fresh += await takeRead(reading, folder, mails, isNew);
  }
  return fresh;
}

function* portionsOf(
  uids: readonly number[],
  sizes: ReadonlyMap<number, { size: number }>,
): Generator<number[]> {
  let portion: number[] = [];
  let bytes = 0;
  for (const uid of uids) {
    const size = sizes.get(uid)?.size ?? 0;
    if (portion.length > 0 && (bytes + size > MOST_TOGETHER || size > MOST_BYTES)) {
      yield portion;
      portion = [];
      bytes = 0;
    }
    portion.push(uid);
    bytes += size;
  }
  if (portion.length > 0) yield portion;
}
