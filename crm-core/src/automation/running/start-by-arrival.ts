import type { CrmCore } from '../../crm-core.ts';
import { type ActiveWorkflow, ActiveWorkflows } from './active-workflows.ts';
import { enqueueStart } from './start-run.ts';

/** What came from outside, with the record that it became. */
interface Arrival {
  /** Its own: a run is keyed by it. */
  id: string;
  at: Date;
  entity: string;
  recordId: string;
}

interface ByHook extends Arrival {
  hook: { id: string; name: string; workflowId?: string | undefined };
}

interface ByForm extends Arrival {
  form: { id: string; name: string };
}

/** Has the workflows begin that wait for a webhook, and the one that the webhook names. Safe to repeat. */
export const startByHook = (crm: CrmCore, workspaceId: string, { hook, ...arrival }: ByHook): Promise<void> =>
  startWhere(
    crm,
    workspaceId,
    { ...arrival, what: `the webhook “${hook.name}”`, by: hook.name },
    ({ workflow, definition: { trigger } }) =>
      (trigger.on === 'hook' && trigger.hookId === hook.id) || workflow.id === hook.workflowId,
  );

/** Has the workflows begin that wait for a form, or for whichever. Safe to repeat. */
export const startByForm = (crm: CrmCore, workspaceId: string, { form, ...arrival }: ByForm): Promise<void> =>
  startWhere(
    crm,
    workspaceId,
    { ...arrival, what: `the form “${form.name}”`, by: form.name },
    ({ definition: { trigger } }) =>
      trigger.on === 'form' && (trigger.formId === undefined || trigger.formId === form.id),
  );

async function startWhere(
  crm: CrmCore,
  workspaceId: string,
  { id, at, what, by, entity, recordId }: Arrival & { what: string; by: string },
  isMeant: (active: ActiveWorkflow) => boolean,
): Promise<void> {
  const active = await new ActiveWorkflows(crm).of(workspaceId, entity, at);
  for (const { workflow } of active.filter(isMeant))
    await enqueueStart(crm, workspaceId, {
      workflowId: workflow.id,
      recordId,
      cause: { eventId: id, chain: [], depth: 0 },
      what,
      by,
      at: at.toISOString(),
    });
}
