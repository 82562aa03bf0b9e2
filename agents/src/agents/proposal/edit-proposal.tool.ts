import { Proposal, type ProposalRecord } from '@clianta/crm-core/crm/proposal/proposal.schema';
import { changeProposal } from '@clianta/crm-core/crm/proposal/revise-proposal';
import { InvalidError } from '@clianta/crm-core/errors';
import { z } from 'zod';
import { slot } from '../../slot.ts';
import { defineTool, type ToolContext, type ToolResult } from '../../tool.ts';
import { createShape, oneOf } from '../../tools/fields.ts';
import { focusOf, undoable } from '../../tools/focus.ts';
import { formatDay, listed } from '../../tools/format.ts';
import { storedValues } from '../../tools/translate.ts';
import { extended } from './extended.ts';
import { proposalCalled } from './proposal-called.ts';
import { proposalCards, totalInWords } from './proposal-cards.ts';
import { changeSaid, type SaidChange } from './said-change.ts';

/** Those that are set as they are said. */
const PLAIN = ['validUntil', 'terms', 'intro', 'title', 'contact', 'owner'] as const;
const shape = createShape(Proposal);
const plain = Object.fromEntries(PLAIN.map((name) => [name, (shape[name] as z.ZodType).optional()]));
const percent = (words: string) =>
  slot({ kind: 'percent' }, z.number().min(0).max(100).describe(words)).optional();
const money = (words: string) => slot({ kind: 'money' }, z.number().describe(words)).optional();
const words = (said: string) =>
  slot({ kind: 'text' }, z.string().trim().min(1).max(5_000).describe(said)).optional();
const CURRENCIES = [
  'EUR',
  'USD',
  'GBP',
  'CHF',
  'SEK',
  'NOK',
  'DKK',
  'PLN',
  'CZK',
  'CAD',
  'AUD',
  'JPY',
] as const;

export const editProposal = defineTool({
  name: 'edit_proposal',
  does: 'Changing a proposal',
  // what is changed is said of lines and of the whole
  operation: 'other',
  entity: 'proposal',
  description:
    'Changes a proposal: quantity or price of a line, discount, tax, lines added or taken off, validity, terms. One that was sent stays as it is, and its next revision is made.',
  input: z.strictObject({
    proposal: oneOf(Proposal),
    line: words('Words of the line that is meant, or its place; left out: the only one'),
    value: z
      .number()
      .positive()
      .optional()
      .describe('A bare number: the new quantity or price, whichever is nearer'),
    quantity: z.number().positive().optional().describe('How many of the line'),
    price: money('Of one, in whole currency units'),
    discount: percent('In percent: of the line that is named, else of the whole; 0: none'),
    discountAmount: money('Off the whole, in whole currency units; 0: none'),
    total: money('What the whole is to come to, tax included'),
    tax: percent('In percent: of the line that is named, else of every line; 0: none'),
    taxIncluded: z.boolean().optional().describe('Prices include tax'),
    add: words('What is offered besides: "onboarding 500; 2 days training at 900"'),
    remove: words('Words of the line that is taken off, or its place'),
    optional: words('Words of the line that becomes optional'),
    currency: z.enum(CURRENCIES).optional(),
    extend: words('How much longer it is valid: "two weeks", "10 days"'),
    ...plain,
  }),
  effect: 'write',
  async run(args, context): Promise<ToolResult> {
    const { proposal: name, ...said } = args as { proposal: string } & Record<string, unknown>;
    const before = await proposalCalled(context, name);
    const given = Object.fromEntries(
      PLAIN.flatMap((one) => (said[one] === undefined ? [] : [[one, said[one]]])),
    );
    const { change, told } = changeSaid(before, said as SaidChange, context);
    const longer =
      typeof said.extend === 'string' ? { validUntil: extended(before, said.extend, context) } : {};
    const stored = { ...(await storedValues(context, Proposal, given)), ...longer };
    const patch = { ...change, ...stored };
    if (Object.keys(patch).length === 0)
      throw new InvalidError(
        'What is to be changed? Say it such as “10 percent off”, “make it 45” or “valid until Friday”.',
      );
    const { proposal, isRevision } = await changeProposal(context.crm, context.scope, before, patch as never);
    const isSame = !isRevision && proposal.version === before.version;
    return {
      text: inWords(context, before, proposal, {
        told: [...told, ...plainInWords(context, proposal, stored)],
        isRevision,
        isSame,
      }),
      cards: await proposalCards(context, proposal, {
        ...(!isSame && {
          badge: isRevision ? `Revision ${proposal.revision}` : 'Changed',
          ...undoable(context),
        }),
        changed: Object.keys(stored).concat(change.lines || 'discount' in change ? ['totalMinor'] : []),
      }),
      changes: isSame
        ? []
        : isRevision
          ? [
              { entity: Proposal.name, id: proposal.id, change: 'created' },
              { entity: Proposal.name, id: before.id, change: 'updated' },
            ]
          : [{ entity: Proposal.name, id: proposal.id, change: 'updated' }],
      focus: [focusOf(Proposal, proposal)],
      isAnswer: true,
    };
  },
});

function inWords(
  context: ToolContext,
  before: ProposalRecord,
  after: ProposalRecord,
  { told, isRevision, isSame }: { told: string[]; isRevision: boolean; isSame: boolean },
): string {
  const what = told.length > 0 ? ` (${listed(told)})` : '';
  const [from, to] = [totalInWords(before, context), totalInWords(after, context)];
  if (isSame) return `**${Proposal.titleOf(after)}** is so already: ${to}.`;
  const sum = from === to ? to : `${to} instead of ${from}`;
  if (isRevision)
    return `**${before.reference}** was ${before.status}, so I drafted **revision ${after.revision}**${what}: ${sum}. The old link says that it is being replaced; nobody can accept that one any more.`;
  return from === to
    ? `Changed **${Proposal.titleOf(after)}**${what}; it still comes to ${to}.`
    : `**${Proposal.titleOf(after)}** comes to **${sum}** now${what}.`;
}

function plainInWords(
  context: ToolContext,
  proposal: ProposalRecord,
  given: Record<string, unknown>,
): string[] {
  return Object.keys(given).map((name) =>
    name === 'validUntil' && proposal.validUntil
      ? `valid until ${formatDay(proposal.validUntil, context)}`
      : `new ${Proposal.fields.find((field) => field.name === name)?.label?.toLowerCase() ?? name}`,
  );
}
