import { z } from 'zod';
import type { CallAnswer, CallRequest } from '../layer/call-request.ts';
import type { Connection } from '../layer/define-integration.ts';
import { VendorError } from '../layer/vendor-error.ts';
import { MailCursorExpiredError, type MailFate, type MailVendor } from '../mail/mail-vendor.ts';
import { withRecipients } from '../mail/with-recipients.ts';

const PAGE = 500;
/** Google, "Gmail API usage limits": what each kind of call counts. */
const UNITS = { profile: 1, history: 2, list: 5, get: 5, file: 5, send: 100 } as const;
/** All mail is one folder; what is filed elsewhere is a label of it. */
const ALL = 'all';
const NOT_READ: ReadonlySet<string> = new Set(['DRAFT', 'SPAM', 'TRASH', 'CHAT']);
const READ = '-in:drafts -in:chats';

const messageSchema = z.object({ id: z.string(), labelIds: z.array(z.string()).default([]) });
const listSchema = z.object({
  messages: z.array(messageSchema).default([]),
  nextPageToken: z.string().optional(),
});
const historySchema = z.object({
  history: z
    .array(z.object({ messagesAdded: z.array(z.object({ message: messageSchema })).default([]) }))
    .default([]),
  nextPageToken: z.string().optional(),
  historyId: z.string(),
});
const profileSchema = z.object({ historyId: z.string() });
const sourceSchema = z.object({ raw: z.string(), internalDate: z.string().optional() });
/** Of the first list: where it goes on, and what holds from before it began. */
const pageSchema = z.object({ token: z.string(), historyId: z.string() });

const ask = (
  { call }: Connection,
  unit: keyof typeof UNITS,
  request: Omit<CallRequest, 'base' | 'limit' | 'units'>,
): Promise<CallAnswer> => call({ base: 'gmail', ...request, limit: 'gmail', units: UNITS[unit] });
const seconds = (at: Date) => Math.floor(at.getTime() / 1_000);
const bare = (messageId: string) => messageId.replace(/^<|>$/g, '');

/** Mail of Google, by the Gmail API v1. */
export const gmail: MailVendor = {
  kind: 'gmail',

  async folders() {
    return [{ id: ALL, role: 'all' }];
  },

  async changes(connection, _folder, { cursor, page, since }) {
    if (cursor !== undefined) return added(connection, cursor, page);
    // before the list: what comes in meanwhile is told afterwards
    const begun = page === undefined ? undefined : pageSchema.parse(JSON.parse(page));
    const historyId =
      begun?.historyId ??
      (await ask(connection, 'profile', { path: '/users/me/profile' })).json(profileSchema).historyId;
    const { mails, nextPage } = await listed(connection, `${READ} after:${seconds(since)}`, begun?.token);
    return nextPage
      ? { mails, nextPage: JSON.stringify({ token: nextPage, historyId }) }
      : { mails, cursor: historyId };
  },

  between: (connection, _folder, { from, to, page }) =>
    listed(connection, `${READ} after:${seconds(from)} before:${seconds(to)}`, page),

  async source(connection, { id }) {
    const answer = await ask(connection, 'get', {
      path: `/users/me/messages/${encodeURIComponent(id)}`,
      query: { format: 'raw' },
      takes: [404],
    });
    if (answer.status === 404) return undefined;
    const { raw, internalDate } = answer.json(sourceSchema);
    const arrivedAt = internalDate ? new Date(Number(internalDate)) : connection.crm.now();
    return { bytes: Buffer.from(raw, 'base64url'), arrivedAt };
  },

  find: (connection, messageId) => found(connection, messageId, '-in:drafts'),

  async move(connection, id, to) {
    const path = `/users/me/messages/${encodeURIComponent(id)}`;
    const act = to === 'trash' ? 'trash' : 'untrash';
    const own = { method: 'POST', isRepeatable: true, takes: [404] } as const;
    await ask(connection, 'file', { ...own, path: `${path}/${act}` });
    if (to === 'inbox')
      await ask(connection, 'file', { ...own, path: `${path}/modify`, json: { addLabelIds: ['INBOX'] } });
  },

  async send(connection, mail, { onTransmit, signal }) {
    const bytes = withRecipients(mail.bytes, mail);
    await onTransmit();
    try {
      const answer = await connection.call({
        method: 'POST',
        base: 'gmailUpload',
        path: '/users/me/messages/send',
        query: { uploadType: 'media' },
        body: { type: 'message/rfc822', bytes: new Uint8Array(bytes) },
        limit: 'gmail',
        units: UNITS.send,
        signal,
      });
      return answer.json(messageSchema).id;
    } catch (error) {
      const isUnsure = error instanceof VendorError && error.isUnsure;
      const sent = isUnsure ? await sentAs(connection, mail.messageId).catch(() => undefined) : undefined;
      if (sent === undefined) throw error;
      return sent;
    }
  },

  async fate(connection, { messageId }): Promise<MailFate> {
    return (await sentAs(connection, messageId)) === undefined ? 'unknown' : 'sent';
  },
};

/** @throws MailCursorExpiredError where Gmail does not go so far back any more */
async function added(connection: Connection, cursor: string, page: string | undefined) {
  const answer = await ask(connection, 'history', {
    path: '/users/me/history',
    query: {
      startHistoryId: cursor,
      historyTypes: 'messageAdded',
      maxResults: PAGE,
      ...(page && { pageToken: page }),
    },
    takes: [404],
  });
  if (answer.status === 404) throw new MailCursorExpiredError();
  const { history, nextPageToken, historyId } = answer.json(historySchema);
  const mails = history
    .flatMap(({ messagesAdded }) => messagesAdded.map(({ message }) => message))
    .filter(({ labelIds }) => !labelIds.some((label) => NOT_READ.has(label)))
    .map(({ id }) => ({ id }));
  return { mails, ...(nextPageToken ? { nextPage: nextPageToken } : { cursor: historyId }) };
}

async function listed(connection: Connection, q: string, page: string | undefined) {
  const query = { q, maxResults: PAGE, ...(page && { pageToken: page }) };
  const answer = await ask(connection, 'list', { path: '/users/me/messages', query });
  const { messages, nextPageToken } = answer.json(listSchema);
  return {
    mails: messages.map(({ id }) => ({ id })),
    ...(nextPageToken && { nextPage: nextPageToken }),
  };
}

const sentAs = (connection: Connection, messageId: string) => found(connection, messageId, 'in:sent');

async function found(connection: Connection, messageId: string, where: string): Promise<string | undefined> {
  const query = { q: `rfc822msgid:${bare(messageId)} ${where}`, maxResults: 1, includeSpamTrash: true };
  const answer = await ask(connection, 'list', { path: '/users/me/messages', query });
  return answer.json(listSchema).messages[0]?.id;
}
