import { z } from 'zod';
import { defineEntity, type RecordOf } from '../../entity/define-entity.ts';
import { MEDIUMS } from './source-of.ts';

/** So long what happened on a website is kept. */
export const EVENT_KEPT_DAYS = 395;

const text = (most: number) => z.string().max(most).optional();

/** Where a visit came from. */
export const cameFromSchema = z.object({
  /** A site, a campaign's source, `email`, or `direct` where nothing says it. */
  source: z.string().max(120),
  medium: z.enum(MEDIUMS),
  campaign: text(120),
});
export type CameFrom = z.output<typeof cameFromSchema>;

/** That a page of the website was shown, or something happened on it. All of it is text from outside. */
export const TrackingEvent = defineEntity({
  name: 'trackingEvent',
  plural: 'tracking-events',
  domain: 'tracking',
  label: { one: 'website event', many: 'website events' },
  isAudited: false,
  isReadOnly: true,
  schema: z.object({
    /** What the page calls it: sent again it is the same event. */
    eventId: z.string().max(80).meta({ hidden: true }),
    siteId: z.string().meta({ label: 'Site', ref: 'trackedSite', onDelete: 'keep' }),
    /** A browser whose visitor has agreed; absent: nobody has, and nothing ties it to another day. */
    visitorId: text(40).meta({ hidden: true }),
    /** Of those who have not agreed: a hash of the day, which nobody can make again once the day is over. */
    dayKey: text(40).meta({ hidden: true }),
    contactId: z.string().optional().meta({ label: 'Contact', ref: 'contact', onDelete: 'clear' }),
    /** `page`, or what the site calls it. */
    type: z.string().max(60).meta({ label: 'What' }),
    /** Without what stands behind the question mark, where sites put what nobody shall keep. */
    url: z.string().max(1_000).meta({ label: 'Page', format: 'url' }),
    path: z.string().max(500).meta({ label: 'Path' }),
    referrer: text(300).meta({ label: 'Came from' }),
    utm: z.record(z.string(), z.string()).optional().meta({ label: 'Campaign tags' }),
    /** Of a page view that a visit begins with. */
    from: cameFromSchema.optional().meta({ label: 'First source' }),
    /** Of a page view that a visit began with, what came of the visit: see `countVisits`. */
    medium: z
      .enum(MEDIUMS)
      .optional()
      .meta({ label: 'Source', toolName: 'source', aliases: ['traffic source', 'channel', 'medium'] }),
    seconds: z.number().int().min(0).optional().meta({ label: 'Seconds' }),
    isEngaged: z.boolean().optional().meta({ label: 'Engaged' }),
    at: z.date().meta({ label: 'When', hasTime: true }),
    isMachine: z.boolean().default(false).meta({ label: 'By a machine' }),
    /** How it is known. */
    why: text(100).meta({ label: 'Why' }),
  }),
  personal: { contactId: 'erase' },
  titleOf: ({ type, path }) => `${type}: ${path}`,
  unique: [['eventId']],
  indexes: [['visitorId', '-at'], ['dayKey', '-at'], ['contactId', '-at'], ['-at']],
  access: { read: 'member', create: 'system', update: 'system', delete: 'system' },
});

export type TrackingEventRecord = RecordOf<typeof TrackingEvent>;
