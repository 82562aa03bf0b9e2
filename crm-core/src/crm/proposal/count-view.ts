import type { CrmCore } from '../../crm-core.ts';
import { type Scope, systemScope } from '../../entity/scope.ts';
import { StaleVersionError } from '../../errors.ts';
import { Proposal, type ProposalRecord } from './proposal.schema.ts';

/** Who has the address and no account. */
export const visitorScope = (workspaceId: string, name = 'The customer'): Scope => ({
  ...systemScope(workspaceId),
  actor: { type: 'visitor', id: 'visitor', name },
  channel: 'offer',
});

/** A page of it was looked at. The first look is a step of the proposal, the others are counted. */
export async function countView(crm: CrmCore, { id, workspaceId }: ProposalRecord): Promise<void> {
  const now = crm.now();
  const scope = visitorScope(workspaceId);
  const proposals = crm.records(Proposal);
  for (let isFirst = true; isFirst; ) {
    const { status, version } = await proposals.get(scope, id);
    isFirst = status === 'sent';
    if (!isFirst) break;
    try {
      await proposals.update(scope, id, { status: 'viewed', viewedAt: now }, { version });
      break;
    } catch (error) {
      if (!(error instanceof StaleVersionError)) throw error;
    }
  }
  await crm.store
    .model(Proposal)
    .collection.updateOne(
      { _id: id as never, workspaceId },
      { $inc: { views: 1 }, $set: { lastViewedAt: now } },
    );
}
