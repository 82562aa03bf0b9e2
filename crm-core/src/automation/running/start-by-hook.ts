import type { CrmCore } from '../../crm-core.ts';
import { ActiveWorkflows } from './active-workflows.ts';
import { enqueueStart } from './start-run.ts';

/** An event of an inbound webhook, with the record that it became. */
interface HookEvent {
  id: string;
  at: Date;
  hook: { id: string; name: string; workflowId?: string | undefined };
  entity: string;
  recordId: string;
}

/** Has the workflows begin that wait for a webhook, and the one that the webhook names. Safe to repeat. */
export async function startByHook(
  crm: CrmCore,
  workspaceId: string,
  { id, at, hook, entity, recordId }: HookEvent,
): Promise<void> {
  const active = await new ActiveWorkflows(crm).of(workspaceId, entity, at);
  for (const { workflow, definition } of active) {
    const { trigger } = definition;
    const isMeant = (trigger.on === 'hook' && trigger.hookId === hook.id) || workflow.id === hook.workflowId;
    if (!isMeant) continue;
    await enqueueStart(crm, workspaceId, {
      workflowId: workflow.id,
      recordId,
      cause: { eventId: id, chain: [], depth: 0 },
      what: `the webhook “${hook.name}”`,
      by: hook.name,
      at: at.toISOString(),
    });
  }
}
