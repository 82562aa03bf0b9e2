import { ActiveWorkflows } from '@clianta/crm-core/automation/running/active-workflows';
import { wakeAwaiting } from '@clianta/crm-core/automation/running/await-event';
import { endWhereReached } from '@clianta/crm-core/automation/running/end-where-reached';
import { enqueueStart } from '@clianta/crm-core/automation/running/start-run';
import { startsWith, writeOf } from '@clianta/crm-core/automation/triggers';
import { Workflow } from '@clianta/crm-core/automation/workflow/workflow.schema';
import type { EventHandler } from '@clianta/crm-core/events/event-transport';
import type { JobContext } from '../job.ts';

/**
 * Has workflows begin with what happened. What happens to workflows themselves starts none, and none starts itself, be it
 * through others.
 */
export function startWorkflows({ crm }: JobContext): EventHandler {
  const active = new ActiveWorkflows(crm);
  return async (event) => {
    const { workspaceId, entity, recordId, at } = event;
    if (crm.store.entity(entity).domain === Workflow.domain) return;
    const known = await active.of(workspaceId, entity, at);
    const chain = event.cause?.chain ?? [];
    for (const { workflow, definition } of known) {
      if (chain.includes(workflow.id) || !startsWith(definition.trigger, event)) continue;
      await enqueueStart(crm, workspaceId, {
        workflowId: workflow.id,
        recordId,
        cause: { eventId: writeOf(event), chain, depth: event.cause?.depth ?? 0 },
        what: event.type,
        by: event.actor.name,
        at: at.toISOString(),
      });
    }
    if (known.length > 0) await wakeAwaiting(crm, event);
    const mayEnd = known.some(({ definition: { goal, exit } }) => goal ?? exit);
    if (mayEnd || (known.length > 0 && event.type.endsWith('.deleted')))
      await endWhereReached(crm, workspaceId, recordId, event.type);
  };
}
