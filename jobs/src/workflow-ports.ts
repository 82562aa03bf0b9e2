import type { WorkflowPorts } from '@clianta/crm-core/automation/actions/action';
import { sendRequest } from '@clianta/crm-core/automation/send-request';
import type { JobContext } from './job.ts';
import { tell } from './tell.ts';

/** What the steps of workflows work with in this process. */
export function workflowPorts(context: JobContext): WorkflowPorts {
  const { crm } = context;
  return {
    crm,
    request: sendRequest,
    tell: ({ urgency = 'normal', ...note }) =>
      tell(context, { kind: 'outcome', urgency, ...note, at: crm.now() }),
  };
}
