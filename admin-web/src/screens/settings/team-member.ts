import type { TeamMemberRecord } from '@clianta/crm-core/workspace/team-member/team-member.schema';
import type { Json } from '../../api/records.ts';

export type TeamMember = Json<TeamMemberRecord>;

/** What became of a removal; undone by its group. */
export interface Removal {
  handedOver: number;
  isPending: boolean;
}

const ROLES: { value: TeamMember['role']; label: string }[] = [
  { value: 'viewer', label: 'Viewer: reads' },
  { value: 'member', label: 'Member: reads and writes' },
  { value: 'admin', label: 'Admin: settings too' },
  { value: 'owner', label: 'Owner: everything' },
];

/** Only an owner makes owners. */
export const rolesGivenBy = (role: TeamMember['role']) =>
  ROLES.filter(({ value }) => value !== 'owner' || role === 'owner');

/** The teams that people are in, each once, however it is spelt. */
export function teamsAmong(members: readonly Pick<TeamMember, 'team'>[]): string[] {
  const named = members.flatMap(({ team }) => (team ? [[team.toLowerCase(), team] as const] : []));
  return [...new Map(named).values()].sort((one, other) => one.localeCompare(other));
}
