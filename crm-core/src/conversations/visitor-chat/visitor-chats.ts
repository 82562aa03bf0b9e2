import type { CrmCore } from '../../crm-core.ts';
import { requireAccess } from '../../entity/access.ts';
import { createOnce } from '../../entity/create-once.ts';
import { idFrom } from '../../entity/ids.ts';
import type { Scope } from '../../entity/scope.ts';
import { ConflictError, InvalidError } from '../../errors.ts';
import { changeVisitorChat, visitorScope } from './change-visitor-chat.ts';
import {
  LONGEST_VISITOR_MESSAGE,
  MOST_VISITOR_MESSAGES,
  VisitorChat,
  type VisitorChatRecord,
  type VisitorMessage,
} from './visitor-chat.schema.ts';

export interface Visit {
  workspaceId: string;
  siteId: string;
  /** SHA-256 of the browser's key, in hex. */
  keyHash: string;
  consent: string;
  locale?: string | undefined;
  timeZone?: string | undefined;
}

/** The chat of a number, as people say it: "V12". */
export async function chatOfReference(
  crm: CrmCore,
  workspaceId: string,
  reference: string,
): Promise<VisitorChatRecord | undefined> {
  return crm.records(VisitorChat).findOne(visitorScope(workspaceId), { reference: reference.toUpperCase() });
}

/** The chat of a browser; undefined before its first message. */
export async function chatOfVisitor(
  crm: CrmCore,
  { workspaceId, siteId, keyHash }: Pick<Visit, 'workspaceId' | 'siteId' | 'keyHash'>,
): Promise<VisitorChatRecord | undefined> {
  const scope = visitorScope(workspaceId);
  const found = await crm.records(VisitorChat).findOne(scope, { keyHash });
  return found?.siteId === siteId ? found : undefined;
}

/**
 * Keeps what a visitor writes; the first message begins the chat. A message that comes again is kept once, and one to a chat
 * that is over opens it again.
 *
 * @throws InvalidError for what is empty, too long, or too much
 */
export async function visitorSays(
  crm: CrmCore,
  visit: Visit,
  { id, text }: { id: string; text: string },
): Promise<VisitorChatRecord> {
  const said = text.trim();
  if (!said) throw new InvalidError('Your message is empty.');
  if (said.length > LONGEST_VISITOR_MESSAGE)
    throw new InvalidError(
      `Your message has ${said.length.toLocaleString('en-US')} characters; ${LONGEST_VISITOR_MESSAGE.toLocaleString('en-US')} is the most we can take.`,
    );
  const { id: chatId } = await chatOrNew(crm, visit);
  return addVisitorMessage(crm, visit.workspaceId, chatId, { id, text: said });
}

/** Keeps one message of a visitor, once. @throws InvalidError when there are too many */
export async function addVisitorMessage(
  crm: CrmCore,
  workspaceId: string,
  chatId: string,
  message: Pick<VisitorMessage, 'id' | 'text' | 'file'>,
): Promise<VisitorChatRecord> {
  const { chat } = await changeVisitorChat(crm, workspaceId, chatId, (current) => {
    if (current.messages.some(({ id }) => id === message.id)) return undefined;
    if (current.messages.length >= MOST_VISITOR_MESSAGES)
      throw new InvalidError('This chat has become too long. Please begin a new one.');
    return {
      messages: [...current.messages, { ...message, by: 'visitor' as const, at: crm.now() }],
      lastAt: crm.now(),
      ...(current.state === 'resolved' && { state: 'bot' as const, contextFrom: current.messages.length }),
    };
  });
  return chat;
}

/** The chat of a browser, which begins with its first message. */
export const chatOrNew = async (crm: CrmCore, visit: Visit): Promise<VisitorChatRecord> =>
  (await chatOfVisitor(crm, visit)) ?? (await beginChat(crm, visit));

async function beginChat(crm: CrmCore, visit: Visit): Promise<VisitorChatRecord> {
  const { workspaceId, siteId, keyHash, consent, locale, timeZone } = visit;
  const scope = visitorScope(workspaceId);
  const id = idFrom(`visitor-chat:${workspaceId}:${keyHash}`);
  const now = crm.now();
  const { record } = await createOnce(crm, VisitorChat, scope, id, {
    siteId,
    keyHash,
    consent,
    consentedAt: now,
    lastAt: now,
    ...(locale && { locale }),
    ...(timeZone && { timeZone }),
  });
  return record;
}

