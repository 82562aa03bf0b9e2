import { takerOf } from '@clianta/crm-core/crm/proposal/discount-limits';
import { offerRules } from '@clianta/crm-core/crm/proposal/parties-of';
import { Proposal } from '@clianta/crm-core/crm/proposal/proposal.schema';
import { deepestDiscount, type Priced, proposalTotals } from '@clianta/crm-core/crm/proposal/proposal-totals';
import { hasRole } from '@clianta/crm-core/entity/scope';
import { z } from 'zod';
import { figuresOf, moneyOnPaper, percentOnPaper } from '../../proposals/proposal-figures.ts';
import { slot } from '../../slot.ts';
import { defineTool, type ToolContext, type ToolResult } from '../../tool.ts';
import { oneOf } from '../../tools/fields.ts';
import { focusOf } from '../../tools/focus.ts';
import { proposalCalled } from './proposal-called.ts';
import { linesTable } from './proposal-cards.ts';
import { readLines } from './read-lines.ts';

const percent = (words: string) =>
  slot({ kind: 'percent' }, z.number().min(0).max(100).describe(words)).optional();

export const priceCheck = defineTool({
  name: 'price_check',
  does: 'Working out a price',
  entity: 'proposal',
  description:
    'Works out what something comes to with discount and tax, or what a proposal comes to, and whether a discount may be given. Writes nothing.',
  input: z.strictObject({
    lines: slot(
      { kind: 'text' },
      z.string().trim().min(1).max(10_000).describe('"40 seats at 30; setup 1500"'),
    ).optional(),
    proposal: oneOf(Proposal).optional(),
    discount: percent('Off the whole, in percent'),
    tax: percent('In percent'),
  }),
  effect: 'read',
  async run({ lines: text, proposal: name, discount, tax }, context): Promise<ToolResult> {
    const proposal = name === undefined ? undefined : await proposalCalled(context, name);
    if (text === undefined && !proposal) return limits(context, discount);
    const said = text === undefined ? undefined : readLines(text, context);
    const currency = said?.currency ?? proposal?.currency ?? context.currency;
    const off = discount === undefined ? said?.discount : discount / 100;
    const rate = tax === undefined ? said?.taxRate : tax / 100;
    const rules = await offerRules(context.crm, context.scope.workspaceId);
    const offered = said?.lines ?? proposal?.lines ?? [];
    const lines = offered.map((line) => ({
      ...line,
      taxRate: tax === undefined ? (line.taxRate ?? rate ?? rules.taxRate) : tax / 100,
    }));
    const priced: Priced = {
      lines,
      ...(said
        ? { discount: off }
        : { ...proposal, lines, ...(off !== undefined && { discount: off, discountMinor: undefined }) }),
    };
    const { netMinor, taxMinor, totalMinor } = proposalTotals(priced);
    const money = (minor: number) => moneyOnPaper(minor, currency, context.locale);
    const taxed = taxMinor > 0 ? `: ${money(netMinor)} net and ${money(taxMinor)} ${rules.taxName}` : '';
    const given = deepestDiscount(priced);
    const limit = takerOf(given, rules) ? ` ${await mayGive(context, given)}` : '';
    return {
      text: `${proposal ? `**${Proposal.titleOf(proposal)}**` : 'That'} comes to **${money(totalMinor)}**${taxed}.${limit}`,
      cards: [
        linesTable(
          proposal ? `${Proposal.titleOf(proposal)}: ${proposal.title}` : 'What it comes to',
          figuresOf(priced, { currency, locale: context.locale, taxName: rules.taxName }),
          rules.taxName,
        ),
      ],
      ...(proposal && { focus: [focusOf(Proposal, proposal)] }),
      isAnswer: true,
    };
  },
});

/** What may be given by whom. */
async function limits(context: ToolContext, discount: number | undefined): Promise<ToolResult> {
  if (discount !== undefined) return { text: await mayGive(context, discount / 100), isAnswer: true };
  const { adminAbove, ownerAbove } = await offerRules(context.crm, context.scope.workspaceId);
  const percentOf = (share: number) => percentOnPaper(share, context.locale);
  const own = hasRole(context.scope, 'owner')
    ? 'You may give any discount.'
    : hasRole(context.scope, 'admin')
      ? `You may give up to ${percentOf(ownerAbove)}; more takes an owner.`
      : `You may give up to ${percentOf(adminAbove)}; more takes an admin, over ${percentOf(ownerAbove)} an owner.`;
  return {
    text: `${own} It counts with what is taken off lines and off the whole together.`,
    isAnswer: true,
  };
}

async function mayGive({ crm, scope, locale }: ToolContext, share: number): Promise<string> {
  const taker = takerOf(share, await offerRules(crm, scope.workspaceId));
  const said = percentOnPaper(share, locale);
  if (!taker) return `A discount of ${said} is everybody’s to give.`;
  const who = taker.role === 'owner' ? 'an owner' : 'an admin';
  return hasRole(scope, taker.role)
    ? `A discount of ${said} takes ${who}; you may give it.`
    : `A discount of ${said} takes ${who}: ask one of them to set it.`;
}
