import {
  ChatMessage,
  type ChatMessageRecord,
} from '@clianta/crm-core/conversations/chat-message/chat-message.schema';
import {
  Conversation,
  type ConversationRecord,
} from '@clianta/crm-core/conversations/conversation/conversation.schema';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import { idFrom } from '@clianta/crm-core/entity/ids';
import { type Scope, systemScope } from '@clianta/crm-core/entity/scope';
import { ConflictError } from '@clianta/crm-core/errors';
import type { Card } from '../reply.schema.ts';
import { conversationTitle } from './conversation-title.ts';
import type { ThreadAddress } from './thread-address.ts';

/** The conversation of a channel's thread; made at its first message. */
export async function conversationOfThread(
  crm: CrmCore,
  scope: Scope,
  address: ThreadAddress,
): Promise<ConversationRecord> {
  const conversations = crm.records(Conversation);
  const { channel, externalId } = keyOf(scope, address);
  const known = await knownConversation(crm, scope, address);
  if (known) return known;
  try {
    return await conversations.create(
      { ...scope, role: 'system' },
      {
        userId: scope.actor.id,
        channel,
        externalId,
        address: { ...address },
      },
    );
  } catch (error) {
    // two first messages at once: the other one made it
    const made =
      error instanceof ConflictError
        ? await conversations.findOne(scope, { channel, externalId })
        : undefined;
    if (made) return made;
    throw error;
  }
}

/** The conversation of a channel's thread, where there has been a message. */
export function knownConversation(
  crm: CrmCore,
  scope: Scope,
  address: ThreadAddress,
): Promise<ConversationRecord | undefined> {
  return crm.records(Conversation).findOne(scope, keyOf(scope, address));
}

const keyOf = (scope: Scope, { externalTeamId, threadId }: ThreadAddress) => ({
  channel: scope.channel ?? 'api',
  externalId: `${externalTeamId}/${threadId}/${scope.actor.id}`,
});

export interface NewMessage {
  author: 'user' | 'assistant';
  text: string;
  cards?: Card[];
  suggestions?: string[];
  externalId?: string;
  action?: Record<string, unknown>;
  status?: ChatMessageRecord['status'];
  turnId?: string;
  files?: ChatMessageRecord['files'];
  mostRole?: ChatMessageRecord['mostRole'];
  /** For replies: following from the turn, so that a repeated turn stores one. */
  id?: string;
}

/**
 * Puts a message at the end of its conversation.
 *
 * @returns the stored message, and whether this very message (by the channel's event id) was there already
 */
export async function appendMessage(
  crm: CrmCore,
  scope: Scope,
  conversation: Pick<ConversationRecord, 'id' | 'title'>,
  message: NewMessage,
): Promise<{ message: ChatMessageRecord; isDuplicate: boolean }> {
  const messages = crm.records(ChatMessage);
  const system = systemScope(scope.workspaceId);
  const { externalId } = message;
  const known = message.id
    ? (await messages.getMany(system, [message.id])).get(message.id)
    : externalId
      ? await messages.findOne(system, { conversationId: conversation.id, externalId })
      : undefined;
  if (known) return { message: known, isDuplicate: true };
  const position = await nextPosition(crm, scope, conversation, message);
  const id = message.id ?? idFrom(`message:${conversation.id}:${externalId ?? position}`);
  try {
    const stored = await messages.create(
      system,
      {
        conversationId: conversation.id,
        userId: scope.actor.id,
        author: message.author,
        text: message.text,
        cards: (message.cards ?? []).map((card) => ({ ...card })),
        ...(message.suggestions?.length && { suggestions: message.suggestions }),
        status: message.status ?? 'done',
        ...(message.turnId && { turnId: message.turnId }),
        ...(externalId && { externalId }),
        ...(message.action && { action: message.action }),
        ...(message.files && { files: message.files }),
        ...(message.mostRole && { mostRole: message.mostRole }),
        position,
      },
      { id },
    );
    const fileIds = message.files?.flatMap(({ fileId }) => fileId ?? []) ?? [];
    await crm.files.said(scope.workspaceId, conversation.id, fileIds);
    return { message: stored, isDuplicate: false };
  } catch (error) {
    const other = (await messages.getMany(system, [id])).get(id);
    if (other) return { message: other, isDuplicate: true };
    throw error;
  }
}

/**
 * Follows a change of a message where it was written, as long as its turn has not begun.
 *
 * @param externalId - the channel's event id of the message
 * @param text - what it says now; undefined when it was taken back
 * @returns undefined when there is no such message; `begun` when its turn had begun, and nothing was changed
 */
export async function amendMessage(
  crm: CrmCore,
  { id: conversationId, workspaceId }: Pick<ConversationRecord, 'id' | 'workspaceId'>,
  externalId: string,
  text: string | undefined,
): Promise<{ state: 'followed' | 'begun'; message?: ChatMessageRecord } | undefined> {
  const messages = crm.records(ChatMessage);
  const system = systemScope(workspaceId);
  const known = await messages.findOne(system, { conversationId, externalId });
  if (!known || known.text === text) return undefined;
  if (known.status !== 'queued') return { state: 'begun' };
  try {
    const change = text === undefined ? { status: 'done' as const } : { text };
    const message = await messages.update(system, known.id, change, { version: known.version });
    return { state: 'followed', message };
  } catch (error) {
    // its turn began meanwhile
    if (error instanceof ConflictError) return { state: 'begun' };
    throw error;
  }
}

async function nextPosition(
  crm: CrmCore,
  scope: Scope,
  conversation: Pick<ConversationRecord, 'id' | 'title'>,
  message: NewMessage,
): Promise<number> {
  const isFirst =
    message.author === 'user' && conversation.title === 'New conversation' && message.text.trim() !== '';
  const title = conversationTitle(message.text);
  const now = crm.now();
  const updated = await crm.store
    .model('conversation')
    .findOneAndUpdate(
      { _id: conversation.id, workspaceId: scope.workspaceId },
      { $inc: { messageCount: 1 }, $set: { lastMessageAt: now, updatedAt: now, ...(isFirst && { title }) } },
      { returnDocument: 'after' },
    )
    .lean<{ messageCount: number }>();
  return updated?.messageCount ?? 1;
}

/** Messages handed out at once. */
const PAGE = 200;

/**
 * The newest messages of a conversation, in order.
 *
 * @param before - only messages before this position, for the page that comes before one that is there
 */
export async function messagesOf(
  crm: CrmCore,
  scope: Scope,
  conversationId: string,
  before?: number,
): Promise<{ messages: ChatMessageRecord[]; hasOlder: boolean }> {
  const page = await crm.records(ChatMessage).find(scope, {
    where: [
      { field: 'conversationId', op: 'eq', value: conversationId },
      ...(before === undefined ? [] : [{ field: 'position', op: 'lt' as const, value: before }]),
    ],
    sort: '-position',
    limit: PAGE,
  });
  return { messages: page.records.reverse(), hasOlder: page.nextCursor !== undefined };
}

/** The id of the answer to a message: the same however often its turn runs. */
export function replyId(messageId: string): string {
  return idFrom(`reply:${messageId}`);
}
