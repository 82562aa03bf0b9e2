import type { ThreadAddress } from '@clianta/agents/conversation/thread-address';
import { keepPost } from '@clianta/crm-core/conversations/channel-posts';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import { logger } from '@clianta/crm-core/logger';

interface Post {
  workspaceId: string;
  channel: string;
  address: ThreadAddress;
  text: string;
  /** The channel's ids of the messages. */
  parts: readonly string[];
}

/** Notes what was posted of itself and where; what is posted is posted, whether or not this succeeds. */
export async function notePost(crm: CrmCore, { parts, address, ...post }: Post): Promise<void> {
  await keepPost(crm, { ...post, address: { ...address }, parts: [...parts] }).catch((err: unknown) =>
    logger.warn({ err, channel: post.channel }, 'where something was posted is not known'),
  );
}