/** What a person or Clianta says, as a message. */
const said = (crm: CrmCore, chat: VisitorChatRecord, by: 'bot' | 'teammate', text: string, userId?: string) =>
  [
    ...chat.messages,
    { id: `${by}-${chat.messages.length}`, by, text, at: crm.now(), ...(userId && { userId }) },
  ] satisfies VisitorMessage[];

/**
 * Clianta answers, unless a person speaks by then, or the visitor has written more since the answer was worked out.
 *
 * @param seen - how many messages it knew
 * @param patch - what follows from it besides
 */
export async function botSays(
  crm: CrmCore,
  { workspaceId, id }: Pick<VisitorChatRecord, 'workspaceId' | 'id'>,
  text: string,
  { from = ['bot'], seen, ...patch }: BotPatch = {},
): Promise<boolean> {
  const { isChanged } = await changeVisitorChat(crm, workspaceId, id, (chat) => {
    const isLate = seen !== undefined && chat.messages.length !== seen;
    if (isLate || !from.includes(chat.state)) return undefined;
    return {
      ...patch,
      messages: said(crm, chat, 'bot', text),
      answeredTo: chat.messages.length + 1,
      lastAt: crm.now(),
    };
  });
  return isChanged;
}

type BotPatch = Partial<
  Pick<
    VisitorChatRecord,
    'state' | 'email' | 'name' | 'ticketId' | 'waitingSince' | 'askedIds' | 'assigneeId'
  >
> & {
  /** Null: nothing is asked for any more. */
  asks?: VisitorChatRecord['asks'] | null;
  /** In which states it may speak. Default: when nobody else does. */
  from?: VisitorChatRecord['state'][];
  seen?: number;
};

interface FromThread {
  /** What the channel calls the message: sent again it is the same one. */
  messageId: string;
  /** Absent where nothing can come back: the chat keeps the one it has. */
  thread?: NonNullable<VisitorChatRecord['thread']>;
}

/**
 * A teammate speaks with the visitor: the chat is theirs from then on, and Clianta is silent in it.
 *
 * @param from - where on a channel they do; what the visitor answers comes there
 * @throws ConflictError when another teammate speaks with the visitor
 */
export async function teammateSays(
  crm: CrmCore,
  scope: Scope,
  id: string,
  text: string | undefined,
  from?: FromThread,
): Promise<VisitorChatRecord> {
  requireAccess(VisitorChat, scope, 'read');
  const userId = scope.actor.id;
  const { chat } = await changeVisitorChat(crm, scope.workspaceId, id, (current) => {
    if (from && current.messages.some((one) => one.id === from.messageId)) return undefined;
    if (current.state === 'person' && current.assigneeId && current.assigneeId !== userId)
      throw new ConflictError('A teammate speaks with this visitor already.');
    const messages = text ? said(crm, current, 'teammate', text, userId) : current.messages;
    const own = messages.at(-1);
    if (from && own) messages.splice(-1, 1, { ...own, id: from.messageId });
    return {
      state: 'person' as const,
      assigneeId: userId,
      waitingSince: null,
      lastAt: crm.now(),
      ...(text && { messages }),
      ...(from?.thread && { thread: from.thread, forwardedTo: messages.length }),
    };
  });
  return chat;
}

/** The teammate leaves it to Clianta, which goes on from now; or says that it is over. */
export async function leaveVisitor(
  crm: CrmCore,
  scope: Scope,
  id: string,
  to: 'bot' | 'resolved',
): Promise<VisitorChatRecord> {
  requireAccess(VisitorChat, scope, 'read');
  const { chat } = await changeVisitorChat(crm, scope.workspaceId, id, (current) => ({
    state: to,
    contextFrom: current.messages.length,
    answeredTo: current.messages.length,
    assigneeId: null,
    thread: null,
    waitingSince: null,
    asks: null,
  }));
  return chat;
}
