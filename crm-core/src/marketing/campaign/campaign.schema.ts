import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { clock } from '../../entity/clock.ts';
import { day } from '../../entity/days.ts';
import { defineEntity, type RecordOf } from '../../entity/define-entity.ts';
import { filterSchema } from '../../entity/filter.schema.ts';
import { timeZone } from '../../entity/platform-values.ts';
import { InvalidError } from '../../errors.ts';
import { knownVariables } from '../templates/email-template.schema.ts';
import { textsOf } from '../templates/mail-block.schema.ts';
import { contentOf, MOST_VARIANTS, mailContent, mailVariant } from './mail-content.ts';

/**
 * `waiting`: its mailbox cannot send now, and it goes on by itself once it can. `missed`: it was to start over an hour
 * ago, and somebody has to say whether it still shall.
 */
const CAMPAIGN_STATES = [
  'draft',
  'scheduled',
  'running',
  'waiting',
  'paused',
  'finished',
  'cancelled',
  'missed',
] as const;
export type CampaignStatus = (typeof CAMPAIGN_STATES)[number];

/** Its audience is frozen and people may have got it. */
export const BEGUN: ReadonlySet<CampaignStatus> = new Set(['running', 'waiting', 'paused']);
export const OVER: ReadonlySet<CampaignStatus> = new Set(['finished', 'cancelled']);

/** "It is a draft", "it is running". */
export const statusInWords = (status: CampaignStatus): string => (status === 'draft' ? 'a draft' : status);

/** What an approval is of: changed, the approval is void. */
const APPROVED_FIELDS = [
  'purpose',
  'topic',
  'audience',
  'accountId',
  'subject',
  'preheader',
  'blocks',
  'variants',
  'test',
] as const;

/** When it goes out: a time on the clock of the wall, which is stored with its zone. Left out: at once. */
const scheduleSchema = z.object({
  day: day(),
  time: clock(),
  /** `recipient`: at that time wherever somebody is; who has no zone goes by `timeZone`. */
  zone: z.enum(['fixed', 'recipient']).default('fixed'),
  timeZone: timeZone(),
});
export type CampaignSchedule = z.output<typeof scheduleSchema>;

/** How many got it, by what became of it; written as it goes. */
const countsSchema = z.object({
  audience: z.number().int(),
  sent: z.number().int(),
  skipped: z.number().int(),
  failed: z.number().int(),
  unknown: z.number().int(),
  bounced: z.number().int(),
});
export type CampaignCounts = z.output<typeof countsSchema>;

/** What somebody has said yes to: this content, to these people. */
const approvedSchema = z.object({
  contentVersion: z.number().int(),
  count: z.number().int(),
  byId: z.string(),
  at: z.date(),
});

