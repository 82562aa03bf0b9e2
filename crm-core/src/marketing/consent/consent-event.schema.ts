import { z } from 'zod';
import { defineEntity, type RecordOf } from '../../entity/define-entity.ts';

/** Why somebody may be written to, or not any more: kept as it was said, and never changed. */
export const ConsentEvent = defineEntity({
  name: 'consentEvent',
  plural: 'consent-events',
  domain: 'marketing',
  label: { one: 'consent', many: 'consents' },
  schema: z.object({
    contactId: z.string().meta({ label: 'Contact', ref: 'contact', onDelete: 'keep' }),
    channel: z.enum(['email', 'sms']).default('email').meta({ label: 'Channel' }),
    /** Left out: marketing as a whole. */
    topic: z.string().trim().max(80).optional().meta({ label: 'Topic' }),
    state: z.enum(['given', 'withdrawn']).meta({ label: 'State' }),
    how: z.enum(['form', 'import', 'chat', 'unsubscribe', 'reply', 'person', 'api']).meta({ label: 'How' }),
    proof: z
      .object({
        /** What they agreed to, word for word. */
        text: z.string().max(2_000).optional(),
        ip: z.string().max(60).optional(),
        at: z.date(),
        formId: z.string().max(60).optional(),
      })
      .meta({ label: 'Proof' }),
  }),
  personal: { contactId: 'erase' },
  titleOf: ({ state, channel, topic }) => `${channel}${topic ? `, ${topic}` : ''}: ${state}`,
  indexes: [['contactId', '-createdAt']],
  access: { read: 'member', create: 'system', update: 'system', delete: 'system' },
});

export type ConsentEventRecord = RecordOf<typeof ConsentEvent>;
