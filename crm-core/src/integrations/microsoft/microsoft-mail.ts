import { z } from 'zod';
import { InvalidError } from '../../errors.ts';
import type { Addressee } from '../../marketing/email-message/email-message.schema.ts';
import type { MailFolderRecord } from '../../marketing/mail-sync/mail-folder.schema.ts';
import type { Connection } from '../layer/define-integration.ts';
import { VendorError } from '../layer/vendor-error.ts';
import {
  type LeavingMail,
  MailCursorExpiredError,
  type MailFate,
  type MailVendor,
  type VendorMail,
} from '../mail/mail-vendor.ts';
import { type MimeFile, withoutFiles } from '../mail/without-files.ts';
import { graph, isForgotten } from './graph.ts';

const PAGE = 100;
/** Microsoft, "Create message": a request has 4 MB at most, of which base64 takes a quarter. */
const MOST_BYTES = 3 * 1024 * 1024;
/** Microsoft, "Attach large files": parts of a multiple of 320 KiB, at most 4 MB; up to this size a file goes as one. */
const PART_BYTES = 10 * 320 * 1024;
/** Graph's own names of folders, which are the same in every language. */
const FOLDERS: ReadonlyArray<readonly [name: string, role: MailFolderRecord['role']]> = [
  ['inbox', 'inbox'],
  ['sentitems', 'sent'],
  ['archive', 'archive'],
];
const PLACES = { trash: 'deleteditems', inbox: 'inbox', sent: 'sentitems' } as const;

const folderSchema = z.object({ id: z.string() });
const listSchema = z.object({
  value: z
    .array(
      z.object({
        id: z.string(),
        '@removed': z.unknown().optional(),
        receivedDateTime: z.string().nullish(),
      }),
    )
    .default([]),
  '@odata.nextLink': z.string().optional(),
  '@odata.deltaLink': z.string().optional(),
});
const messageSchema = z.object({
  id: z.string(),
  isDraft: z.boolean().nullish(),
  internetMessageId: z.string().nullish(),
  parentFolderId: z.string().nullish(),
});
type GraphMessage = z.output<typeof messageSchema>;
const attachmentsSchema = z.object({
  value: z.array(z.object({ name: z.string().nullish(), size: z.number() })).default([]),
});
const uploadSchema = z.object({ uploadUrl: z.url() });
const foundSchema = z.object({ value: z.array(messageSchema).default([]) });

const messagePath = (id: string) => `/me/messages/${encodeURIComponent(id)}`;
const folderPath = (id: string) => `/me/mailFolders/${encodeURIComponent(id)}/messages`;

/** Mail of Microsoft 365 and Outlook.com, by Graph v1.0. */
export const microsoftMail: MailVendor = {
  kind: 'outlook',

  async folders(connection) {
    const found = [];
    for (const [name, role] of FOLDERS) {
      // an archive is there once somebody has archived something
      const path = `/me/mailFolders/${name}`;
      const answer = await graph(connection, { path, query: { $select: 'id' }, takes: [404] });
      if (answer.status !== 404) found.push({ id: answer.json(folderSchema).id, role });
    }
    return found;
  },

  async changes(connection, folder, { cursor, page, since }) {
    const link = page ?? cursor;
    const first = {
      path: `${folderPath(folder)}/delta`,
      query: {
        changeType: 'created',
        $select: 'id,receivedDateTime',
        $filter: `receivedDateTime ge ${since.toISOString()}`,
      },
    };
    try {
      const answer = await graph(connection, { ...(link ? { path: link } : first), pageSize: PAGE });
      const list = answer.json(listSchema);
      const delta = list['@odata.deltaLink'];
      return { ...pageOf(list), ...(delta && { cursor: delta }) };
    } catch (error) {
      if (isForgotten(error)) throw new MailCursorExpiredError();
      throw error;
    }
  },

  async between(connection, folder, { from, to, page }) {
    const within = `receivedDateTime ge ${from.toISOString()} and receivedDateTime lt ${to.toISOString()}`;
    const first = {
      path: folderPath(folder),
      query: {
        $select: 'id,receivedDateTime',
        $filter: within,
        $orderby: 'receivedDateTime desc',
        $top: PAGE,
      },
    };
    const answer = await graph(connection, { ...(page ? { path: page } : first) });
    return pageOf(answer.json(listSchema));
  },

  async source(connection, { id, arrivedAt }) {
    const path = `${messagePath(id)}/$value`;
    const answer = await graph(connection, { path, takes: [404] });
    if (answer.status === 404) return undefined;
    return { bytes: answer.bytes, arrivedAt: arrivedAt ?? connection.crm.now() };
  },

  async find(connection, messageId) {
    return (await named(connection, messageId)).find(({ isDraft }) => !isDraft)?.id;
  },

  async move(connection, id, to) {
    await graph(connection, {
      method: 'POST',
      path: `${messagePath(id)}/move`,
      json: { destinationId: PLACES[to] },
      // its id stays, and where it is already it is moved to
      isRepeatable: true,
      takes: [404],
    });
  },

  async send(connection, mail, { keep, onTransmit, signal }) {
    const known = mail.providerId ? await messageOf(connection, mail.providerId) : undefined;
    if (known && !known.isDraft) return known.id;
    const isLarge = mail.bytes.length > MOST_BYTES;
    const { bytes, files } = isLarge ? withoutFiles(mail.bytes) : { bytes: mail.bytes, files: [] };
    const { id, internetMessageId } = known ?? (await draft(connection, { ...mail, bytes }, signal));
    if (!known) await keep({ providerId: id, ...(internetMessageId && { messageId: internetMessageId }) });
    await attach(connection, id, files, signal);
    // who gets it may be fewer than its source names
    const people = ({ address, name }: Addressee) => ({ emailAddress: { address, ...(name && { name }) } });
    await graph(connection, {
      method: 'PATCH',
      path: messagePath(id),
      json: {
        toRecipients: mail.to.map(people),
        ccRecipients: mail.cc.map(people),
        bccRecipients: mail.bcc.map(people),
      },
      isRepeatable: true,
      signal,
    });
    await onTransmit();
    try {
      await graph(connection, { method: 'POST', path: `${messagePath(id)}/send`, signal });
    } catch (error) {
      const isUnsure = error instanceof VendorError && error.isUnsure;
      if (!isUnsure || (await fateOf(connection, id).catch(() => 'unknown')) !== 'sent') throw error;
    }
    return id;
  },

  async fate(connection, { providerId }) {
    return providerId ? fateOf(connection, providerId) : 'unknown';
  },
};

