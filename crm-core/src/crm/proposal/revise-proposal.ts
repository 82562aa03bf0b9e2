import type { CrmCore } from '../../crm-core.ts';
import type { UpdateInputOf } from '../../entity/define-entity.ts';
import type { Scope } from '../../entity/scope.ts';
import { ConflictError, InvalidError } from '../../errors.ts';
import { todayOf } from './answer-proposal.ts';
import { Proposal, type ProposalRecord } from './proposal.schema.ts';
import { deepestDiscount } from './proposal-totals.ts';

/** What a revision takes over. */
const TAKEN_OVER = [
  'title',
  'companyId',
  'contactId',
  'ownerId',
  'currency',
  'taxIncluded',
  'discount',
  'discountMinor',
  'intro',
  'terms',
  'validUntil',
] as const;

export type ProposalChange = Omit<UpdateInputOf<typeof Proposal>, 'dealId' | 'status'>;

type Revised = Pick<ProposalRecord, 'lines'> & Partial<Pick<ProposalRecord, (typeof TAKEN_OVER)[number]>>;

/**
 * Changes a draft, or makes the next revision of what the customer has, which from then on nobody can accept.
 *
 * @returns the draft with the change, and whether it is a new revision
 * @throws InvalidError for one that was accepted, ConflictError for one that has a newer revision
 */
export async function changeProposal(
  crm: CrmCore,
  scope: Scope,
  before: ProposalRecord,
  change: ProposalChange,
): Promise<{ proposal: ProposalRecord; isRevision: boolean }> {
  const proposals = crm.records(Proposal);
  if (before.status === 'draft')
    return { proposal: await proposals.update(scope, before.id, change), isRevision: false };
  if (before.status === 'accepted')
    throw new InvalidError(
      `${Proposal.titleOf(before)} was accepted. Make a new proposal for what changes: “a proposal for …”.`,
    );
  if (before.status === 'replaced')
    throw new ConflictError(`${Proposal.titleOf(before)} was replaced by a newer revision. Change that one.`);
  const values = revised(before, change);
  // what has run out is valid anew, as the settings say
  if (!change.validUntil && (before.validUntil ?? '') < (await todayOf(crm, scope.workspaceId)))
    delete values.validUntil;
  // a discount that somebody was allowed to give stays
  const isDeeper = deepestDiscount(values) > deepestDiscount(before);
  const proposal = await proposals.create(isDeeper ? scope : { ...scope, role: 'system' }, {
    ...values,
    dealId: before.dealId,
    reference: before.reference,
    revision: before.revision + 1,
  });
  await proposals.update(scope, before.id, { status: 'replaced', replacedById: proposal.id });
  return { proposal, isRevision: true };
}

/** What the next revision says: what is not changed is taken over, what is emptied is not. */
function revised(before: ProposalRecord, change: ProposalChange) {
  const taken = TAKEN_OVER.map((name) => [name, before[name]] as const);
  const values = [...taken, ...Object.entries(change).filter(([, value]) => value !== undefined)];
  const merged = Object.fromEntries(values);
  const given = Object.entries(merged).filter(([, value]) => value !== null && value !== undefined);
  return { lines: before.lines, ...Object.fromEntries(given) } as Revised;
}
