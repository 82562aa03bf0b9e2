import type { CrmCore } from '@clianta/crm-core/crm-core';
import { idFrom } from '@clianta/crm-core/entity/ids';
import { systemScope } from '@clianta/crm-core/entity/scope';
import { InvalidError } from '@clianta/crm-core/errors';
import type { Connection } from '@clianta/crm-core/integrations/layer/define-integration';
import { ReconnectError } from '@clianta/crm-core/integrations/layer/vendor-error';
import {
  MailCursorExpiredError,
  type MailVendor,
  type VendorMail,
} from '@clianta/crm-core/integrations/mail/mail-vendor';
import { logger } from '@clianta/crm-core/logger';
import {
  EmailAccount,
  type EmailAccountRecord,
} from '@clianta/crm-core/marketing/email-account/email-account.schema';
import { EmailMessage } from '@clianta/crm-core/marketing/email-message/email-message.schema';
import { fillBare } from '@clianta/crm-core/marketing/mail-sync/fill-bare';
import { ownPeople } from '@clianta/crm-core/marketing/mail-sync/known-people';
import { settleByVendor } from '../outbox/settle-by-vendor.ts';
import { bareMails } from './bare-mails.ts';
import { type FolderRow, folderRow, keepPosition } from './mail-folders.ts';
import type { MailSource } from './mail-source.ts';
import { MOST_BYTES, parseMail } from './parse-mail.ts';
import { CHUNK, DAY_MS, MOST_TOGETHER } from './read-chunk.ts';
import { BACK_DAYS, FIRST_DAYS } from './read-folder.ts';
import { type Fetched, type ReadingOf, takeRead } from './take-read.ts';

/** So far back what lies there is compared with what was read, once a day: changes alone do not tell of all. */
const COMPARED_DAYS = 7;
/** Sources that are fetched at the same time: of four requests that Graph allows, one is left to others. */
const AT_ONCE = 3;

interface Reading extends ReadingOf {
  vendor: MailVendor;
  connection: Connection;
}

/** A mailbox that is reached by the API of its vendor. */
export function vendorSource(crm: CrmCore, account: EmailAccountRecord, credentialId: string): MailSource {
  const inside = async <T>(read: (reached: Pick<Reading, 'vendor' | 'connection'>) => Promise<T>) => {
    try {
      return await read(await reachOf(crm, account.workspaceId, credentialId));
    } catch (error) {
      // whose account it is was told, with what to do
      if (!(error instanceof ReconnectError)) throw error;
      const values = { state: 'reconnect', lastError: error.message.slice(0, 500) } as const;
      await crm.records(EmailAccount).update(systemScope(account.workspaceId), account.id, values);
      return undefined;
    }
  };
  const readingOf = async (reached: Pick<Reading, 'vendor' | 'connection'>, signal: AbortSignal) => ({
    ...reached,
    crm,
    account,
    signal,
    own: await ownPeople(crm, account.workspaceId),
  });
  return {
    readNew: (signal) =>
      inside(async (reached) => {
        const reading = await readingOf(reached, signal);
        await settleByVendor(crm, account, reached);
        const folders = await foldersOf(reading);
        let fresh = 0;
        for (const folder of folders) fresh += await readNew(reading, folder);
        await fetchBare(reading);
        return { fresh, isMore: folders.some(({ backfillUid }) => backfillUid > 1) };
      }),
    readBack: (signal) =>
      inside(async (reached) => {
        const reading = await readingOf(reached, signal);
        const left = (await foldersOf(reading)).filter(({ backfillUid }) => backfillUid > 1);
        const [next] = left;
        if (!next) return false;
        const isMore = await readBack(reading, next);
        return isMore || left.length > 1;
      }),
    sourceOf: ({ messageId }) =>
      inside(async ({ vendor, connection }) => {
        const id = await vendor.find(connection, messageId);
        const found = id && (await vendor.source(connection, { id }));
        if (!found) throw new InvalidError('The mail is not in its mailbox any more, and its files with it.');
        if (found.bytes.length > MOST_BYTES)
          throw new InvalidError('The mail is too large to be opened here. Its files are in the mailbox.');
        return found.bytes;
      }),
    async file(mails, to) {
      await inside(async ({ vendor, connection }) => {
        for (const { messageId, direction } of mails) {
          const id = await vendor.find(connection, messageId);
          if (id)
            await vendor.move(connection, id, to === 'trash' ? to : direction === 'out' ? 'sent' : 'inbox');
        }
      });
    },
  };
}