/** One mail to many people, each of whom gets it once. */
export const Campaign = defineEntity({
  name: 'campaign',
  plural: 'campaigns',
  domain: 'marketing',
  label: { one: 'campaign', many: 'campaigns' },
  aliases: ['mailing', 'mailings', 'newsletter', 'newsletters'],
  talk: {
    columns: ['name', 'status', 'subject', 'startsAt', 'ownerId'],
    owner: 'ownerId',
    period: 'startedAt',
    tellsApart: ['status', 'startedAt'],
    subtitle: ['status', 'subject'],
    sort: '-createdAt',
  },
  schema: z.object({
    name: z.string().trim().min(1).max(120).meta({ label: 'Name' }),
    status: z
      .enum(CAMPAIGN_STATES)
      .default('draft')
      .meta({ label: 'Status', readOnly: true, hasCommonWords: true }),
    /** Marketing takes consent; service is what people need to know about what they have. */
    purpose: z
      .enum(['marketing', 'service'])
      .default('marketing')
      .meta({ label: 'Purpose', hasCommonWords: true }),
    /** What somebody may unsubscribe from alone. */
    topic: z.string().trim().max(80).optional().meta({ label: 'Topic', isAside: true }),
    /** Which contacts; looked at anew until it is approved, then frozen. */
    audience: filterSchema.default({}).meta({ label: 'Audience', isAside: true }),
    accountId: z
      .string()
      .optional()
      .meta({ label: 'Mailbox', ref: 'emailAccount', onDelete: 'keep', isAside: true }),
    ...mailContent.shape,
    /** Other ways to say it, beside its own, which is A. */
    variants: z
      .array(mailVariant)
      .max(MOST_VARIANTS - 1)
      .default([])
      .meta({ label: 'Variants', isAside: true }),
    /** A share gets one of the variants; the rest, after so long, the one that did best. */
    test: z
      .object({
        share: z.number().min(0.05).max(1).default(0.2),
        minutes: z.number().int().min(30).max(10_080).default(240),
        /** What people do; what machines do counts for nothing. */
        metric: z.enum(['clicks', 'opens', 'replies']).default('clicks'),
      })
      .default({ share: 0.2, minutes: 240, metric: 'clicks' })
      .meta({ label: 'Test', isAside: true }),
    schedule: scheduleSchema.optional().meta({ label: 'Schedule', isAside: true }),
    perHour: z
      .number()
      .int()
      .min(1)
      .max(1_000_000)
      .optional()
      .meta({ label: 'At most an hour', isAside: true }),
    ownerId: z.string().optional().meta({ label: 'Owner', ref: 'user', onDelete: 'keep' }),
    /** Counts the changes of what is approved. */
    contentVersion: z
      .number()
      .int()
      .min(1)
      .default(1)
      .meta({ label: 'Version', readOnly: true, isAside: true }),
    approved: approvedSchema.optional().meta({ label: 'Approved', readOnly: true, isAside: true }),
    /** Whom it goes to, as they were counted when somebody said yes. */
    editionId: z.string().optional().meta({ label: 'Frozen audience', readOnly: true, isAside: true }),
    /** The first instant at which somebody gets it. */
    startsAt: z.date().optional().meta({ label: 'Starts', readOnly: true, hasTime: true }),
    startedAt: z.date().optional().meta({ label: 'Started', readOnly: true, hasTime: true }),
    finishedAt: z.date().optional().meta({ label: 'Finished', readOnly: true, hasTime: true }),
    /** Why it is paused, waits or was missed. */
    because: z.string().max(500).optional().meta({ label: 'Because', readOnly: true, isAside: true }),
    /** The variant that the rest gets, and how sure that is. */
    winner: z
      .object({ variant: z.number().int().min(0), isSignificant: z.boolean(), said: z.string().max(500) })
      .optional()
      .meta({ label: 'Winner', readOnly: true, isAside: true }),
    counts: countsSchema.optional().meta({ label: 'Counts', readOnly: true, isAside: true }),
    /** The one that it corrects: it goes to those who got that. */
    correctsId: z
      .string()
      .optional()
      .meta({ label: 'Corrects', ref: 'campaign', onDelete: 'clear', readOnly: true, isAside: true }),
  }),
  titleOf: ({ name }) => name,
  search: ['name', 'subject'],
  unique: [['name']],
  indexes: [['status', 'startsAt'], ['-startedAt']],
  derivedEvents: [
    {
      type: 'campaign.started',
      field: 'status',
      when: (after, before) => Boolean(before) && Boolean(after.startedAt) && !before?.startedAt,
    },
    {
      type: 'campaign.paused',
      field: 'status',
      when: (after, before) => Boolean(before) && after.status === 'paused' && before?.status !== 'paused',
    },
    {
      type: 'campaign.finished',
      field: 'status',
      when: (after, before) =>
        Boolean(before) && after.status === 'finished' && before?.status !== 'finished',
    },
  ],
  async prepare(next, context) {
    const { before } = context;
    for (const variant of [0, ...next.variants.map((_, at) => at + 1)])
      await knownVariables(textsOf(contentOf(next, variant)), context);
    if (!before) return { contentVersion: 1, status: 'draft' as const };
    const changed = APPROVED_FIELDS.filter((field) => !isDeepStrictEqual(next[field], before[field]));
    if (changed.length === 0) return {};
    const { status, name } = before;
    if (OVER.has(status))
      throw new InvalidError(`“${name}” is ${status} and stays as it was. Make a new one.`);
    if (status === 'running' || status === 'waiting')
      throw new InvalidError(`“${name}” is going out. Pause it first, then change it.`);
    if (status === 'paused' && changed.some((field) => field === 'audience' || field === 'variants'))
      throw new InvalidError(
        `Whom “${name}” goes to was settled when it started. Cancel it and make another for other people.`,
      );
    return {
      contentVersion: before.contentVersion + 1,
      // null empties: what was approved is not this any more
      approved: null as never,
      ...((status === 'scheduled' || status === 'missed') && {
        status: 'draft' as const,
        startsAt: null as never,
      }),
    };
  },
});

export type CampaignRecord = RecordOf<typeof Campaign>;
