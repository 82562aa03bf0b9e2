import type { ThreadAddress } from '@clianta/agents/conversation/thread-address';
import { deliverAlert } from '@clianta/crm-core/crm/pipeline-alert/deliver-alert';
import {
  PipelineAlert,
  type PipelineAlertRecord,
} from '@clianta/crm-core/crm/pipeline-alert/pipeline-alert.schema';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import { dayOf } from '@clianta/crm-core/entity/days';
import { isRetryable } from '@clianta/crm-core/errors';
import { RETRY_DELAYS_MS } from '@clianta/crm-core/events/retry-policy';
import { defineJob, type JobRun } from '@clianta/crm-core/work/define-job';
import { tell } from '@clianta/jobs/tell';
import type { Channel } from '../channel.ts';
import { notePost } from './note-post.ts';

type Run = { crm: CrmCore } & JobRun;

/** Posts what became of a deal where its pipeline is told of; not where that has been ended meanwhile. */
export function deliverAlertJob(channels: readonly Channel[]) {
  return defineJob({
    ...deliverAlert,
    async run({ crm, scope, workspaceId, attempt }: Run, { alertId, text }): Promise<void> {
      const alert = (await crm.records(PipelineAlert).getMany(scope, [alertId])).get(alertId);
      if (!alert || alert.isDeleted) return;
      const channel = channels.find(({ name }) => name === alert.channel);
      if (!channel) return;
      const address = alert.address as unknown as ThreadAddress;
      try {
        const { externalId, parts = externalId ? [externalId] : [] } = await channel.send(
          address,
          { text, cards: [] },
          '',
        );
        await notePost(crm, { workspaceId, channel: channel.name, address, text, parts });
      } catch (error) {
        if (!isRetryable(error) || attempt > RETRY_DELAYS_MS.length) await tellWhoAsked(crm, alert, error);
        throw error;
      }
    },
  });
}

/** Once a day: the place may be archived, or the app no longer in it, and nobody would know. */
async function tellWhoAsked(crm: CrmCore, alert: PipelineAlertRecord, error: unknown): Promise<void> {
  const { id, workspaceId, channel, createdBy: userId } = alert;
  const now = crm.now();
  const { team, timeZone } = await crm.facts(workspaceId);
  if (!team.some((one) => one.id === userId)) return;
  const name = channel.charAt(0).toUpperCase() + channel.slice(1);
  await tell(
    { crm, notify: async () => {} },
    {
      workspaceId,
      userId,
      kind: 'outcome',
      urgency: 'high',
      key: `alert:${id}:${dayOf(now, timeZone)}`,
      title: `What becomes of deals is not posted in ${name} any more`,
      body: `${error instanceof Error ? error.message : String(error)} Let Clianta’s app into the channel again, or say “post won deals here” in another one.`,
      because: 'You have asked for it to be posted there.',
      entity: PipelineAlert.name,
      recordId: id,
      at: now,
    },
  );
}
