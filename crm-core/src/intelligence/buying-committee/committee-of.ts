import type { CrmCore } from '../../crm-core.ts';
import { createOnce } from '../../entity/create-once.ts';
import { idFrom } from '../../entity/ids.ts';
import type { Scope } from '../../entity/scope.ts';
import { ConflictError } from '../../errors.ts';
import {
  BuyingCommittee,
  type BuyingCommitteeRecord,
  type CommitteeMember,
} from './buying-committee.schema.ts';

/** Whose purchase it is. */
export interface Purchase {
  companyId: string;
  /** Left out: whatever it buys. */
  opportunityId?: string | undefined;
}

/** Somebody else may change it at the same moment. */
const TRIES = 5;

/** One for each company and deal, whoever makes it. */
const idOf = ({ workspaceId }: Scope, { companyId, opportunityId = '' }: Purchase): string =>
  idFrom(`committee ${workspaceId} ${companyId} ${opportunityId}`);

/** What is kept of it; undefined while nobody has said anything. */
export async function committeeOf(
  crm: CrmCore,
  scope: Scope,
  purchase: Purchase,
): Promise<BuyingCommitteeRecord | undefined> {
  const id = idOf(scope, purchase);
  const found = (await crm.records(BuyingCommittee).getMany(scope, [id])).get(id);
  return found?.isDeleted ? undefined : found;
}

/** Changes who is in it, and makes it where there is none. @param change - worked out from who is in it now */
export async function changeCommittee(
  crm: CrmCore,
  scope: Scope,
  purchase: Purchase,
  change: (members: readonly CommitteeMember[]) => CommitteeMember[],
): Promise<BuyingCommitteeRecord> {
  const service = crm.records(BuyingCommittee);
  const { companyId, opportunityId } = purchase;
  for (let attempt = 1; ; attempt++) {
    const known = await committeeOf(crm, scope, purchase);
    try {
      if (known)
        return await service.update(
          scope,
          known.id,
          { members: change(known.members) },
          { version: known.version },
        );
      const values = { companyId, ...(opportunityId && { opportunityId }), members: change([]) };
      const { record, isNew } = await createOnce(crm, BuyingCommittee, scope, idOf(scope, purchase), values);
      if (isNew) return record;
      if (record.isDeleted) await service.restore(scope, record.id);
    } catch (error) {
      if (!(error instanceof ConflictError) || attempt === TRIES) throw error;
    }
    if (attempt === TRIES) throw new ConflictError('Others change that buying committee. Try again.');
  }
}
