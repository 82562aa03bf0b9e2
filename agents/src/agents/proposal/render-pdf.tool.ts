import { Readable } from 'node:stream';
import { Proposal, type ProposalRecord } from '@clianta/crm-core/crm/proposal/proposal.schema';
import { Attachment, type AttachmentRecord } from '@clianta/crm-core/files/attachment/attachment.schema';
import { z } from 'zod';
import { fileNameOf, pdfOf } from '../../proposals/freeze-proposal.ts';
import { defineTool, type ToolContext, type ToolResult } from '../../tool.ts';
import { oneOf } from '../../tools/fields.ts';
import { fileCard } from '../../tools/file-card.ts';
import { focusOf } from '../../tools/focus.ts';
import { proposalCalled } from './proposal-called.ts';
import { totalInWords } from './proposal-cards.ts';

export const renderPdf = defineTool({
  name: 'render_pdf',
  does: 'Making the PDF of a proposal',
  entity: 'proposal',
  description:
    'Gives a proposal as PDF, as the customer gets it: the file that was sent, or what the draft looks like.',
  input: z.strictObject({ proposal: oneOf(Proposal) }),
  effect: 'read',
  async run({ proposal: name }, context): Promise<ToolResult> {
    const proposal = await proposalCalled(context, name);
    const sent = await sentFile(context, proposal);
    const file = sent ?? (await draftFile(context, proposal));
    return {
      text: `Here is **${Proposal.titleOf(proposal)}** (${proposal.title}, ${totalInWords(proposal, context)}) as PDF${sent ? ', as the customer has it' : '. It is a draft; nobody has it yet'}.`,
      cards: [fileCard(file)],
      focus: [focusOf(Proposal, proposal)],
      isAnswer: true,
    };
  },
});

async function sentFile(
  { crm, scope }: ToolContext,
  { pdfId }: ProposalRecord,
): Promise<AttachmentRecord | undefined> {
  if (!pdfId) return undefined;
  const file = (await crm.records(Attachment).getMany(scope, [pdfId])).get(pdfId);
  return file && !file.isDeleted ? file : undefined;
}

/** A look at a draft belongs to the conversation, not to the proposal. */
async function draftFile(context: ToolContext, proposal: ProposalRecord): Promise<AttachmentRecord> {
  const { crm, scope, conversationId } = context;
  return crm.files.save(scope, {
    name: fileNameOf(proposal),
    stream: Readable.from([Buffer.from(await pdfOf(context, proposal))]),
    ...(conversationId && { conversationId }),
  });
}
