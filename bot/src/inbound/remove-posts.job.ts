import type { ThreadAddress } from '@clianta/agents/conversation/thread-address';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import { erasePerson } from '@clianta/crm-core/erasure/carry-out-erasure';
import {
  type PostOutside,
  postsToRemove,
  removePosts,
  settlePosts,
} from '@clianta/crm-core/erasure/posts-outside';
import { isRetryable } from '@clianta/crm-core/errors';
import { logger } from '@clianta/crm-core/logger';
import { defineJob, type JobRun } from '@clianta/crm-core/work/define-job';
import type { Channel } from '../channel.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** A platform that does not answer is asked again for two days. */
const DELAYS_MS = [MINUTE_MS, 10 * MINUTE_MS, HOUR_MS, 6 * HOUR_MS, 24 * HOUR_MS, 24 * HOUR_MS];

/** Takes back what was posted about somebody who is erased, each on its channel; then the erasure goes on to its end. */
export function removePostsJob(channels: readonly Channel[]) {
  return defineJob({
    ...removePosts,
    limitMs: 30 * MINUTE_MS,
    retry: { delaysMs: DELAYS_MS },
    async run({ crm, workspaceId, attempt }: { crm: CrmCore } & JobRun, { erasureId }): Promise<void> {
      const settled = new Map<string, 'gone' | 'stays'>();
      let failure: unknown;
      for (const post of await postsToRemove(crm, workspaceId, erasureId)) {
        try {
          settled.set(post.trace.externalId, (await isTakenBack(channels, post)) ? 'gone' : 'stays');
        } catch (error) {
          if (isRetryable(error) && attempt <= DELAYS_MS.length) {
            failure = error;
            continue;
          }
          logger.warn({ err: error, channel: post.channel }, 'a post could not be taken back');
          settled.set(post.trace.externalId, 'stays');
        }
      }
      await settlePosts(crm, workspaceId, erasureId, settled);
      if (failure) throw failure;
      await crm.enqueue(erasePerson, { erasureId }, { workspaceId, key: erasureId, at: crm.now() });
    },
  });
}

/** @throws UpstreamError when the platform does not answer */
async function isTakenBack(
  channels: readonly Channel[],
  { channel: name, address, parts }: PostOutside,
): Promise<boolean> {
  const channel = channels.find((one) => one.name === name);
  if (!channel?.remove || !address || parts.length === 0) return false;
  let isAll = true;
  for (const part of parts)
    if (!(await channel.remove(address as unknown as ThreadAddress, part))) isAll = false;
  return isAll;
}
