import { z } from 'zod';
import { defineEntity, type RecordOf } from '../../entity/define-entity.ts';
import { cameFromSchema } from '../visit/tracking-event.schema.ts';

/** As the tracker makes it. */
export const visitorIdSchema = z.string().regex(/^[0-9a-f]{24}$/);

/** A browser whose visitor has agreed to be known again; a person once a link of our mail, or a confirmed form, has proven who. */
export const Visitor = defineEntity({
  name: 'visitor',
  plural: 'visitors',
  domain: 'tracking',
  label: { one: 'website visitor', many: 'website visitors' },
  isAudited: false,
  isReadOnly: true,
  schema: z.object({
    visitorId: z.string().max(40).meta({ hidden: true }),
    contactId: z.string().optional().meta({ label: 'Contact', ref: 'contact', onDelete: 'clear' }),
    /** When that was proven. */
    knownAt: z.date().optional().meta({ label: 'Known since', hasTime: true }),
    /** A teammate's browser: nothing of it counts. */
    isTeam: z.boolean().optional().meta({ label: 'Of the team' }),
    firstTouch: cameFromSchema
      .extend({ path: z.string().max(500), at: z.date() })
      .optional()
      .meta({ label: 'First came from' }),
    lastSeenAt: z.date().meta({ label: 'Last seen', hasTime: true }),
    consent: z.enum(['given', 'withdrawn']).default('given').meta({ label: 'Consent' }),
  }),
  personal: { contactId: 'erase' },
  titleOf: ({ visitorId }) => `Visitor ${visitorId.slice(0, 6)}`,
  unique: [['visitorId']],
  indexes: [['contactId', '-lastSeenAt'], ['-lastSeenAt']],
  access: { read: 'member', create: 'system', update: 'system', delete: 'system' },
});

export type VisitorRecord = RecordOf<typeof Visitor>;
