/** Where a reply goes: the channel's own address of a thread. */
export interface ThreadAddress {
  /** The channel's tenant: a Slack team. Empty where there is none. */
  externalTeamId: string;
  /** Names the thread within the channel; one conversation each. */
  threadId: string;
  /** What the channel needs besides to answer there. */
  details?: Record<string, string>;
  /** Clianta's own conversation: always there on the way out; on the way in from a channel that knows it. */
  conversationId?: string;
}
