import type { ChatMessageRecord } from '@clianta/crm-core/conversations/chat-message/chat-message.schema';
import type { ConversationRecord } from '@clianta/crm-core/conversations/conversation/conversation.schema';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import type { ApprovalCard, Reply } from '../reply.schema.ts';
import type { AgentService } from '../run-turn.ts';
import type { TurnEvent } from '../turn-event.schema.ts';

/** What a turn tells those who draw it. */
export interface ConversationListener {
  event(
    conversation: ConversationRecord,
    message: ChatMessageRecord,
    turnId: string,
    event: TurnEvent,
  ): Promise<void>;
  /** A message is new or has changed. */
  stored(conversation: ConversationRecord, message: ChatMessageRecord): Promise<void>;
  /** @throws when it could not be delivered */
  reply(conversation: ConversationRecord, reply: Reply, turnId: string): Promise<void>;
  /** A proposal of the conversation is decided or replaced. */
  settled(conversation: ConversationRecord, card: ApprovalCard): Promise<void>;
}

/** What runs a message of a conversation. */
export interface ConversationHost {
  crm: CrmCore;
  service: AgentService;
  listener: ConversationListener;
}
