import type { CrmCore } from '../../crm-core.ts';
import { systemScope } from '../../entity/scope.ts';
import { LIVE, WorkflowEnrollment } from '../workflow/workflow-enrollment.schema.ts';
import { end } from './advance.ts';
import { asks, matches } from './matches.ts';
import { versionOf } from './versions.ts';

const MOST = 100;

/** Ends the runs of a record whose goal is reached by what happened to it, or that it does not belong in any more. */
export async function endWhereReached(
  crm: CrmCore,
  workspaceId: string,
  recordId: string,
  eventType: string,
): Promise<void> {
  const scope = systemScope(workspaceId);
  const { records: runs } = await crm.records(WorkflowEnrollment).find(scope, {
    where: [
      { field: 'recordId', op: 'eq', value: recordId },
      { field: 'status', op: 'in', value: [...LIVE] },
    ],
    limit: MOST,
  });
  for (const run of runs) {
    if (eventType.endsWith('.deleted')) {
      await end(crm, run, 'exited');
      continue;
    }
    const version = await versionOf(crm, workspaceId, run.workflowId, run.number);
    const { exit, goal } = version?.definition ?? {};
    const entity = crm.store.entity(run.entity);
    if (asks(exit) && (await matches(crm, scope, entity, recordId, exit))) await end(crm, run, 'exited');
    else if (asks(goal) && (await matches(crm, scope, entity, recordId, goal))) await end(crm, run, 'goal');
  }
}
