import type { CrmCore } from '../../crm-core.ts';
import { idFrom } from '../../entity/ids.ts';
import { systemScope } from '../../entity/scope.ts';
import { WorkflowVersion, type WorkflowVersionRecord } from '../workflow/workflow-version.schema.ts';

export const versionId = (workflowId: string, number: number): string =>
  idFrom(`workflow version:${workflowId}:${number}`);

const MOST_KEPT = 1_000;
const kept = new WeakMap<CrmCore, Map<string, WorkflowVersionRecord>>();

/** A version never changes, so it is read once. */
export async function versionOf(
  crm: CrmCore,
  workspaceId: string,
  workflowId: string,
  number: number,
): Promise<WorkflowVersionRecord | undefined> {
  const known = kept.get(crm) ?? new Map<string, WorkflowVersionRecord>();
  kept.set(crm, known);
  const id = versionId(workflowId, number);
  const cached = known.get(id);
  if (cached) return cached;
  const found = (await crm.records(WorkflowVersion).getMany(systemScope(workspaceId), [id])).get(id);
  if (!found) return undefined;
  const [oldest] = known.keys();
  if (known.size >= MOST_KEPT && oldest) known.delete(oldest);
  known.set(id, found);
  return found;
}
