import type { PrepareContext } from '../../entity/define-entity.ts';
import { fold } from '../../entity/search-text.ts';
import type { SlaPolicyRecord } from './sla-policy.schema.ts';

type Ticket = Record<string, unknown> & {
  slaPolicyId?: string | null | undefined;
  team?: string | null | undefined;
  assigneeId?: string | null | undefined;
};

/**
 * What a ticket is measured by: the policy that it names, else the first that is for tickets like it or for its team,
 * which is that of its assignee unless it says another, else the one that holds by itself. Undefined: the usual hours.
 *
 * @param goneId - a policy that is being deleted
 */
export async function policyFor(
  ticket: Ticket,
  {
    read,
    readAll,
    readWhere,
    wouldMatch,
  }: Pick<PrepareContext<unknown>, 'read' | 'readAll' | 'readWhere' | 'wouldMatch'>,
  goneId?: string,
): Promise<SlaPolicyRecord | undefined> {
  const named = ticket.slaPolicyId ? await read('slaPolicy', ticket.slaPolicyId) : undefined;
  if (named) return named as unknown as SlaPolicyRecord;
  const all = (await readAll('slaPolicy', {})) as unknown as SlaPolicyRecord[];
  const policies = all.filter(({ id }) => id !== goneId);
  const special = policies
    .filter(({ when = [], teams = [] }) => when.length + teams.length > 0)
    .sort((a, b) => a.position - b.position || a.name.localeCompare(b.name));
  const isAboutTeams = !ticket.team && ticket.assigneeId && special.some(({ teams }) => teams.length > 0);
  const member = isAboutTeams ? await readWhere('teamMember', { userId: ticket.assigneeId }) : undefined;
  const ofTeam = ticket.team || member?.team;
  const team = ofTeam ? fold(String(ofTeam)) : undefined;
  for (const policy of special) {
    const isOfTeam = policy.teams.length === 0 || policy.teams.some((name) => fold(name) === team);
    if (isOfTeam && (await wouldMatch(policy.when, ticket))) return policy;
  }
  return policies.find(({ isDefault }) => isDefault);
}
