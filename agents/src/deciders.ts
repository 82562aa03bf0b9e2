import type { CrmCore } from '@clianta/crm-core/crm-core';
import { hasRole, type Scope, systemScope } from '@clianta/crm-core/entity/scope';
import type { ApprovalRule } from '@clianta/crm-core/workspace/approval-rule';
import { TeamMember } from '@clianta/crm-core/workspace/team-member/team-member.schema';
import { awaitedOf } from './approvals-counted.ts';
import type { Proposal, Tool } from './tool.ts';
import { listed } from './tools/format.ts';

/** Admins that are named in a sentence. */
const NAMED = 3;

export interface Deciders {
  deciders: string[];
  needed?: number;
  awaits?: string;
}

/** Who may decide on a proposal by the workspace's policy: whoever asked for it, or the admins, then also in words. */
export async function decidersOf(
  crm: CrmCore,
  scope: Scope,
  tool: Tool | undefined,
  proposal: Proposal,
): Promise<Deciders> {
  if (proposal.rule) return decidersByRule(crm, scope, proposal.rule);
  const asker = { deciders: [scope.actor.id] };
  if (hasRole(scope, 'admin') || !(await needsAdmin(crm, scope, tool, proposal))) return asker;
  const { records } = await crm.records(TeamMember).find(systemScope(scope.workspaceId), {
    where: [{ field: 'role', op: 'in', value: ['admin', 'owner'] }],
    sort: 'name',
    limit: 100,
  });
  const names = records.slice(0, NAMED).map(({ name }) => name);
  const more = records.length > NAMED ? [`${records.length - NAMED} more`] : [];
  return {
    deciders: records.map(({ userId }) => userId),
    awaits: `an admin (${listed([...names, ...more]).replace(/ and (?=[^,]*$)/, ' or ')})`,
  };
}

/** Those of the rule who are in the team; where too few are left, the owners too. */
export async function decidersByRule(crm: CrmCore, scope: Scope, rule: ApprovalRule): Promise<Deciders> {
  const { records: team } = await crm
    .records(TeamMember)
    .find(systemScope(scope.workspaceId), { sort: 'name', limit: 500 });
  const may = ({ userId }: { userId: string }) => rule.requesterMayDecide || userId !== scope.actor.id;
  const named = team.filter(
    (one) => may(one) && (rule.deciders.users.includes(one.userId) || isOf(rule.deciders.roles, one.role)),
  );
  const owners = team.filter(({ role }) => role === 'owner');
  const others = owners.filter((one) => may(one) && !named.includes(one));
  const enough = named.length >= rule.needed ? named : [...named, ...others];
  // a workspace of one person would wait for nobody
  const deciders = enough.length > 0 ? enough : owners;
  const needed = Math.min(rule.needed, deciders.length);
  const isAskers = deciders.length === 1 && deciders[0]?.userId === scope.actor.id;
  return {
    deciders: deciders.map(({ userId }) => userId),
    needed,
    ...(!isAskers && {
      awaits: awaitedOf(
        deciders.map(({ name }) => name),
        needed,
      ),
    }),
  };
}

const isOf = (roles: ReadonlyArray<'admin' | 'owner'>, role: string) => roles.some((one) => one === role);

async function needsAdmin(
  crm: CrmCore,
  scope: Scope,
  tool: Tool | undefined,
  { preview, recordIds }: Proposal,
): Promise<boolean> {
  const { approvals } = await crm.facts(scope.workspaceId);
  const isDeletion = tool?.operation === 'delete';
  const isBulk = preview.count > approvals.manyAbove;
  if (isDeletion && isBulk && approvals.bulkDeletion === 'admin') return true;
  // what follows words from outside is nobody's wish yet
  if (!isDeletion && !isBulk && !preview.outside) return false;
  const entity = tool?.entity === undefined ? undefined : crm.store.entity(tool.entity);
  const owner = entity?.talk?.owner;
  if (!entity || !owner || approvals.othersRecords !== 'admin' || recordIds.length === 0) return false;
  const ofOthers = await crm.records(entity).count(scope, {
    where: [
      { field: 'id', op: 'in', value: recordIds },
      { field: owner, op: 'is_set' },
      { field: owner, op: 'ne', value: scope.actor.id },
    ],
  });
  return ofOthers > 0;
}
