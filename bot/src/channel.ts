import type { Posted } from '@clianta/agents/conversation/conversation-listener';
import type { ThreadAddress } from '@clianta/agents/conversation/thread-address';
import type { ApprovalCard, ChoiceCard, Reply } from '@clianta/agents/reply.schema';
import type { Choice, Decision, TurnEvent } from '@clianta/agents/turn-event.schema';
import { ChatMessage } from '@clianta/crm-core/conversations/chat-message/chat-message.schema';
import type { NoticeRecord } from '@clianta/crm-core/conversations/notice/notice.schema';
import { z } from 'zod';

/** `web`, `terminal`, `api`, or the name of a channel of the registry. */
export type ChannelName = string;

/** Who wrote, in the channel's words; identity.ts turns it into a Scope. */
export interface Sender {
  externalTeamId: string;
  externalUserId: string;
  /** Verified by the channel, never typed by the person. */
  email?: string;
  name?: string;
}

/** A person on a channel, as a conversation would begin with them. */
export interface Recipient extends Pick<Sender, 'externalTeamId' | 'externalUserId'> {
  workspaceId: string;
}

export interface IncomingMessage {
  channel: ChannelName;
  /** The channel's id of this event; a redelivery has the same. */
  externalId: string;
  sender: Sender;
  thread: ThreadAddress;
  text: string;
}

export interface IncomingDecision {
  channel: ChannelName;
  externalId: string;
  sender: Sender;
  thread: ThreadAddress;
  decision: Decision;
}

/** An Undo button: takes one group of writes back. */
export interface IncomingUndo {
  channel: ChannelName;
  externalId: string;
  sender: Sender;
  thread: ThreadAddress;
  groupId: string;
}

/** A button of a question: chooses one of its options. */
export interface IncomingChoice {
  channel: ChannelName;
  externalId: string;
  sender: Sender;
  thread: ThreadAddress;
  choice: Choice;
}

/** What became of an input: stored, with the turn that will be shown and sent; or refused. A channel tells a refusal to the person in its own way. */
export type Receipt =
  | { isTaken: true; messageId: string; turnId: string; isDuplicate: boolean }
  | { isTaken: false; problem: Problem };

/** Why an input was refused, for the person who sent it. */
export interface Problem {
  code: string;
  message: string;
  /** Names the log entry, where the cause is not for users. */
  reference?: string;
}

/** What is shown of a stored message, in whatever process. */
export const shownMessageSchema = ChatMessage.schema
  .pick({
    author: true,
    text: true,
    cards: true,
    status: true,
    turnId: true,
    externalId: true,
    position: true,
    suggestions: true,
  })
  .extend({ id: z.string(), createdAt: z.coerce.date() });
export type ShownMessage = z.output<typeof shownMessageSchema>;

/** Called by a channel; each resolves once the input is stored or refused, before its turn has run. None throws. */
export interface ChannelHandlers {
  message(message: IncomingMessage): Promise<Receipt>;
  decision(decision: IncomingDecision): Promise<Receipt>;
  undo(undo: IncomingUndo): Promise<Receipt>;
  choice(choice: IncomingChoice): Promise<Receipt>;
}

/**
 * A transport. `start` connects and begins to call the handlers; `show` draws a running turn (typing, partial text)
 * as far as the channel can; `send` delivers the whole reply.
 */
export interface Channel {
  readonly name: ChannelName;
  start(on: ChannelHandlers): Promise<void>;
  /** Partial progress. May be skipped by a channel that cannot edit; must not throw. */
  show(to: ThreadAddress, turnId: string, event: TurnEvent): Promise<void>;
  /** @throws when the channel does not take it; then it is given the same reply again later */
  send(to: ThreadAddress, reply: Reply, turnId: string): Promise<Posted>;
  /**
   * Redraws an approval that was decided, or a question that was answered, where the channel can edit; must not throw.
   *
   * @param place - what `send` gave as the place of this card, by whatever process and however long ago
   */
  settle?(to: ThreadAddress, card: ApprovalCard | ChoiceCard, place?: string): Promise<void>;
  /**
   * A message is stored or has changed. A channel that has this draws conversations as they are stored, whichever
   * channel they are on and in whichever process their turns run: it is also shown these, and has nothing left to do in
   * `send`. Of an address it may use the conversation only. Must not throw.
   */
  stored?(to: ThreadAddress, message: ShownMessage): Promise<void>;
  /**
   * Tells a person something outside of any conversation, where the channel can.
   *
   * @throws UpstreamError when the channel does not take it
   */
  tell?(to: Recipient, notice: Pick<NoticeRecord, 'title' | 'body'>): Promise<void>;
  stop(): Promise<void>;
}
