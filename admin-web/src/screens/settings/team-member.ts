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
