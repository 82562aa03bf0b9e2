import { z } from 'zod';
import { defineEntity, type RecordOf } from '../../entity/define-entity.ts';

const STATES = ['waiting', 'invited'] as const;

/** Somebody who waits to be invited. Whoever asks from outside is never told who is on the list. */
export const WaitlistEntry = defineEntity({
  name: 'waitlistEntry',
  plural: 'waitlist-entries',
  domain: 'marketing',
  label: { one: 'waitlist entry', many: 'waitlist entries' },
  aliases: ['waitlist', 'waiting list', 'wait list'],
  talk: {
    key: 'waitlistEntry',
    title: 'email',
    columns: ['position', 'email', 'contactId', 'status', 'referredById', 'invitedAt'],
    sort: 'position',
    isNamed: false,
  },
  isReadOnly: true,
  schema: z.object({
    email: z.string().max(254).meta({ label: 'E-mail', format: 'email' }),
    /** The address as it stands on the list once. */
    address: z.string().max(254).meta({ hidden: true }),
    position: z.number().int().min(1).meta({ label: 'Place' }),
    contactId: z.string().optional().meta({ label: 'Contact', ref: 'contact', onDelete: 'clear' }),
    formId: z.string().meta({ label: 'Form', ref: 'form', onDelete: 'keep' }),
    referredById: z.string().optional().meta({ label: 'Referred by', ref: 'contact', onDelete: 'clear' }),
    status: z.enum(STATES).default('waiting').meta({ label: 'Status' }),
    invitedAt: z.date().optional().meta({ label: 'Invited', hasTime: true }),
  }),
  personal: { contactId: 'erase', email: 'erase', address: 'erase', referredById: 'redact' },
  titleOf: ({ email }) => email,
  unique: [['address'], ['position']],
  indexes: [['status', 'position'], ['contactId']],
  access: { create: 'system', update: 'system', delete: 'system' },
});

export type WaitlistEntryRecord = RecordOf<typeof WaitlistEntry>;
