import type { CrmCore } from '../../crm-core.ts';
import type { RecordOf } from '../../entity/define-entity.ts';
import { type Cause, hasRole, type Scope, systemScope } from '../../entity/scope.ts';
import { TeamMember } from '../../workspace/team-member/team-member.schema.ts';
import type { WorkflowNote } from '../actions/action.ts';
import { Workflow, type WorkflowRecord } from '../workflow/workflow.schema.ts';

/** A workflow may what its publisher may, now. Undefined: they have left, or may not write any more. */
export async function publisherScope(
  crm: CrmCore,
  { id, workspaceId, name, runAsId }: WorkflowRecord,
  { cause, operation, groupId }: { cause?: Cause; operation?: Scope['operation']; groupId?: string } = {},
): Promise<Scope | undefined> {
  const member = runAsId ? await memberOf(crm, workspaceId, runAsId) : undefined;
  if (!member || !hasRole(member, 'member')) return undefined;
  return {
    workspaceId,
    actor: { type: 'user', id: member.userId, name: member.name },
    role: member.role,
    via: `the workflow “${name}”`,
    channel: 'workflow',
    ...(operation && { operation }),
    ...(groupId && { groupId }),
    cause: cause ?? { eventId: id, chain: [id], depth: 1 },
  };
}

type Member = RecordOf<typeof TeamMember> | undefined;
const asked = new WeakMap<CrmCore, Map<string, Promise<Member>>>();

/** Of the runs that begin in one tick one asks. */
function memberOf(crm: CrmCore, workspaceId: string, userId: string): Promise<Member> {
  const open = asked.get(crm) ?? new Map<string, Promise<Member>>();
  asked.set(crm, open);
  const key = `${workspaceId}:${userId}`;
  const known = open.get(key);
  if (known) return known;
  const read = new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
    open.delete(key);
    return crm.records(TeamMember).findOne(systemScope(workspaceId), { userId });
  });
  open.set(key, read);
  return read;
}

export const LEFT =
  'Whoever published it has left the team, or may not change records any more. Somebody else has to turn it on.';

/** Stops a workflow, and says why to the owners of the workspace and to who published it. Safe to repeat. */
export async function pauseBecause(
  crm: CrmCore,
  workflow: WorkflowRecord,
  because: string,
  tell: (note: WorkflowNote) => Promise<void>,
): Promise<void> {
  const { id, workspaceId, name, version } = workflow;
  const scope = systemScope(workspaceId);
  const now = await crm.records(Workflow).get(scope, id, { withDeleted: true });
  if (now.status !== 'active') return;
  await crm.records(Workflow).update(scope, id, { status: 'paused', pausedBecause: because });
  await tellOwners(crm, workflow, tell, {
    key: `workflow-paused:${id}:${version}`,
    title: `The workflow “${name}” is paused`,
    body: because,
    urgency: 'high',
  });
}

/** Tells the owners of the workspace, and who published the workflow. */
export async function tellOwners(
  crm: CrmCore,
  { id, workspaceId, runAsId }: WorkflowRecord,
  tell: (note: WorkflowNote) => Promise<void>,
  note: Pick<WorkflowNote, 'key' | 'title' | 'body' | 'urgency'>,
): Promise<void> {
  const { records: team } = await crm.records(TeamMember).find(systemScope(workspaceId), { limit: 500 });
  const told = team.filter(({ userId, role }) => role === 'owner' || userId === runAsId);
  for (const { userId } of told)
    await tell({
      ...note,
      workspaceId,
      userId,
      because: userId === runAsId ? 'You published the workflow.' : 'You own the workspace.',
      entity: Workflow.name,
      recordId: id,
    });
}
