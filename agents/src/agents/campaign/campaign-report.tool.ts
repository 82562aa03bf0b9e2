import {
  Campaign,
  type CampaignRecord,
  statusInWords,
} from '@clianta/crm-core/marketing/campaign/campaign.schema';
import { type CampaignFigures, campaignFigures } from '@clianta/crm-core/marketing/campaign/campaign-figures';
import { z } from 'zod';
import type { Card } from '../../reply.schema.ts';
import { defineTool, type ToolContext, type ToolResult } from '../../tool.ts';
import { oneOf } from '../../tools/fields.ts';
import { focusOf } from '../../tools/focus.ts';
import { counted } from '../../tools/format.ts';
import { PEOPLE } from './campaign-cards.ts';
import { theCampaign } from './the-campaign.ts';

export const campaignReport = defineTool({
  name: 'campaign_report',
  does: 'Measuring a campaign',
  operation: 'read',
  entity: Campaign.name,
  description:
    'How a campaign did: who got it, bounces, opens and clicks by people, replies, who unsubscribed, deals since, what is unknown; beside the one before, or another.',
  input: z.strictObject({
    mailing: oneOf(Campaign)
      .optional()
      .describe('Left out: the one spoken of last, else the last that went out'),
    compare: z.enum(['last']).optional().describe('Beside the one that went out before it'),
    against: oneOf(Campaign).optional().describe('Or beside this one'),
  }),
  effect: 'read',
  async run({ mailing: name, compare, against }, context): Promise<ToolResult> {
    const campaign = name ? await theCampaign(context, name) : await lastOrSpokenOf(context);
    const other = against
      ? await theCampaign(context, against)
      : compare
        ? await oneBefore(context, campaign)
        : undefined;
    const all = [campaign, ...(other ? [other] : [])];
    const figures = await Promise.all(all.map((one) => campaignFigures(context.crm, one)));
    const [own] = figures as [CampaignFigures, ...CampaignFigures[]];
    const none = compare && !other ? ' No campaign went out before it.' : '';
    return {
      text:
        own.got === 0
          ? `**${campaign.name}** is ${statusInWords(campaign.status)}; nobody got it yet.${none}`
          : `**${campaign.name}** (${campaign.status}): ${counted(own.got, PEOPLE)} got it, ${own.clicked} clicked, ${own.replied} replied${own.unknown > 0 ? `; of ${own.unknown} it is unknown` : ''}.${campaign.winner ? ` ${campaign.winner.said}` : ''}${none}`,
      ...(figures.some(({ got }) => got > 0) && { cards: [figuresCard(all, figures)] }),
      focus: [focusOf(Campaign, campaign)],
      isAnswer: true,
      facts: { ...own },
    };
  },
});

const LINES: ReadonlyArray<readonly [string, (one: CampaignFigures) => string]> = [
  ['Audience', ({ audience }) => String(audience)],
  ['Got it', ({ got }) => String(got)],
  ['Left out', ({ skipped }) => String(skipped)],
  ['Refused', ({ failed }) => String(failed)],
  ['Came back', ({ bounced }) => String(bounced)],
  ['Unknown', ({ unknown }) => String(unknown)],
  ['Opened, by people', ({ opened, got }) => share(opened, got)],
  ['Clicked, by people', ({ clicked, got }) => share(clicked, got)],
  ['Replied', ({ replied, got }) => share(replied, got)],
  ['Unsubscribed', ({ unsubscribed, got }) => share(unsubscribed, got)],
  ['Deals since', ({ deals }) => String(deals)],
  ['Deals won since', ({ dealsWon }) => String(dealsWon)],
];

const share = (count: number, of: number) =>
  of === 0 ? String(count) : `${count} (${((100 * count) / of).toFixed(1)}%)`;

function figuresCard(campaigns: readonly CampaignRecord[], figures: readonly CampaignFigures[]): Card {
  return {
    type: 'table',
    title: campaigns.map(({ name }) => name).join(' and '),
    columns: [
      { key: 'what', label: '' },
      ...campaigns.map(({ name }, at) => ({ key: `c${at}`, label: name, align: 'right' as const })),
    ],
    rows: LINES.map(([what, of]) => ({
      cells: { what, ...Object.fromEntries(figures.map((one, at) => [`c${at}`, of(one)])) },
    })),
    count: LINES.length,
  };
}

async function lastOrSpokenOf(context: ToolContext): Promise<CampaignRecord> {
  if (context.focus.some(({ entity }) => entity === Campaign.name)) return theCampaign(context, undefined);
  return (await startedBefore(context, undefined)) ?? theCampaign(context, undefined);
}

const oneBefore = (context: ToolContext, { id, startedAt }: CampaignRecord) =>
  startedBefore(context, startedAt ?? context.now, id);

async function startedBefore({ crm, scope }: ToolContext, before: Date | undefined, not?: string) {
  const { records } = await crm.records(Campaign).find(scope, {
    where: [
      { field: 'startedAt', op: 'is_set' },
      ...(before ? [{ field: 'startedAt', op: 'lte' as const, value: before }] : []),
      ...(not ? [{ field: 'id', op: 'ne' as const, value: not }] : []),
    ],
    sort: '-startedAt',
    limit: 1,
  });
  return records[0];
}
