import type { ThreadAddress } from '@clianta/agents/conversation/thread-address';
import { deliverAlert } from '@clianta/crm-core/crm/pipeline-alert/deliver-alert';
import { PipelineAlert } from '@clianta/crm-core/crm/pipeline-alert/pipeline-alert.schema';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import { defineJob, type JobRun } from '@clianta/crm-core/work/define-job';
import type { Channel } from '../channel.ts';
import { notePost } from './note-post.ts';

/** Posts what became of a deal where its pipeline is told of; not where that has been ended meanwhile. */
export function deliverAlertJob(channels: readonly Channel[]) {
  return defineJob({
    ...deliverAlert,
    async run({ crm, scope, workspaceId }: { crm: CrmCore } & JobRun, { alertId, text }): Promise<void> {
      const alert = (await crm.records(PipelineAlert).getMany(scope, [alertId])).get(alertId);
      if (!alert || alert.isDeleted) return;
      const channel = channels.find(({ name }) => name === alert.channel);
      if (!channel) return;
      const address = alert.address as unknown as ThreadAddress;
      const { externalId, parts = externalId ? [externalId] : [] } = await channel.send(
        address,
        { text, cards: [] },
        '',
      );
      await notePost(crm, { workspaceId, channel: channel.name, address, text, parts });
    },
  });
}
