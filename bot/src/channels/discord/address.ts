import type { ThreadAddress } from '@clianta/agents/conversation/thread-address';

/**
 * `direct`: a person's messages with the app; `thread`: a thread of a guild; `channel`: a guild's channel without
 * threads, where answers are replies; `private`: what one person sees of a guild's channel, the answers to commands.
 */
type PlaceKind = 'direct' | 'thread' | 'channel' | 'private';

/** Where in Discord a message goes. */
export interface Target {
  /** Empty in direct messages. */
  guildId: string;
  channelId: string;
  kind: PlaceKind;
  /** The message that began the conversation, in a channel without threads. */
  replyTo?: string;
  /** Who sees it alone. */
  userId?: string;
}

/** One conversation a thread, a direct channel, a person's commands in a channel, or a message and its replies. */
export function addressOf({ guildId, channelId, kind, replyTo, userId }: Target): ThreadAddress {
  const threadId = kind === 'private' ? `${channelId}:${userId ?? ''}` : (replyTo ?? channelId);
  return {
    externalTeamId: guildId,
    threadId,
    details: { channelId, kind, ...(replyTo && { replyTo }), ...(userId && { userId }) },
  };
}

const KINDS: readonly PlaceKind[] = ['direct', 'thread', 'channel', 'private'];

export function targetOf({ externalTeamId, threadId, details = {} }: ThreadAddress): Target {
  const { channelId, replyTo, userId } = details;
  const kind = KINDS.find((one) => one === details.kind) ?? (externalTeamId ? 'channel' : 'direct');
  return {
    guildId: externalTeamId,
    channelId: channelId ?? threadId.split(':')[0] ?? '',
    kind,
    ...(replyTo && { replyTo }),
    ...(userId && { userId }),
  };
}
