import { Campaign } from '@clianta/crm-core/marketing/campaign/campaign.schema';
import { previewCampaign } from '@clianta/crm-core/marketing/campaign/preview-campaign';
import { z } from 'zod';
import { defineTool, type ToolResult } from '../../tool.ts';
import { oneOf } from '../../tools/fields.ts';
import { focusOf } from '../../tools/focus.ts';
import { counted, listed } from '../../tools/format.ts';
import {
  audienceSaid,
  campaignCard,
  exclusionsCard,
  exclusionsInWords,
  PEOPLE,
  samplesCard,
  timesOf,
} from './campaign-cards.ts';
import { theCampaign } from './the-campaign.ts';

export const previewCampaignTool = defineTool({
  name: 'preview_campaign',
  does: 'Looking at a campaign',
  operation: 'read',
  entity: Campaign.name,
  description:
    'Shows a campaign before it goes out: how many get it, who is left out and why, how it reads for three people, when it reaches whom.',
  input: z.strictObject({
    mailing: oneOf(Campaign).optional().describe('Left out: the one spoken of last'),
    part: z
      .enum(['all', 'left_out', 'text', 'times'])
      .default('all')
      .describe('left_out: who does not get it and why'),
  }),
  effect: 'read',
  async run({ mailing: name, part }, context): Promise<ToolResult> {
    const campaign = await theCampaign(context, name);
    const preview = await previewCampaign(context.crm, context.scope, campaign);
    const { people, matching, gaps, faults, account } = preview;
    const out = matching - people.length;
    const notYet = [
      ...faults,
      ...(account ? [] : ['No mailbox is connected: connect one under Settings, Mailboxes.']),
      ...(gaps.length > 0 ? [`It does not say yet: ${listed(gaps)}.`] : []),
    ];
    const focus = [focusOf(Campaign, campaign)];
    if (part === 'left_out')
      return {
        text:
          out > 0
            ? `${out} of ${counted(matching, PEOPLE)} are left out of **${campaign.name}**: ${exclusionsInWords(preview)}.`
            : `Nobody is left out of **${campaign.name}**: all ${matching} would get it.`,
        ...(out > 0 && { cards: [exclusionsCard(preview)] }),
        focus,
        isAnswer: true,
      };
    return {
      text: [
        `**${campaign.name}** (${campaign.status}) would go to ${counted(people.length, PEOPLE)}, ${await audienceSaid(context, campaign)}${out > 0 ? `; ${out} are left out` : ''}.`,
        ...(part === 'times' ? [`${timesOf(preview, context).join('; ')}.`] : []),
        ...notYet,
      ].join(' '),
      cards: [
        await campaignCard(context, campaign, preview),
        ...(part === 'times' ? [] : [samplesCard(preview)]),
        ...(part === 'all' && out > 0 ? [exclusionsCard(preview)] : []),
      ],
      focus,
      suggestions: [
        'Test it on me',
        ...(notYet.length === 0 && campaign.status === 'draft' ? ['Send the campaign now'] : []),
      ],
      isAnswer: true,
      facts: { count: people.length, leftOut: exclusionsInWords(preview) },
    };
  },
});
