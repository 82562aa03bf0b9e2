import { fold } from '@clianta/crm-core/entity/search-text';
import type { TeamMemberRecord } from '@clianta/crm-core/workspace/team-member/team-member.schema';

/** Who is in the team of that name: "West", "the West team". */
export function membersOfTeam<T extends Pick<TeamMemberRecord, 'team'>>(
  members: readonly T[],
  said: string,
): T[] {
  const wanted = fold(said)
    .replace(/^the /, '')
    .replace(/ team$/, '');
  return members.filter(({ team }) => team !== undefined && fold(team) === wanted);
}
