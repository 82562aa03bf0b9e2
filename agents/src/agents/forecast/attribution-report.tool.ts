import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { FormSubmission } from '@clianta/crm-core/marketing/form-submission/form-submission.schema';
import { CONVERSIONS, type Conversion } from '@clianta/crm-core/tracking/attribution/attribution.schema';
import {
  type AttributionFigures,
  attributionFigures,
  conversionsOf,
} from '@clianta/crm-core/tracking/attribution/attribution-figures';
import {
  type AttributionModel,
  MODEL_NAMES,
  MODELS,
  WHOLE_SHARE,
} from '@clianta/crm-core/tracking/attribution/credits';
import { z } from 'zod';
import { slot } from '../../slot.ts';
import { defineTool, type ToolContext, type ToolResult } from '../../tool.ts';
import { counted, formatMoney } from '../../tools/format.ts';
import { type GivenPeriod, periodInWords, periodOf, periodShape } from '../../tools/period.ts';
import { figuresTable } from '../../website/site-cards.ts';

/** What people call the models. */
const CALLED: Readonly<Record<string, AttributionModel>> = {
  first_touch: 'first',
  first_click: 'first',
  last_touch: 'last',
  last_click: 'last',
  'u-shaped': 'u_shaped',
  'u-shape': 'u_shaped',
  position_based: 'u_shaped',
  'position-based': 'u_shaped',
  'time-decay': 'time_decay',
  even: 'linear',
};
const WORDS = [...MODELS, ...Object.keys(CALLED)] as const;

const input = z.strictObject({
  model: slot({ kind: 'option', options: WORDS }, z.string())
    .optional()
    .describe(`One of ${MODELS.join(', ')}; left out: the one shown last, else linear`),
  of: z
    .enum(CONVERSIONS)
    .optional()
    .describe('deal: deals that were made; won: deals that were won; form: forms that were sent'),
  by: z.enum(['source', 'campaign']).optional(),
  again: z.boolean().optional().describe('Of the same time and kind as was shown last'),
  period: periodShape.optional().describe('Left out: this year'),
});
type Args = z.output<typeof input>;

export const attributionReport = defineTool({
  name: 'attribution_report',
  does: 'Working out what deals come from',
  operation: 'other',
  description:
    'What sources and campaigns deals, won deals or sent forms are credited to, by a model: first, last, linear, U-shaped or time decay. The answer names the model.',
  input,
  effect: 'read',
  async run(given, context): Promise<ToolResult> {
    const args = meant(given, context);
    const model = modelCalled(args.model);
    const conversion = args.of ?? 'deal';
    const { from, to } = periodOf(context, args.period as GivenPeriod | undefined, 'year');
    const span = { from: from.toJSDate(), to: to.toJSDate() };
    const figures = await attributionFigures(context.crm, context.scope, {
      ...{ model, conversion, span },
      byCampaign: args.by === 'campaign',
    });
    const when = periodInWords(context, { from, to });
    const label = LABELS[conversion];
    const result = {
      suggestions: MODELS.filter((one) => one !== model)
        .slice(0, 2)
        .map((one) => `And by ${one.replace('_', ' ')}${one === 'first' || one === 'last' ? ' touch' : ''}?`),
      lastList: {
        entity: conversion === 'form' ? FormSubmission.name : Opportunity.name,
        call: { tool: 'attribution_report', args: { ...args }, filter: 'period' },
      },
      isAnswer: true,
    };
    if (figures.conversions === 0)
      return {
        ...result,
        text: `No ${label.many} of ${when} have an attribution yet. It is kept when they happen, from the day a website is tracked (Settings, Website).`,
      };
    return {
      ...result,
      text: inWords(
        context,
        figures,
        `By **${MODEL_NAMES[model]}**, the ${counted(figures.conversions, label)} of ${when}`,
      ),
      cards: [creditsTable(context, figures, conversion, model, args.by === 'campaign')],
      facts: { model, ...figures },
    };
  },
});

const LABELS: Readonly<Record<Conversion, { one: string; many: string }>> = {
  deal: { one: 'deal made', many: 'deals made' },
  won: { one: 'won deal', many: 'won deals' },
  form: { one: 'form sent', many: 'forms sent' },
};

/** "And by first touch?" is of the time and the kind that was shown last. */
function meant({ again, ...args }: Args, { lastList }: ToolContext): Omit<Args, 'again'> {
  const isShown = lastList?.call?.tool === 'attribution_report';
  if (!again || !isShown) return args;
  const shown = input.omit({ again: true }).partial().safeParse(lastList?.call?.args);
  return shown.success ? { ...shown.data, ...args } : args;
}

function modelCalled(said = 'linear'): AttributionModel {
  const word = said.toLowerCase().replace(/ /g, '_');
  return CALLED[word] ?? MODELS.find((one) => one === word) ?? 'linear';
}

function inWords(context: ToolContext, figures: AttributionFigures, subject: string): string {
  const [first, second] = figures.sources.filter(({ source }) => source !== 'unknown');
  const unknown = figures.sources.find(({ source }) => source === 'unknown');
  const all = figures.conversions * WHOLE_SHARE;
  const part = (share: number) => `${Math.round((share / all) * 100)}%`;
  const best = first
    ? ` come most from **${first.source}** (${part(first.share)})${second ? `, then ${second.source} (${part(second.share)})` : ''}.`
    : ' come from nothing that is known.';
  const none = unknown && first ? ` Of ${part(unknown.share)} no visit is known.` : '';
  const rate =
    figures.withoutRate > 0 ? ` ${figures.withoutRate} have an amount without an exchange rate.` : '';
  const worth =
    figures.amountMinor > 0
      ? ` All together they are worth ${formatMoney(figures.amountMinor, context.currency, context)}.`
      : '';
  return `${subject}${best}${none}${worth}${rate}`;
}

const creditsTable = (
  context: ToolContext,
  { sources, conversions }: AttributionFigures,
  conversion: Conversion,
  model: AttributionModel,
  byCampaign: boolean,
) =>
  figuresTable(
    `${LABELS[conversion].many.replace(/^./, (letter) => letter.toUpperCase())}, by ${MODEL_NAMES[model]}`,
    [
      ['source', 'Source'],
      ['medium', 'Way'],
      ...(byCampaign ? ([['campaign', 'Campaign']] as const) : []),
      ['count', conversion === 'form' ? 'Forms' : 'Deals', true],
      ['share', 'Share', true],
      ...(conversion === 'form' ? [] : ([['amount', 'Amount', true]] as const)),
    ],
    sources.map(({ source, medium, campaign, share, amountMinor }) => ({
      source,
      medium: source === 'unknown' ? '' : medium,
      campaign: campaign ?? '',
      count: conversionsOf(share),
      share: `${((share / (conversions * WHOLE_SHARE)) * 100).toFixed(1)}%`,
      amount: formatMoney(amountMinor, context.currency, context),
    })),
  );
