import type { ApprovalCard } from '@clianta/agents/reply.schema';
import type { TurnEvent } from '@clianta/agents/turn-event.schema';
import type { Opened, StoredMessage, TurnPush } from '@clianta/bot/channels/web/web.schema';
import { type ChatState, emptyChat } from './chat-state.ts';

/** Builders for tests of the chat. */

export const aMessage = (values: Partial<StoredMessage> = {}): StoredMessage => ({
  id: 'm1',
  author: 'user',
  text: 'Hello',
  cards: [],
  status: 'done',
  position: 0,
  createdAt: '2026-11-23T10:00:00.000Z',
  ...values,
});

export const anOpened = (values: Partial<Opened> = {}): Opened => ({
  conversationId: 'v1',
  title: 'Talk',
  messages: [],
  hasOlder: false,
  ...values,
});

export const aState = (values: Partial<ChatState> = {}): ChatState => ({
  ...emptyChat,
  connection: 'online',
  conversationId: 'v1',
  isOpening: false,
  ...values,
});

export const aPush = (seq: number, event: TurnEvent, values: Partial<TurnPush> = {}): TurnPush => ({
  conversationId: 'v1',
  turnId: 't1',
  seq,
  event,
  ...values,
});

export const anApproval = (values: Partial<ApprovalCard> = {}): ApprovalCard => ({
  type: 'approval',
  approvalId: 'ap1',
  title: 'Delete 12 contacts',
  count: 12,
  sample: [],
  changes: [],
  expiresAt: '2026-11-23T10:30:00.000Z',
  status: 'pending',
  ...values,
});
