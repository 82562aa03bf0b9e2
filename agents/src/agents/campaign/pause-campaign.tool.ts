import { InvalidError } from '@clianta/crm-core/errors';
import {
  Campaign,
  type CampaignRecord,
  statusInWords,
} from '@clianta/crm-core/marketing/campaign/campaign.schema';
import { countRows } from '@clianta/crm-core/marketing/campaign/campaign-rows';
import { cancelCampaign, pauseCampaign } from '@clianta/crm-core/marketing/campaign/halt-campaign';
import { resumeCampaign } from '@clianta/crm-core/marketing/campaign/launch-campaign';
import { previewCampaign } from '@clianta/crm-core/marketing/campaign/preview-campaign';
import { z } from 'zod';
import { defineTool, type Proposal, type ToolContext, type ToolResult } from '../../tool.ts';
import { oneOf } from '../../tools/fields.ts';
import { focusOf } from '../../tools/focus.ts';
import { counted } from '../../tools/format.ts';
import { PEOPLE, textOf, titleOfSample } from './campaign-cards.ts';
import { theCampaign } from './the-campaign.ts';

const input = z.strictObject({
  mailing: oneOf(Campaign)
    .optional()
    .describe('Left out: the one spoken of last, else the one that goes out'),
  action: z
    .enum(['pause', 'resume', 'cancel'])
    .describe('cancel: for good, whoever has not got it never does'),
});

export const pauseCampaignTool = defineTool({
  name: 'pause_campaign',
  does: 'Stopping a campaign',
  operation: 'other',
  entity: Campaign.name,
  description:
    'Stops a campaign at once where it is, ends it for good, or goes on with one that is paused (which is proposed first).',
  input,
  effect: 'ask',
  stops: { entity: Campaign.name, args: { action: 'pause' } },
  async propose({ mailing: name, action }, context): Promise<Proposal | undefined> {
    if (action === 'pause') return undefined;
    const campaign = await theCampaign(context, name, ['running', 'waiting', 'paused', 'scheduled']);
    const { open, sent } = await left(context, campaign);
    if (action === 'cancel') return ending(campaign, { open, sent });
    if (campaign.status !== 'paused')
      throw new InvalidError(`“${campaign.name}” is ${statusInWords(campaign.status)}, not paused.`);
    const { samples, gaps } = await previewCampaign(context.crm, context.scope, campaign);
    if (gaps.length > 0) throw new InvalidError(`“${campaign.name}” does not say yet: ${gaps.join('; ')}.`);
    return {
      title: `Go on with the campaign “${campaign.name}”`,
      preview: {
        count: open,
        sample: samples.map((sample) => ({ title: titleOfSample(sample), detail: textOf(sample) })),
        changes: [
          { label: 'Still to get it', to: counted(open, PEOPLE) },
          { label: 'Got it', to: counted(sent, PEOPLE) },
          { label: 'Paused because', to: campaign.because ?? '—' },
        ],
      },
      recordIds: [campaign.id],
    };
  },
  async run({ mailing: name, action }, context): Promise<ToolResult> {
    const { crm, scope, approvedIds } = context;
    const known = approvedIds?.[0];
    const campaign = known
      ? await crm.records(Campaign).get(scope, known)
      : await theCampaign(context, name, ['running', 'waiting', 'scheduled']);
    if (action === 'pause') return paused(context, campaign);
    if (!approvedIds) throw new InvalidError('This needs an approval.');
    if (action === 'cancel') {
      const after = await cancelCampaign(crm, scope, campaign);
      return done(after, `**${after.name}** has ended: ${counted(after.counts?.sent ?? 0, PEOPLE)} got it.`);
    }
    if (context.approvedVersions?.get(campaign.id) !== campaign.version)
      throw new InvalidError(`“${campaign.name}” was changed since it was approved. Ask for it again.`);
    const after = await resumeCampaign(crm, scope, campaign);
    return done(after, `**${after.name}** goes on.`);
  },
});

async function paused(context: ToolContext, campaign: CampaignRecord): Promise<ToolResult> {
  const { crm, scope } = context;
  const after = await pauseCampaign(crm, scope, campaign, `${scope.actor.name} stopped it`);
  if (after.status === 'draft')
    return done(after, `**${after.name}** does not go out: it had not begun, and is a draft again.`);
  const { open, sent } = await left(context, after);
  return {
    ...done(
      after,
      `Paused **${after.name}**: ${counted(sent, PEOPLE)} got it, ${open} did not. A mail that was being handed over in this moment goes to its end.`,
    ),
    suggestions: ['Go on with it', 'Cancel it for good'],
  };
}

const left = ({ crm, scope }: ToolContext, { id }: CampaignRecord) => countRows(crm, scope.workspaceId, id);

function ending(campaign: CampaignRecord, { open, sent }: { open: number; sent: number }): Proposal {
  return {
    title: `End the campaign “${campaign.name}” for good`,
    preview: {
      count: Math.max(1, open),
      sample: [{ title: campaign.name }],
      changes: [
        { label: 'Got it', to: counted(sent, PEOPLE) },
        { label: 'Never get it', to: counted(open, PEOPLE) },
      ],
    },
    isDestructive: true,
    recordIds: [campaign.id],
  };
}

const done = (campaign: CampaignRecord, text: string): ToolResult => ({
  text,
  changes: [{ entity: Campaign.name, id: campaign.id, change: 'updated' }],
  focus: [focusOf(Campaign, campaign)],
  isAnswer: true,
});
