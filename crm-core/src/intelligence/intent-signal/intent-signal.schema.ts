import { z } from 'zod';
import { defineEntity, type RecordOf } from '../../entity/define-entity.ts';

const SIGNAL_TYPES = ['pageView', 'emailOpen', 'click', 'form', 'demoRequest'] as const;
export type SignalType = (typeof SIGNAL_TYPES)[number];

/** A sign that a person is interested: what they looked at, opened, sent. What it is worth is a matter of the rules. */
export const IntentSignal = defineEntity({
  name: 'intentSignal',
  plural: 'intent-signals',
  domain: 'intelligence',
  label: { one: 'intent signal', many: 'intent signals' },
  schema: z.object({
    contactId: z.string().meta({ label: 'Contact', ref: 'contact', onDelete: 'keep' }),
    type: z.enum(SIGNAL_TYPES).meta({ label: 'Type' }),
    /** What was looked at: a page, the name of a mailing. The same twice a day counts once. */
    subject: z.string().trim().max(300).default('').meta({ label: 'Subject' }),
    at: z.date().meta({ label: 'When', hasTime: true }),
    /** The id it has where it came from; told twice it is stored once. */
    eventId: z.string().trim().min(1).max(300).meta({ label: 'Event' }),
  }),
  personal: { contactId: 'erase' },
  titleOf: ({ type, subject }) => (subject ? `${type}: ${subject}` : type),
  unique: [['eventId']],
  indexes: [['contactId', '-at']],
});

export type IntentSignalRecord = RecordOf<typeof IntentSignal>;
