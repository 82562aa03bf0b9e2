import {
  AgentDefinition,
  type AgentDefinitionRecord,
} from '@clianta/crm-core/automation/agent-definition/agent-definition.schema';
import { RUN_CUSTOM_AGENT } from '@clianta/crm-core/automation/agent-definition/run-agent';
import { lastSlot } from '@clianta/crm-core/intelligence/report/schedule';
import type { ScheduledJob } from '../job.ts';

type Planned = Pick<AgentDefinitionRecord, 'published' | 'lastSlot' | 'workspaceId'> & { _id: string };

/** Finds the custom agents that are due. Of times that were missed, while nothing ran, only the last one is made up for. */
export const planAgents: ScheduledJob = {
  name: 'plan-agents',
  everyMs: 60_000,
  async prepare({ crm }) {
    await crm.store
      .model(AgentDefinition)
      .collection.createIndex({ 'published.schedule.every': 1 }, { sparse: true });
  },
  async run({ crm }) {
    const now = crm.now();
    const due = crm.store
      .model(AgentDefinition)
      .find({
        'published.schedule.every': { $in: ['day', 'week', 'month'] },
        status: 'active',
        isDeleted: false,
      })
      .lean<Planned[]>();
    for (const { _id: definitionId, workspaceId, published, lastSlot: ran } of await due) {
      const slot = published?.schedule && lastSlot(published.schedule, now);
      if (!slot || (ran && ran >= slot)) continue;
      const from = slot.toISOString();
      await crm.enqueue(
        RUN_CUSTOM_AGENT,
        { definitionId, from, cause: 'schedule' },
        { workspaceId, key: `${definitionId}:${from}:schedule` },
      );
    }
  },
};
