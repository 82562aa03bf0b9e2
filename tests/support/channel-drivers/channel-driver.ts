import type { ChannelName } from '@clianta/bot/channel';
import type { Scope } from '@clianta/crm-core/entity/scope';

/** A teammate who talks to Clianta. */
export type Person = Scope & { email: string };

/** What a person was shown as one answer. */
export interface Answer {
  /** The words alone, for where cards cannot be drawn. */
  text: string;
  /** All of it, with the cards. */
  drawn: string;
}

/** A person in a conversation of their own, through the channel's real transport. */
export interface Speaker {
  /**
   * Resolves when the transport has acknowledged it.
   *
   * @param times - how often the transport delivers this one message
   */
  say(text: string, times?: number): Promise<void>;
  decide(approval: { id: string; title: string }, decision: 'approve' | 'reject'): Promise<void>;
  /** Everything shown so far, in order; refusals too. */
  answers(): Answer[];
  close(): Promise<void>;
}

export interface ChannelDriver {
  readonly name: ChannelName;
  /** Opens a new conversation. */
  open(person: Person): Promise<Speaker>;
  /** Somebody whom Clianta does not know, or who is signed out; has tried to say something. */
  stranger(text: string): Promise<Speaker>;
  /** Says something whose answer cannot be delivered at first. */
  sayWhileBroken(speaker: Speaker, text: string): Promise<void>;
  /** What in an answer could harm the one who sees it. */
  dangers(answer: Answer): string[];
  stop(): Promise<void>;
}
