import { formatMoney } from '@clianta/agents/tools/format';
import { Proposal } from '@clianta/crm-core/crm/proposal/proposal.schema';
import { systemScope } from '@clianta/crm-core/entity/scope';
import type { DomainEvent } from '@clianta/crm-core/events/catalogue';
import type { JobContext } from '../job.ts';
import type { Note } from '../tell.ts';

/** What becomes of a proposal, for whom it belongs to. Winning the deal stays theirs to do. */
export async function proposalNote(
  { crm }: JobContext,
  { type, workspaceId, recordId }: DomainEvent,
): Promise<Pick<Note, 'userId' | 'kind' | 'title' | 'body' | 'because' | 'urgency'> | undefined> {
  const proposal = (await crm.records(Proposal).getMany(systemScope(workspaceId), [recordId])).get(recordId);
  if (!proposal?.ownerId) return undefined;
  const local = await crm.localOf(workspaceId, proposal.ownerId);
  const what = `${Proposal.titleOf(proposal)} (${proposal.title})`;
  const worth = formatMoney(proposal.totalMinor, proposal.currency ?? local.currency, local);
  const own = { userId: proposal.ownerId, kind: 'outcome', because: 'The proposal is yours.' } as const;
  const who = proposal.signer?.name ?? 'The customer';
  if (type === 'proposal.viewed') return { ...own, title: `The customer has opened ${what}`, body: worth };
  if (type === 'proposal.accepted')
    return {
      ...own,
      title: `${who} accepted ${what}`,
      body: `${worth}. Mark the deal as won?`,
      urgency: 'high',
    };
  const { declineReason } = proposal;
  return {
    ...own,
    title: `${who} declined ${what}`,
    body: declineReason ? `${worth}. They said: ${declineReason.slice(0, 300)}` : worth,
    urgency: 'high',
  };
}