/** @throws InvalidError where its account has no mail any more */
export async function reachOf(
  crm: CrmCore,
  workspaceId: string,
  credentialId: string,
): Promise<Pick<Reading, 'vendor' | 'connection'>> {
  const connection = await crm.integrations.connection(workspaceId, credentialId);
  const { vendor: name, features } = connection.credential;
  const { integration } = crm.integrations.vendor(name);
  const on = features.map((one) => integration.features[one]?.mail).find((one) => one !== undefined);
  if (!on) throw new InvalidError(`${integration.title} is not connected for mail any more.`);
  return { vendor: on, connection };
}

async function foldersOf({ crm, account, vendor, connection }: Reading): Promise<FolderRow[]> {
  const rows: FolderRow[] = [];
  for (const { id, role } of await vendor.folders(connection))
    rows.push(await folderRow(crm, account, id, role));
  return rows;
}

async function readNew(reading: Reading, folder: FolderRow): Promise<number> {
  const { crm, account } = reading;
  const now = crm.now();
  const isFirst = folder.cursor === undefined;
  const since = new Date(now.getTime() - FIRST_DAYS * DAY_MS);
  try {
    const fresh = await readChanges(reading, folder, since, !isFirst && account.lastSyncedAt !== undefined);
    if (isFirst && folder.backfillUid === 0)
      await keepPosition(crm, folder, { backfillUid: Math.floor(since.getTime() / 1_000), comparedAt: now });
    return fresh + (await compare(reading, folder));
  } catch (error) {
    if (!(error instanceof MailCursorExpiredError)) throw error;
    // at most once a day: what is read anew again and again costs more than it brings
    if (folder.comparedAt && now.getTime() - folder.comparedAt.getTime() < DAY_MS) {
      logger.warn({ accountId: account.id, folder: folder.path }, 'a mailbox was read anew today already');
      return 0;
    }
    await keepPosition(crm, folder, { comparedAt: now });
    return readChanges(reading, { ...folder, cursor: undefined as never }, since, false);
  }
}

/** Every page of what came in; kept is how far after the last one, and what was taken twice was taken once. */
async function readChanges(
  reading: Reading,
  folder: FolderRow,
  since: Date,
  isNew: boolean,
): Promise<number> {
  const { crm, vendor, connection, signal } = reading;
  const { cursor } = folder;
  let page: string | undefined;
  let fresh = 0;
  for (;;) {
    signal.throwIfAborted();
    const got = await vendor.changes(connection, folder.path, {
      since,
      ...(cursor !== undefined && { cursor }),
      ...(page !== undefined && { page }),
    });
    fresh += await take(reading, folder, got.mails, isNew);
    page = got.nextPage;
    if (page !== undefined) continue;
    if (got.cursor !== undefined) await keepPosition(crm, folder, { cursor: got.cursor });
    return fresh;
  }
}

/** Once a day, what lies there against what was read. */
async function compare(reading: Reading, folder: FolderRow): Promise<number> {
  const { crm, vendor, connection, signal } = reading;
  const now = crm.now();
  if (folder.comparedAt && now.getTime() - folder.comparedAt.getTime() < DAY_MS) return 0;
  const within = { from: new Date(now.getTime() - COMPARED_DAYS * DAY_MS), to: now };
  let page: string | undefined;
  let fresh = 0;
  do {
    signal.throwIfAborted();
    const got = await vendor.between(connection, folder.path, { ...within, ...(page && { page }) });
    fresh += await take(reading, folder, got.mails, true);
    page = got.nextPage;
  } while (page !== undefined);
  await keepPosition(crm, folder, { comparedAt: now });
  return fresh;
}

