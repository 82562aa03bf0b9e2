import type { BusinessHours } from '../crm/sla-policy/business-hours.ts';
import { DEFAULT_SLA, hoursOf, SlaPolicy } from '../crm/sla-policy/sla-policy.schema.ts';
import type { CrmCore } from '../crm-core.ts';
import { systemScope } from '../entity/scope.ts';
import { TeamMember, type TeamMemberRecord } from '../workspace/team-member/team-member.schema.ts';

/**
 * When teammates can be met, by their user's id: what they have said, else the hours and holidays that the workspace
 * measures its tickets by, on each one's own clock.
 */
export async function workingHours(
  crm: CrmCore,
  workspaceId: string,
  userIds: readonly string[],
): Promise<Map<string, BusinessHours>> {
  const scope = systemScope(workspaceId);
  const [{ records: policies }, facts] = await Promise.all([
    crm.records(SlaPolicy).find(scope, {
      where: [{ field: 'isDefault', op: 'eq', value: true }],
      limit: 1,
    }),
    crm.facts(workspaceId),
  ]);
  const usual = hoursOf(policies[0] ?? DEFAULT_SLA, facts.timeZone, crm.now());
  const members = (facts.cached.get(TeamMember.name) ?? []) as TeamMemberRecord[];
  const byUser = new Map(members.map((member) => [member.userId, member]));
  return new Map(
    userIds.map((userId): [string, BusinessHours] => {
      const { hours, daysOff = [], timeZone = facts.timeZone } = byUser.get(userId) ?? {};
      const spans = hours && hours.length > 0 ? hours : usual.spans;
      return [userId, { spans, holidays: new Set([...usual.holidays, ...daysOff]), timeZone }];
    }),
  );
}
