import type { ApprovalCard, Reply } from '@clianta/agents/reply.schema';
import type { Decision, TurnEvent } from '@clianta/agents/turn-event.schema';

export type ChannelName = 'web' | 'terminal' | 'slack' | 'teams' | 'discord' | 'api';

/** Where a reply goes: the channel's own address of a thread. */
export interface ThreadAddress {
  /** The channel's tenant: a Slack team. Empty where there is none. */
  externalTeamId: string;
  /** Names the thread within the channel; one conversation each. */
  threadId: string;
  /** What the channel needs besides to answer there. */
  details?: Record<string, string>;
}

/** Who wrote, in the channel's words; identity.ts turns it into a Scope. */
export interface Sender {
  externalTeamId: string;
  externalUserId: string;
  /** Verified by the channel, never typed by the person. */
  email?: string;
  name?: string;
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

/** Called by a channel; resolves once the input is stored, before its turn has run. */
export interface ChannelHandlers {
  message(message: IncomingMessage): Promise<void>;
  decision(decision: IncomingDecision): Promise<void>;
  undo(undo: IncomingUndo): Promise<void>;
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
  send(to: ThreadAddress, reply: Reply, turnId: string): Promise<{ externalId: string }>;
  /** Redraws an approval that was decided, where the channel can edit; must not throw. */
  settle?(to: ThreadAddress, card: ApprovalCard): Promise<void>;
  stop(): Promise<void>;
}
