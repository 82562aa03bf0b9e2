import { defineAgent } from '../../agent.ts';
import { sayingsOf } from '../../language/sayings.ts';
import { createProposal } from './create-proposal.tool.ts';
import { editProposal } from './edit-proposal.tool.ts';
import { priceCheck } from './price-check.tool.ts';
import { proposalSayings } from './proposal.sayings.ts';
import { proposalStatus } from './proposal-status.tool.ts';
import { recordAnswer } from './record-answer.tool.ts';
import { renderPdf } from './render-pdf.tool.ts';
import { sendProposal } from './send-proposal.tool.ts';
import { withdrawProposal } from './withdraw-proposal.tool.ts';

const tools = [
  createProposal,
  editProposal,
  proposalStatus,
  priceCheck,
  renderPdf,
  sendProposal,
  recordAnswer,
  withdrawProposal,
];

export const proposalAgent = defineAgent({
  name: 'proposalAgent',
  description:
    'Drafts, changes, prices and sends proposals (quotes, offers) and says whether they were opened and accepted.',
  instructions: `You look after proposals; people also say quote, quotation and offer. Never work out an amount yourself: the tools
do, and their figures stand. What was sent stays as it is; edit_proposal makes the next revision by itself. Sending mails
nothing yet: give the link that the tool answers. A proposal that is accepted does not win its deal; that is offered.
The stage “Proposal” of a pipeline is the deal agent's.`,
  tools,
  examples: [
    'A proposal for Acme, 40 seats at 30',
    '10 percent off',
    'Did they open it?',
    'Which proposals expire this week?',
  ],
  sayings: sayingsOf(tools, proposalSayings),
});