/** One page of what lies further back. @returns whether there is more */
async function readBack(reading: Reading, folder: FolderRow): Promise<boolean> {
  const { crm, vendor, connection } = reading;
  const from = new Date(crm.now().getTime() - BACK_DAYS * DAY_MS);
  const to = new Date(folder.backfillUid * 1_000);
  const page = folder.backPage || undefined;
  const got = await vendor.between(connection, folder.path, { from, to, ...(page && { page }) });
  await take(reading, folder, got.mails, false);
  const isMore = got.nextPage !== undefined;
  await keepPosition(crm, folder, isMore ? { backPage: got.nextPage } : { backPage: '', backfillUid: 1 });
  return isMore;
}

/** What stands for the number of a mail in its folder. */
const placeOf = (id: string) => idFrom(`vendor-mail:${id}`);

async function take(
  reading: Reading,
  folder: FolderRow,
  listed: readonly VendorMail[],
  isNew: boolean,
): Promise<number> {
  let fresh = 0;
  let portion: Fetched[] = [];
  let bytes = 0;
  const give = async () => {
    fresh += await takeRead(reading, folder, portion, isNew);
    portion = [];
    bytes = 0;
  };
  const unread = await notThere(reading, folder, listed);
  for (let at = 0; at < unread.length && !reading.signal.aborted; at += AT_ONCE) {
    const fetched = await Promise.all(unread.slice(at, at + AT_ONCE).map((one) => fetchOne(reading, one)));
    for (const one of fetched) {
      if (!one) continue;
      portion.push(one);
      bytes += one.source.length;
    }
    if (bytes > MOST_TOGETHER || portion.length >= CHUNK) await give();
  }
  await give();
  return fresh;
}

/** Those that no copy is known of in this folder. */
async function notThere(
  { crm, account }: Reading,
  folder: FolderRow,
  listed: readonly VendorMail[],
): Promise<VendorMail[]> {
  const copies = listed.map(({ id }) => `${folder._id}:${placeOf(id)}`);
  const known = await crm.store
    .model(EmailMessage)
    .find({ workspaceId: account.workspaceId, copies: { $in: copies } })
    .select('copies')
    .lean<Array<{ copies: string[] }>>();
  const there = new Set(known.flatMap((one) => one.copies));
  return listed.filter((_, at) => !there.has(copies[at] ?? ''));
}

async function fetchOne(
  { vendor, connection, account }: Reading,
  one: VendorMail,
): Promise<Fetched | undefined> {
  try {
    const found = await vendor.source(connection, one);
    if (!found) return undefined;
    const { bytes: source, arrivedAt } = found;
    return { uid: placeOf(one.id), source, mail: await parseMail(source, arrivedAt) };
  } catch (error) {
    // one that is larger than we take is left in its mailbox
    if (!(error instanceof InvalidError)) throw error;
    logger.info({ accountId: account.id, why: error.message }, 'a mail was left out');
    return undefined;
  }
}

/** Fetches what mails say of which only the head was kept, now that somebody who takes part is known. */
async function fetchBare({ crm, account, vendor, connection, own, signal }: Reading): Promise<void> {
  const bare = await bareMails(crm, account, CHUNK);
  for (const { _id, messageId, sentAt } of bare) {
    signal.throwIfAborted();
    const id = await vendor.find(connection, messageId);
    const found = id && (await vendor.source(connection, { id, arrivedAt: sentAt }));
    if (found) await fillBare(crm, account, _id, await parseMail(found.bytes, sentAt), own);
  }
}
