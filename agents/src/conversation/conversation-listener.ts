import type { ChatMessageRecord } from '@clianta/crm-core/conversations/chat-message/chat-message.schema';
import type { ConversationRecord } from '@clianta/crm-core/conversations/conversation/conversation.schema';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import type { ApprovalCard, ChoiceCard, Reply } from '../reply.schema.ts';
import type { AgentService } from '../run-turn.ts';
import type { TurnEvent } from '../turn-event.schema.ts';

/** Where a channel has put a reply. */
export interface Posted {
  /** The channel's own id of the message; empty where it has none. */
  externalId: string;
  /** Where each approval and question of the reply stands, by its id, in the channel's own words: to redraw it. */
  places?: Readonly<Record<string, string>>;
  /** All messages that it was posted as, where there are several: to take it back. */
  parts?: readonly string[];
}

/** What a turn tells those who draw it. */
interface ConversationListener {
  event(
    conversation: ConversationRecord,
    message: ChatMessageRecord,
    turnId: string,
    event: TurnEvent,
  ): Promise<void>;
  /** A message is new or has changed. */
  stored(conversation: ConversationRecord, message: ChatMessageRecord): Promise<void>;
  /** @throws when it could not be delivered */
  reply(conversation: ConversationRecord, reply: Reply, turnId: string): Promise<Posted | undefined>;
  /** A proposal of the conversation is decided or replaced, a question answered or left. */
  settled(conversation: ConversationRecord, card: ApprovalCard | ChoiceCard, place?: string): Promise<void>;
}

/** What runs a message of a conversation. */
export interface ConversationHost {
  crm: CrmCore;
  service: AgentService;
  listener: ConversationListener;
}
