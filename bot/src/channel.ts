import type { Posted } from '@clianta/agents/conversation/conversation-listener';
import type { ThreadAddress } from '@clianta/agents/conversation/thread-address';
import type { ApprovalCard, ChoiceCard, Reply } from '@clianta/agents/reply.schema';
import type { Choice, Decision, DirectCall, Feedback, TurnEvent } from '@clianta/agents/turn-event.schema';
import { ChatMessage } from '@clianta/crm-core/conversations/chat-message/chat-message.schema';
import type { NoticeRecord } from '@clianta/crm-core/conversations/notice/notice.schema';
import type { Role } from '@clianta/crm-core/entity/scope';
import { z } from 'zod';
import type { Lookup } from './inbound/lookup.ts';

/** `web`, `terminal`, `api`, or the name of a channel of the registry. */
export type ChannelName = string;

/** Who wrote, in the channel's words; identity.ts turns it into a Scope. */
export interface Sender {
  externalTeamId: string;
  /** The tenant that the account itself is of, where it is another one: '' where an account is the same in all tenants. */
  accountTeamId?: string;
  externalUserId: string;
  /** Verified by the channel, never typed by the person. */
  email?: string;
  name?: string;
  /** The most that they may do from here, whatever their role is: a channel's own roles may narrow, never widen. */
  mostRole?: Role;
}

/** A person on a channel, as a conversation would begin with them. */
export interface Recipient extends Pick<Sender, 'externalTeamId' | 'externalUserId'> {
  workspaceId: string;
}

/** Where a person was told something. */
export interface ToldAt {
  address: ThreadAddress;
  /** The channel's ids of the messages. */
  parts: readonly string[];
}

export interface IncomingMessage {
  channel: ChannelName;
  /** The channel's id of this event; a redelivery has the same. */
  externalId: string;
  sender: Sender;
  thread: ThreadAddress;
  text: string;
  files?: readonly IncomingFile[];
}

/** A file that came with a message. */
export interface IncomingFile {
  name: string;
  /** As the platform says; not believed. */
  mediaType?: string;
  /** In bytes, as the platform says. */
  size?: number;
  /** Of one that the sender has uploaded before: that is it, and nothing is read. */
  fileId?: string;
  /** Its content; called only when its size is allowed. @throws UpstreamError when the platform does not give it */
  read(): Promise<Uint8Array>;
}

/** A message was changed or taken back where it was written. */
export interface IncomingAmendment {
  channel: ChannelName;
  /** That of the message. */
  externalId: string;
  sender: Sender;
  thread: ThreadAddress;
  /** What it says now; absent when it was deleted. */
  text?: string;
}

/** A form, or a button that calls a tool. */
export interface IncomingCall {
  channel: ChannelName;
  externalId: string;
  sender: Sender;
  thread: ThreadAddress;
  call: DirectCall;
}

/** A thumb up or down. */
export interface IncomingFeedback {
  channel: ChannelName;
  sender: Sender;
  feedback: Feedback;
}

/** Joins a tenant of the platform (a Slack team, a Discord guild) to a workspace. */
export interface IncomingConnection {
  channel: ChannelName;
  sender: Sender;
  /** For people. */
  teamName: string;
  /** A link code of an admin of the workspace. */
  code: string;
  /** What the channel keeps with it; absent: as it was. */
  details?: Record<string, unknown>;
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

/** Why an input was refused, or what was done with it without a turn (`linked`, `told`); for the person who sent it. */
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
    files: true,
  })
  .extend({ id: z.string(), createdAt: z.coerce.date() });
export type ShownMessage = z.output<typeof shownMessageSchema>;

/** What a person may do in a conversation; each resolves once the input is stored or refused, before its turn has run. None throws. */
export interface ChannelInputs {
  message(message: IncomingMessage): Promise<Receipt>;
  decision(decision: IncomingDecision): Promise<Receipt>;
  undo(undo: IncomingUndo): Promise<Receipt>;
  choice(choice: IncomingChoice): Promise<Receipt>;
}

/** What a channel hands its input to. None throws, but for the lookup, which refuses strangers. */
export interface ChannelHandlers extends ChannelInputs {
  call(call: IncomingCall): Promise<Receipt>;
  /** Follows a change of a message that has not begun; of one that has, says that nothing was done again. */
  amended(amendment: IncomingAmendment): Promise<void>;
  /** Kept with the turn. @returns what to tell who gave it */
  feedback(feedback: IncomingFeedback): Promise<string>;
  /** @returns what to tell who asked for it */
  connect(connection: IncomingConnection): Promise<string>;
  /** What a channel shows outside of a conversation: found records, a record behind a link, a person's day. */
  readonly lookup: Lookup;
}

/**
 * A transport. `start` connects and begins to call the handlers; `show` draws a running turn (typing, partial text)
 * as far as the channel can; `send` delivers the whole reply.
 */
export interface Channel<H extends ChannelInputs = ChannelHandlers> {
  readonly name: ChannelName;
  start(on: H): Promise<void>;
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
  tell?(to: Recipient, notice: Pick<NoticeRecord, 'title' | 'body'>): Promise<ToldAt>;
  /**
   * Takes back one message that was posted, by the id that `send` or `tell` gave of it.
   *
   * @returns whether it is gone, by this or before; false where the platform does not let it be taken back
   * @throws UpstreamError when the platform does not answer
   */
  remove?(from: ThreadAddress, externalId: string): Promise<boolean>;
  /** Of a channel that holds a connection of its own: whether it has one now. */
  isConnected?(): boolean;
  stop(): Promise<void>;
}