function pageOf(list: z.output<typeof listSchema>): { mails: VendorMail[]; nextPage?: string } {
  const nextPage = list['@odata.nextLink'];
  return {
    mails: list.value
      .filter((one) => one['@removed'] === undefined)
      .map(({ id, receivedDateTime }) => ({
        id,
        ...(receivedDateTime && { arrivedAt: new Date(receivedDateTime) }),
      })),
    ...(nextPage && { nextPage }),
  };
}

async function messageOf(connection: Connection, id: string): Promise<GraphMessage | undefined> {
  const answer = await graph(connection, {
    path: messagePath(id),
    query: { $select: 'id,isDraft,internetMessageId,parentFolderId' },
    takes: [404],
  });
  return answer.status === 404 ? undefined : answer.json(messageSchema);
}

async function named(connection: Connection, messageId: string): Promise<GraphMessage[]> {
  const answer = await graph(connection, {
    path: '/me/messages',
    query: {
      $filter: `internetMessageId eq '${messageId.replaceAll("'", "''")}'`,
      $select: 'id,isDraft,internetMessageId',
    },
  });
  return answer.json(foundSchema).value;
}

/** A draft of the source; after an answer that was lost, the one that was made. */
async function draft(
  connection: Connection,
  { bytes, messageId }: LeavingMail,
  signal: AbortSignal,
): Promise<GraphMessage> {
  if (bytes.length > MOST_BYTES)
    throw new InvalidError('Without its files it is larger than the 3 MB that Microsoft takes.');
  try {
    const answer = await graph(connection, {
      method: 'POST',
      path: '/me/messages',
      body: { type: 'text/plain', bytes: bytes.toString('base64') },
      signal,
    });
    return answer.json(messageSchema);
  } catch (error) {
    if (!(error instanceof VendorError && error.isUnsure)) throw error;
    const made = (await named(connection, messageId)).find(({ isDraft }) => isDraft);
    if (!made) throw error;
    return made;
  }
}

/** Adds the files that a draft does not have yet, by name and size: an attempt before may have come some way. */
async function attach(
  connection: Connection,
  id: string,
  files: readonly MimeFile[],
  signal: AbortSignal,
): Promise<void> {
  if (files.length === 0) return;
  const path = `${messagePath(id)}/attachments`;
  const listed = await graph(connection, { path, query: { $select: 'name,size' }, signal });
  const there = listed.json(attachmentsSchema).value;
  for (const { name, type, bytes } of files) {
    // what Graph says of the size counts a little more than the bytes
    const at = there.findIndex((one) => one.name === name && one.size >= bytes.length);
    if (at >= 0) {
      there.splice(at, 1);
      continue;
    }
    const begun = await graph(connection, {
      method: 'POST',
      path: `${path}/createUploadSession`,
      json: { AttachmentItem: { attachmentType: 'file', name, contentType: type, size: bytes.length } },
      signal,
    });
    const { uploadUrl } = begun.json(uploadSchema);
    for (let from = 0; from < bytes.length; from += PART_BYTES) {
      const part = bytes.subarray(from, from + PART_BYTES);
      await connection.call({
        method: 'PUT',
        path: uploadUrl,
        isUnsigned: true,
        // a part that came twice is refused: then the next attempt begins the file anew
        isRepeatable: false,
        headers: { 'content-range': `bytes ${from}-${from + part.length - 1}/${bytes.length}` },
        body: { type: 'application/octet-stream', bytes: new Uint8Array(part) },
        signal,
      });
    }
  }
}

/** What is no draft any more has left; what lies among the drafts has not. Anywhere else it may be on its way. */
async function fateOf(connection: Connection, id: string): Promise<MailFate> {
  const found = await messageOf(connection, id);
  if (!found) return 'unknown';
  if (!found.isDraft) return 'sent';
  const drafts = await graph(connection, { path: '/me/mailFolders/drafts', query: { $select: 'id' } });
  return found.parentFolderId === drafts.json(folderSchema).id ? 'waiting' : 'unknown';
}
