import { parseInstant } from '@clianta/crm-core/entity/filter';
import { idFrom } from '@clianta/crm-core/entity/ids';
import { InvalidError } from '@clianta/crm-core/errors';
import {
  Campaign,
  type CampaignRecord,
  type CampaignSchedule,
} from '@clianta/crm-core/marketing/campaign/campaign.schema';
import { freezeAudience, launchCampaign } from '@clianta/crm-core/marketing/campaign/launch-campaign';
import {
  type CampaignPreview,
  previewCampaign,
  requireReady,
} from '@clianta/crm-core/marketing/campaign/preview-campaign';
import { LATE_MS, wallTime } from '@clianta/crm-core/marketing/campaign/send-times';
import { DateTime } from 'luxon';
import { z } from 'zod';
import { slot } from '../../slot.ts';
import { defineTool, type Proposal, type ToolContext, type ToolResult } from '../../tool.ts';
import { oneOf } from '../../tools/fields.ts';
import { focusOf } from '../../tools/focus.ts';
import { counted, formatDate } from '../../tools/format.ts';
import { audienceSaid, exclusionsInWords, PEOPLE, textOf, timesOf, titleOfSample } from './campaign-cards.ts';
import { theCampaign } from './the-campaign.ts';

const input = z.strictObject({
  mailing: oneOf(Campaign).optional().describe('Left out: the one spoken of last'),
  at: slot({ kind: 'moment' }, z.string()).optional().describe('When it goes out; left out: at once'),
  zone: z
    .enum(['fixed', 'recipient'])
    .default('fixed')
    .describe('recipient: at that time on the clock of each of them'),
});
type Args = z.output<typeof input>;

export const sendCampaign = defineTool({
  name: 'send_campaign',
  does: 'Sending a campaign',
  operation: 'other',
  entity: Campaign.name,
  description:
    'Sends a drafted campaign to its audience now or at a time, on one clock or on that of each recipient. Always proposed first: how many, who is left out, three mails as they read, from whom, when.',
  input,
  effect: 'ask',
  async propose(args, context): Promise<Proposal | undefined> {
    const { campaign, preview } = await meant(context, args);
    const account = requireReady(campaign, preview);
    await freezeAudience(context.crm, campaign, editionOf(context, campaign), preview);
    const { people, matching, samples, days, links } = preview;
    return {
      title: `Send the campaign “${campaign.name}” to ${counted(people.length, PEOPLE)}`,
      preview: {
        count: people.length,
        sample: samples.map((sample) => ({ title: titleOfSample(sample), detail: textOf(sample) })),
        changes: [
          {
            label: 'From',
            to: account.displayName ? `${account.displayName} <${account.address}>` : account.address,
          },
          { label: 'To', to: await audienceSaid(context, campaign) },
          { label: 'Left out', to: matching > people.length ? exclusionsInWords(preview) : 'Nobody' },
          ...(campaign.schedule
            ? timesOf(preview, context).map((to) => ({ label: 'Goes out', to }))
            : [{ label: 'Goes out', to: 'At once' }]),
          ...(days > 1 ? [{ label: 'Takes', to: `${days} days, by what the mailbox may send a day` }] : []),
          ...campaign.variants.map(({ subject }, at) => ({
            label: `Variant ${'BCD'[at]}`,
            to: subject ?? 'another text',
          })),
          { label: 'Links', to: links.join(', ') || 'None but the one to unsubscribe' },
        ],
      },
      recordIds: [campaign.id],
    };
  },
  async run(args, context): Promise<ToolResult> {
    if (!context.approvedIds) throw new InvalidError('Sending a campaign needs an approval.');
    const { crm, scope } = context;
    const { campaign, preview, schedule } = await meant(context, args);
    const approved = context.approvedVersions?.get(campaign.id);
    if (approved !== campaign.version)
      throw new InvalidError(
        `“${campaign.name}” was changed since it was approved, so it was not sent. Ask for it again.`,
      );
    const account = requireReady(campaign, preview);
    const planned = await crm
      .records(Campaign)
      .update(scope, campaign.id, { schedule: schedule ?? null }, { version: campaign.version });
    const sent = await launchCampaign(crm, scope, planned, {
      editionId: editionOf(context, campaign),
      startsAt: preview.startsAt,
      accountId: account.id,
    });
    const count = sent.approved?.count ?? 0;
    return {
      text: schedule
        ? `**${sent.name}** goes out to ${counted(count, PEOPLE)}, the first at ${formatDate(preview.startsAt, context)}. “Stop” holds it until then and while it goes out.`
        : `**${sent.name}** goes out to ${counted(count, PEOPLE)} now. “Stop” holds it.`,
      changes: [{ entity: Campaign.name, id: sent.id, change: 'updated' }],
      focus: [focusOf(Campaign, sent)],
      suggestions: ['Stop!', 'How is it doing?'],
      isAnswer: true,
    };
  },
});

/** Whom it was shown for in this turn: the decision comes back to it. */
const editionOf = ({ turnId }: ToolContext, { id }: CampaignRecord) => idFrom(`audience:${id}:${turnId}`);

async function meant(
  context: ToolContext,
  { mailing: name, at, zone }: Args,
): Promise<{ campaign: CampaignRecord; preview: CampaignPreview; schedule: CampaignSchedule | undefined }> {
  const { crm, scope, approvedIds } = context;
  const known = approvedIds?.[0];
  const stored = known
    ? await crm.records(Campaign).get(scope, known)
    : await theCampaign(context, name, ['draft', 'missed']);
  if (stored.status !== 'draft' && stored.status !== 'missed') throw notAgain(stored);
  const schedule = at ? scheduleOf(context, at, zone) : undefined;
  const { schedule: _, ...rest } = stored;
  const campaign: CampaignRecord = { ...rest, ...(schedule && { schedule }) };
  return { campaign, schedule, preview: await previewCampaign(crm, scope, campaign) };
}

function notAgain({ name, status }: CampaignRecord): InvalidError {
  if (status === 'paused')
    return new InvalidError(`“${name}” is paused. Say “go on with it”, and I ask before it goes on.`);
  return new InvalidError(`“${name}” is ${status} already. For another mailing make a new one.`);
}

/** @throws InvalidError for a time that is past */
function scheduleOf(
  { timeZone, now, ...local }: ToolContext,
  said: string,
  zone: Args['zone'],
): CampaignSchedule {
  const at = parseInstant(said, { ...local, timeZone, now } as never);
  if (!at) throw new InvalidError(`“${said}” is not a time I understand. Try “Tuesday at 10”.`);
  const wall = DateTime.fromJSDate(at, { zone: timeZone });
  const schedule = { day: wall.toFormat('yyyy-MM-dd'), time: wall.toFormat('HH:mm'), zone, timeZone };
  if (wallTime(schedule.day, schedule.time, timeZone).getTime() < now.getTime() - LATE_MS)
    throw new InvalidError(`${formatDate(at, { ...local, timeZone } as never)} has passed already.`);
  return schedule;
}
