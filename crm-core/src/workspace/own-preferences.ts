import { z } from 'zod';
import { workingSpans } from '../crm/sla-policy/sla-policy.schema.ts';
import type { CrmCore } from '../crm-core.ts';
import { day } from '../entity/days.ts';
import { locale, timeZone } from '../entity/platform-values.ts';
import type { Scope } from '../entity/scope.ts';
import { ForbiddenError } from '../errors.ts';
import { TeamMember, type TeamMemberRecord } from './team-member/team-member.schema.ts';

/** Null: as the workspace has it. */
export const preferencesSchema = z.strictObject({
  timeZone: timeZone().nullable().optional(),
  locale: locale().nullable().optional(),
  hours: workingSpans().nullable().optional(),
  daysOff: z.array(day()).max(400).nullable().optional(),
});
export type Preferences = z.output<typeof preferencesSchema>;

/** Sets on whose clock the caller lives, when they work and how dates and numbers are written for them, whatever their role. @throws ForbiddenError */
export async function setOwnPreferences(
  crm: CrmCore,
  scope: Scope,
  preferences: Preferences,
): Promise<TeamMemberRecord> {
  const members = crm.records(TeamMember);
  const own = await members.findOne(scope, { userId: scope.actor.id });
  if (!own) throw new ForbiddenError('You are not a member of this workspace.');
  return members.update({ ...scope, role: 'system' }, own.id, preferences);
}
