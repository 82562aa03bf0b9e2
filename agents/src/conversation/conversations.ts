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
  const channel = scope.channel ?? 'api';
  const externalId = `${address.externalTeamId}/${address.threadId}/${scope.actor.id}`;
  const known = await conversations.findOne(scope, { channel, externalId });
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

export interface NewMessage {
  author: 'user' | 'assistant';
  text: string;
  cards?: Card[];
  suggestions?: string[];
  externalId?: string;
  action?: Record<string, unknown>;
  status?: ChatMessageRecord['status'];
  turnId?: string;
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
        position,
      },
      { id },
    );
    return { message: stored, isDuplicate: false };
  } catch (error) {
    const other = (await messages.getMany(system, [id])).get(id);
    if (other) return { message: other, isDuplicate: true };
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
