import { z } from 'zod';
import { defineEntity, type RecordOf } from '../../entity/define-entity.ts';

export const ACTIVITY_TYPES = ['note', 'call', 'email', 'meeting', 'change'] as const;

/** Something that happened with a person, a company or a deal: an entry of their timeline. */
export const Activity = defineEntity({
  name: 'activity',
  plural: 'activities',
  domain: 'crm',
  label: { one: 'activity', many: 'activities' },
  aliases: ['timeline'],
  talk: {
    title: 'subject',
    owner: 'userId',
    period: 'at',
    columns: ['at', 'type', 'subject', 'contactId', 'companyId', 'userId'],
    tellsApart: ['type', 'at'],
    sort: '-at',
    isNamed: false,
    isEntry: true,
    nouns: {
      note: { field: 'type', value: 'note' },
      call: { field: 'type', value: 'call' },
    },
  },
  schema: z.object({
    type: z
      .enum(ACTIVITY_TYPES)
      .default('note')
      .meta({ label: 'Type', aliases: ['kind'] }),
    subject: z.string().trim().min(1).max(300).meta({ label: 'Subject' }),
    body: z.string().max(20_000).optional().meta({ label: 'Text', format: 'longtext' }),
    at: z.date().meta({ label: 'When', aliases: ['date', 'time'], hasTime: true }),
    contactId: z.string().optional().meta({ label: 'Contact', ref: 'contact', onDelete: 'keep' }),
    companyId: z.string().optional().meta({ label: 'Company', ref: 'company', onDelete: 'keep' }),
    opportunityId: z
      .string()
      .optional()
      .meta({ label: 'Deal', ref: 'opportunity', onDelete: 'keep', toolName: 'deal', aliases: ['deal'] }),
    ticketId: z.string().optional().meta({ label: 'Ticket', ref: 'ticket', onDelete: 'cascade' }),
    /** What the customer was told, or wrote; what the team says among itself is not. */
    isPublic: z.boolean().optional().meta({ label: 'Seen by the customer', isAside: true }),
    userId: z
      .string()
      .optional()
      .meta({ label: 'By', ref: 'user', onDelete: 'keep', aliases: ['by', 'author', 'rep', 'owner'] }),
    /** The event that wrote the entry, when it was not a person. */
    eventId: z.string().optional().meta({ readOnly: true, hidden: true }),
  }),
  personal: { contactId: 'erase' },
  isTold: ({ type }) => type === 'change',
  titleOf: (activity) => activity.subject,
  search: ['subject'],
  indexes: [
    ['contactId', '-at'],
    ['companyId', '-at'],
    ['opportunityId', '-at'],
    ['ticketId', '-at'],
    ['userId', '-at'],
  ],
});

export type ActivityRecord = RecordOf<typeof Activity>;
