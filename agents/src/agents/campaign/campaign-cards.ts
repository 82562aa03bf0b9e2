import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { Campaign, type CampaignRecord } from '@clianta/crm-core/marketing/campaign/campaign.schema';
import type { CampaignPreview, MailSample } from '@clianta/crm-core/marketing/campaign/preview-campaign';
import { DateTime } from 'luxon';
import type { Card } from '../../reply.schema.ts';
import type { ToolContext } from '../../tool.ts';
import { conditionsInWords } from '../../tools/conditions-in-words.ts';
import { counted } from '../../tools/format.ts';

const SHOWN_ZONES = 8;
const MOST_TEXT = 900;

export const PEOPLE = { one: 'person', many: 'people' };

/** Who is left out, by reason, with some of their names. */
export function exclusionsCard({ exclusions, matching, people }: CampaignPreview): Card {
  return {
    type: 'table',
    title: `Left out: ${matching - people.length} of ${matching}`,
    columns: [
      { key: 'reason', label: 'Why' },
      { key: 'count', label: 'People', align: 'right' },
      { key: 'sample', label: 'For instance' },
    ],
    rows: exclusions.map(({ reason, count, sample }) => ({
      cells: {
        reason,
        count: String(count),
        sample: `${sample.slice(0, 3).join(', ')}${count > 3 ? ', …' : ''}`,
      },
    })),
    count: exclusions.length,
  };
}

/** Mails as three people would get them. */
export function samplesCard({ samples }: CampaignPreview): Card {
  return {
    type: 'list',
    title: 'How it reads',
    items: samples.map((sample) => ({ title: titleOfSample(sample), detail: textOf(sample) })),
    count: samples.length,
  };
}

export const titleOfSample = ({ kind, to, subject }: MailSample) => `${kind}, ${to}: ${subject}`;

export const textOf = ({ text }: MailSample) => {
  const plain = text.trim();
  return plain.length > MOST_TEXT ? `${plain.slice(0, MOST_TEXT)}…` : plain;
};

/** "6 people have no consent, 1 has no address". */
export const exclusionsInWords = ({ exclusions }: Pick<CampaignPreview, 'exclusions'>): string =>
  exclusions.map(({ reason, count }) => `${count}: ${reason}`).join('; ');

/** When who gets it: a line for each clock. */
export function timesOf({ zones }: CampaignPreview, { locale }: Pick<ToolContext, 'locale'>): string[] {
  const lines = zones.slice(0, SHOWN_ZONES).map(({ timeZone, count, at, isNextDay }) => {
    const local = DateTime.fromJSDate(at, { zone: timeZone || 'UTC' }).setLocale(locale);
    const time = `${local.toFormat('ccc d LLL')}, ${local.toLocaleString(DateTime.TIME_SIMPLE).replace(/\u202f/g, ' ')}`;
    return `${count} at ${time} (${timeZone || 'UTC'})${isNextDay ? ', the next day, as that time has passed there' : ''}`;
  });
  const rest = zones.slice(SHOWN_ZONES);
  if (rest.length === 0) return lines;
  return [...lines, `${rest.reduce((sum, { count }) => sum + count, 0)} in ${rest.length} other zones`];
}

/** "contacts with lead grade A"; of everybody "all contacts". */
export async function audienceSaid(context: ToolContext, { audience }: CampaignRecord): Promise<string> {
  const said = await conditionsInWords(context, Contact as never, audience);
  return said ? `contacts: ${said}` : 'all contacts';
}

/** What a campaign is, in one card. */
export async function campaignCard(
  context: ToolContext,
  campaign: CampaignRecord,
  preview: CampaignPreview,
): Promise<Card> {
  const { account, people, days } = preview;
  const fields = [
    ['Status', campaign.status],
    ['Audience', await audienceSaid(context, campaign)],
    ['Would get it', counted(people.length, PEOPLE)],
    ['Left out', exclusionsInWords(preview) || 'nobody'],
    ['Subject', campaign.subject || '—'],
    ...campaign.variants.map(({ subject }, at) => [`Variant ${'BCD'[at]}`, subject ?? 'another text']),
    [
      'From',
      account ? `${account.displayName ?? ''} <${account.address}>`.trim() : 'no mailbox is connected',
    ],
    ...(days > 1 ? [['Takes', `${days} days, by what the mailbox may send a day`]] : []),
  ] as Array<[string, string]>;
  return {
    type: 'record',
    entity: Campaign.name,
    id: campaign.id,
    title: campaign.name,
    subtitle: 'Campaign',
    fields: fields.map(([label, value]) => ({ label, value })),
  };
}
