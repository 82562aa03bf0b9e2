import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { Proposal, type ProposalRecord } from '@clianta/crm-core/crm/proposal/proposal.schema';
import { InvalidError } from '@clianta/crm-core/errors';
import { z } from 'zod';
import { slot } from '../../slot.ts';
import { defineTool, type ToolContext, type ToolResult } from '../../tool.ts';
import { createShape, oneOf } from '../../tools/fields.ts';
import { focusOf, undoable } from '../../tools/focus.ts';
import { formatDay } from '../../tools/format.ts';
import { storedValues } from '../../tools/translate.ts';
import { proposalCalled } from './proposal-called.ts';
import { proposalCards, totalInWords } from './proposal-cards.ts';
import { type Subject, subjectCalled } from './proposal-subject.ts';
import { readLines, type SaidLines } from './read-lines.ts';

const {
  lines: _lines,
  deal: _deal,
  discountAmount: _amount,
  taxIncluded,
  currency: _currency,
  ...values
} = createShape(Proposal);

export const createProposal = defineTool({
  name: 'create_proposal',
  does: 'Drafting a proposal',
  // it takes more than the fields of a record: its lines are said
  operation: 'other',
  entity: 'proposal',
  description:
    'Drafts a proposal (quote, offer) for a deal, company or contact with what is offered. A customer without an open deal gets one. Sends nothing.',
  input: z.strictObject({
    ...values,
    taxIncluded: taxIncluded as z.ZodType,
    deal: slot(
      { kind: 'subject' },
      z.string().describe('The deal, company or contact that it is for; left out: the one spoken of'),
    ).optional(),
    lines: slot(
      { kind: 'text' },
      z
        .string()
        .trim()
        .min(1)
        .max(10_000)
        .describe('What is offered, one after the other: "40 seats at 30; setup 1500; optional support 900"'),
    ).optional(),
    discount: slot(
      { kind: 'percent' },
      z.number().min(0).max(100).describe('Off the whole, in percent'),
    ).optional(),
    tax: slot(
      { kind: 'percent' },
      z.number().min(0).max(100).describe('In percent, on every line'),
    ).optional(),
    like: oneOf(Proposal).describe('Another proposal whose lines are taken over').optional(),
  }),
  effect: 'write',
  async run(args, context): Promise<ToolResult> {
    const {
      deal: name,
      lines: text,
      tax,
      like,
      discount,
      ...given
    } = args as {
      deal?: string;
      lines?: string;
      tax?: number;
      like?: string;
      discount?: number;
    } & Record<string, unknown>;
    const model = like === undefined ? undefined : await proposalCalled(context, like, 'like');
    const customer = name ?? (given.company as string | undefined) ?? (given.contact as string | undefined);
    const said = text === undefined ? undefined : readLines(text, context);
    const { deal, contactId, isNew } = await subjectCalled(context, customer);
    const offered = said ?? likeLines(model) ?? ofDeal({ deal, isNew });
    const off = discount === undefined ? offered.discount : discount / 100;
    const stored = await storedValues(context, Proposal, given);
    const proposal = await context.crm.records(Proposal).create(context.scope, {
      ...(contactId && { contactId }),
      ...(stored as object),
      dealId: deal.id,
      ...(offered.currency && { currency: offered.currency }),
      ...(off && { discount: off }),
      ...(!deal.ownerId && !stored.ownerId && { ownerId: context.scope.actor.id }),
      lines: taxed(offered, tax),
    });
    return {
      text: await said_(context, proposal, { deal, isNew }),
      cards: await proposalCards(context, proposal, { badge: 'Drafted', ...undoable(context) }),
      changes: [
        ...(isNew ? [{ entity: Opportunity.name, id: deal.id, change: 'created' as const }] : []),
        { entity: Proposal.name, id: proposal.id, change: 'created' },
      ],
      focus: [focusOf(Proposal, proposal), focusOf(Opportunity, deal)],
      suggestions: ['Give them 10 percent off', '19 percent VAT', 'Show it as PDF', 'Send it'],
      isAnswer: true,
      facts: { created: focusOf(Proposal, proposal) },
    };
  },
});

const taxed = ({ lines, taxRate }: SaidLines, tax: number | undefined) => {
  const usual = tax === undefined ? taxRate : tax / 100;
  return lines.map((line) => ({
    ...line,
    ...(line.taxRate === undefined && usual !== undefined && { taxRate: usual }),
  }));
};

const likeLines = (model: ProposalRecord | undefined): SaidLines | undefined =>
  model && {
    lines: model.lines,
    ...(model.discount && { discount: model.discount }),
    ...(model.currency && { currency: model.currency }),
  };

/** What a deal is worth, as one line. @throws InvalidError where it is not known */
function ofDeal({ deal, isNew }: Pick<Subject, 'deal' | 'isNew'>): SaidLines {
  if (!isNew && deal.amountMinor)
    return { lines: [{ text: deal.title, quantity: 1, unitMinor: deal.amountMinor }] };
  throw new InvalidError(
    'What do you offer? Say it with its price: “a proposal for Acme, 40 seats at 30, setup 1500”.',
  );
}

async function said_(
  context: ToolContext,
  proposal: ProposalRecord,
  { deal, isNew }: Pick<Subject, 'deal' | 'isNew'>,
): Promise<string> {
  const until = proposal.validUntil ? `, valid until ${formatDay(proposal.validUntil, context)}` : '';
  const fresh = isNew ? ` I also created the deal ${deal.title}, since none was open.` : '';
  return `Drafted **${proposal.reference}** for the deal **${deal.title}**: ${totalInWords(proposal, context)}${until}.${fresh}`;
}
