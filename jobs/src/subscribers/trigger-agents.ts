import { dynamicAgent } from '@clianta/agents/agents/dynamic/dynamic.agent';
import {
  AgentDefinition,
  type AgentDefinitionRecord,
} from '@clianta/crm-core/automation/agent-definition/agent-definition.schema';
import { GATHER_MS, RUN_CUSTOM_AGENT } from '@clianta/crm-core/automation/agent-definition/run-agent';
import type { DomainEvent } from '@clianta/crm-core/events/catalogue';
import type { JobContext } from '../job.ts';

/** Has the custom agents run that an event sets off, together with what else happens in the same minute. */
export async function triggerAgents({ crm }: JobContext, event: DomainEvent): Promise<void> {
  // what an agent has written sets no agent off, or two of them would never end
  if (event.via === dynamicAgent.name) return;
  const on = event.type.split('.')[1];
  const { workspaceId } = event;
  const { cached } = await crm.facts(workspaceId);
  const definitions = (cached.get(AgentDefinition.name) ?? []) as readonly AgentDefinitionRecord[];
  const from = new Date(Math.floor(event.at.getTime() / GATHER_MS) * GATHER_MS);
  for (const { id: definitionId, status, published } of definitions) {
    const isMeant = published?.triggers.some((one) => one.entity === event.entity && one.on === on);
    if (status !== 'active' || !isMeant) continue;
    await crm.enqueue(
      RUN_CUSTOM_AGENT,
      { definitionId, from: from.toISOString(), cause: 'trigger' },
      {
        workspaceId,
        at: new Date(from.getTime() + GATHER_MS),
        key: `${definitionId}:${from.toISOString()}`,
      },
    );
  }
}
