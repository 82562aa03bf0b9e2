import { formatDate, formatDay } from '@clianta/agents/tools/format';
import { closedBecause, todayOf } from '@clianta/crm-core/crm/proposal/answer-proposal';
import { Proposal, type ProposalRecord } from '@clianta/crm-core/crm/proposal/proposal.schema';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import { systemScope } from '@clianta/crm-core/entity/scope';
import type { OfferState } from './offer-page.ts';

/** How far an offer is, told to its customer. */
export async function offerState(crm: CrmCore, offer: ProposalRecord): Promise<OfferState> {
  const local = await crm.localOf(offer.workspaceId, undefined);
  const { signer, answeredAt, validUntil } = offer;
  const when = answeredAt ? ` on ${formatDate(answeredAt, local)}` : '';
  const who = signer?.name ?? 'you';
  switch (closedBecause(offer, await todayOf(crm, offer.workspaceId))) {
    case undefined:
      return { canAnswer: true };
    case 'accepted':
      return {
        words: `Accepted by ${who}${when}. Thank you: we will be in touch.`,
        isGood: true,
        canAnswer: false,
      };
    case 'declined':
      return { words: `Declined by ${who}${when}. Thank you for letting us know.`, canAnswer: false };
    case 'expired':
      return {
        words: `This proposal has expired: it was valid until ${validUntil ? formatDay(validUntil, local) : 'a day that is past'}. Ask us for a new one.`,
        canAnswer: false,
      };
    case 'withdrawn':
      return { words: 'This proposal was withdrawn and can no longer be accepted.', canAnswer: false };
    case 'replaced':
      return { words: await replacedInWords(crm, offer), canAnswer: false };
  }
}

/** The address of the newer one is given by whom it comes from, not here. */
async function replacedInWords(crm: CrmCore, { workspaceId, replacedById }: ProposalRecord): Promise<string> {
  const newer = replacedById
    ? (await crm.records(Proposal).getMany(systemScope(workspaceId), [replacedById])).get(replacedById)
    : undefined;
  return newer?.sentAt
    ? `This proposal was replaced by revision ${newer.revision}, for which you get a link of its own. This one can no longer be accepted.`
    : 'This proposal is being revised and can no longer be accepted. You will get a link to the new one.';
}
