import { InvalidError } from '@clianta/crm-core/errors';
import { Campaign } from '@clianta/crm-core/marketing/campaign/campaign.schema';
import { accountOf, previewCampaign } from '@clianta/crm-core/marketing/campaign/preview-campaign';
import { queueMail } from '@clianta/crm-core/marketing/outbox/queue-mail';
import { z } from 'zod';
import { defineTool, type ToolResult } from '../../tool.ts';
import { oneOf } from '../../tools/fields.ts';
import { focusOf } from '../../tools/focus.ts';
import { theCampaign } from './the-campaign.ts';

export const testCampaign = defineTool({
  name: 'test_campaign',
  does: 'Sending a test',
  operation: 'other',
  entity: Campaign.name,
  description:
    'Sends the campaign as a typical recipient would get it to the own address of whoever asks, and to nobody else. Needs no approval.',
  input: z.strictObject({
    mailing: oneOf(Campaign).optional().describe('Left out: the one spoken of last'),
  }),
  effect: 'write',
  async run({ mailing: name }, context): Promise<ToolResult> {
    const { crm, scope, turnId } = context;
    const campaign = await theCampaign(context, name, ['draft']);
    const { team } = await crm.facts(scope.workspaceId);
    const me = team.find(({ id }) => id === scope.actor.id);
    if (!me) throw new InvalidError('I do not know your address.');
    const account = await accountOf(crm, campaign);
    if (!account) throw new InvalidError('No mailbox is connected. Connect one under Settings, Mailboxes.');
    const { samples, gaps } = await previewCampaign(crm, scope, campaign);
    const [sample] = samples;
    if (!sample) throw new InvalidError(`Nobody would get “${campaign.name}”, so there is no mail to show.`);
    await queueMail(crm, scope.workspaceId, {
      accountId: account.id,
      to: [{ address: me.email, name: me.name }],
      subject: `[Test] ${sample.subject}`,
      text: sample.text,
      html: sample.html,
      purpose: 'personal',
      sendKey: `campaign-test:${campaign.id}:${turnId}`,
      peopleIds: [me.id],
    });
    const open = gaps.length > 0 ? ` It does not say yet: ${gaps.join('; ')}.` : '';
    return {
      text: `A test of **${campaign.name}** is on its way to ${me.email}, as ${sample.name} would get it.${open}`,
      focus: [focusOf(Campaign, campaign)],
      suggestions: gaps.length === 0 ? ['Send the campaign now', 'Tuesday 10, in their own time'] : [],
      isAnswer: true,
    };
  },
});
