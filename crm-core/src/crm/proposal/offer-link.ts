import type { CrmCore } from '../../crm-core.ts';
import { exposed } from '../../entity/access.ts';
import type { StoredDocument } from '../../entity/outbox.ts';
import { PublicLinks } from '../../secrets/public-links.ts';
import { Proposal, type ProposalRecord } from './proposal.schema.ts';

/** Where customers look at a proposal. */
export const OFFER_PATH = '/offer';

const tokenOf = ({ links }: CrmCore, id: string): string => links.token(`${Proposal.name}:${id}`);

/** The address of a proposal's page, and what is kept of it. */
export function newOfferLink(crm: CrmCore, id: string): { tokenHash: string; address: string } {
  const token = tokenOf(crm, id);
  return { tokenHash: PublicLinks.hashOf(token), address: crm.links.address(`${OFFER_PATH}/${token}`) };
}

/** The address that the customer has; undefined where there is none, or it was made with another key of the server. */
export async function offerLink(crm: CrmCore, workspaceId: string, id: string): Promise<string | undefined> {
  const { tokenHash, address } = newOfferLink(crm, id);
  const isThere = await crm.store.model(Proposal).exists({ _id: id, workspaceId, tokenHash });
  return isThere ? address : undefined;
}

/** The proposal of whatever workspace that a token opens. */
export async function offerOf(crm: CrmCore, token: string): Promise<ProposalRecord | undefined> {
  const found = await crm.store
    .model(Proposal)
    .findOne({ tokenHash: PublicLinks.hashOf(token), isDeleted: false })
    .lean<StoredDocument>();
  return found ? exposed(Proposal, found) : undefined;
}
