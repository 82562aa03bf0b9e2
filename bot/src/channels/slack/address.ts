import type { ThreadAddress } from '@clianta/agents/conversation/thread-address';

/** Where in Slack a message goes. */
export interface Target {
  teamId: string;
  channelId: string;
  /** Absent in a direct message outside threads. */
  threadTs?: string;
  /** Of a slash command: Slack shows the answer to the person who typed it, also where the app is no member. */
  responseUrl?: string;
  /** Who typed the slash command, or began the thread: Slack streams an answer to somebody. */
  userId?: string;
}

/** One conversation a thread; a direct message outside threads is one, and so are the commands of one channel. */
export function addressOf(target: Target): ThreadAddress {
  const { teamId, channelId, threadTs, responseUrl, userId } = target;
  const thread = responseUrl ? 'command' : threadTs;
  return {
    externalTeamId: teamId,
    threadId: thread ? `${channelId}:${thread}` : channelId,
    details: {
      channelId,
      ...(threadTs && { threadTs }),
      ...(responseUrl && { responseUrl }),
      ...(userId && { userId }),
    },
  };
}

export function targetOf(address: ThreadAddress): Target {
  const { channelId, threadTs, responseUrl, userId } = address.details ?? {};
  const [fromId = '', thread] = address.threadId.split(':');
  return {
    teamId: address.externalTeamId,
    channelId: channelId ?? fromId,
    ...((threadTs ?? (thread !== 'command' && thread)) && { threadTs: threadTs ?? thread }),
    ...(responseUrl && { responseUrl }),
    ...(userId && { userId }),
  };
}
