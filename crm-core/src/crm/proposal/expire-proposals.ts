import type { CrmCore } from '../../crm-core.ts';
import { dayOf } from '../../entity/days.ts';
import { systemScope } from '../../entity/scope.ts';
import { Proposal, type ProposalRecord } from './proposal.schema.ts';

const BATCH = 200;
/** A day is over for proposals at one in the morning. */
const AFTER_MIDNIGHT_MS = 60 * 60_000;

/** Marks the proposals of a workspace that are valid no more. @returns those that were marked now */
export async function expireProposals(
  crm: CrmCore,
  workspaceId: string,
  timeZone: string,
): Promise<ProposalRecord[]> {
  const day = dayOf(new Date(crm.now().getTime() - AFTER_MIDNIGHT_MS), timeZone);
  const scope = systemScope(workspaceId);
  const proposals = crm.records(Proposal);
  const expired: ProposalRecord[] = [];
  for (;;) {
    const { records } = await proposals.find(scope, {
      where: [
        { field: 'status', op: 'in', value: ['sent', 'viewed'] },
        { field: 'validUntil', op: 'lt', value: day },
      ],
      limit: BATCH,
    });
    for (const { id } of records) expired.push(await proposals.update(scope, id, { status: 'expired' }));
    if (records.length < BATCH) return expired;
  }
}
