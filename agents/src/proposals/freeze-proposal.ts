import { Readable } from 'node:stream';
import { newOfferLink } from '@clianta/crm-core/crm/proposal/offer-link';
import { partiesOf } from '@clianta/crm-core/crm/proposal/parties-of';
import { Proposal, type ProposalRecord } from '@clianta/crm-core/crm/proposal/proposal.schema';
import type { AttachmentRecord } from '@clianta/crm-core/files/attachment/attachment.schema';
import type { ToolContext } from '../tool.ts';
import { paperOf } from './proposal-paper.ts';

type Needed = Pick<ToolContext, 'crm' | 'scope'>;

/** What its file is called: "P12 Acme seats.pdf". */
export const fileNameOf = (proposal: ProposalRecord): string =>
  `${[Proposal.titleOf(proposal), proposal.title].filter(Boolean).join(' ').slice(0, 120)}.pdf`;

/** The proposal as a PDF among its files. */
async function savePdf({ crm, scope }: Needed, proposal: ProposalRecord): Promise<AttachmentRecord> {
  const bytes = await pdfOf({ crm }, proposal);
  return crm.files.save(scope, {
    name: fileNameOf(proposal),
    stream: Readable.from([Buffer.from(bytes)]),
    of: { entity: Proposal.name, id: proposal.id },
  });
}

export async function pdfOf({ crm }: Pick<Needed, 'crm'>, proposal: ProposalRecord): Promise<Uint8Array> {
  // large, and needed by few answers
  const { proposalPdf } = await import('./proposal-pdf.ts');
  return proposalPdf(await paperOf(crm, proposal));
}

/**
 * Makes of a draft what the customer has: its page, its PDF, and who offers to whom as it is today. From then on it stays so.
 *
 * @throws StaleVersionError when somebody has changed it meanwhile
 */
export async function sendOffer(
  { crm, scope }: Needed,
  draft: ProposalRecord,
  given: Pick<Partial<ProposalRecord>, 'contactId'> = {},
): Promise<{ proposal: ProposalRecord; pdf: AttachmentRecord; address: string }> {
  const now = crm.now();
  const final = { ...draft, ...given, sentAt: now };
  const pdf = await savePdf({ crm, scope }, final);
  const { tokenHash, address } = newOfferLink(crm, draft.id);
  const proposal = await crm.records(Proposal).update(
    scope,
    draft.id,
    {
      ...given,
      status: 'sent',
      sentAt: now,
      tokenHash,
      pdfId: pdf.id,
      parties: await partiesOf(crm, final),
    },
    { version: draft.version },
  );
  return { proposal, pdf, address };
}
