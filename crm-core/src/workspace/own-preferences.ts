import { z } from 'zod';
import type { CrmCore } from '../crm-core.ts';
import { locale, timeZone } from '../entity/platform-values.ts';
import type { Scope } from '../entity/scope.ts';
import { ForbiddenError } from '../errors.ts';
import { TeamMember, type TeamMemberRecord } from './team-member/team-member.schema.ts';

/** Null: as the workspace has it. */
export const preferencesSchema = z.strictObject({
  timeZone: timeZone().nullable().optional(),
  locale: locale().nullable().optional(),
});
export type Preferences = z.output<typeof preferencesSchema>;

/** Sets on whose clock and in whose way the caller reads dates and numbers, whatever their role. @throws ForbiddenError */
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
