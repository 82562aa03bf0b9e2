import { z } from 'zod';
import { defineEntity, type RecordOf } from '../../entity/define-entity.ts';
import { emailAddress } from '../../entity/email-address.ts';

/** `open`: it is up to us. `waiting`: up to them. `snoozed` comes back at its time, and with their answer. */
const THREAD_STATES = ['open', 'waiting', 'done', 'snoozed', 'trash'] as const;

/**
 * Mails that answer each other, in the inbox that a team shares. What teammates see of it follows its mailbox; what its
 * mails say is in their `EmailBody`.
 */
export const EmailThread = defineEntity({
  name: 'emailThread',
  plural: 'email-threads',
  domain: 'marketing',
  label: { one: 'email thread', many: 'email threads' },
  aliases: ['e-mail thread', 'e-mail threads', 'mail thread', 'mail threads'],
  privateTo: 'peopleIds',
  sharedBy: 'isListed',
  talk: {
    key: 'thread',
    owner: 'assigneeId',
    period: 'lastAt',
    columns: ['subject', 'people', 'lastAt', 'state', 'assigneeId'],
    tellsApart: ['people', 'lastAt'],
    sort: '-lastAt',
  },
  schema: z.object({
    subject: z.string().max(998).default('').meta({ label: 'Subject' }),
    /** Who of the outside takes part, by name where it is known. */
    people: z.array(z.string().max(254)).max(50).default([]).meta({ label: 'With', readOnly: true }),
    lastAt: z.date().meta({
      label: 'Last mail',
      toolName: 'lastMail',
      readOnly: true,
      hasTime: true,
      aliases: ['last mail', 'received', 'came in'],
    }),
    state: z.enum(THREAD_STATES).default('open').meta({ label: 'State', hasCommonWords: true }),
    /** The last word is theirs, and no machine's. */
    isUnanswered: z.boolean().default(false).meta({ label: 'Unanswered', readOnly: true, isAside: true }),
    assigneeId: z
      .string()
      .optional()
      .meta({ label: 'Assigned to', ref: 'user', onDelete: 'keep', aliases: ['assignee', 'assigned to'] }),
    snoozedUntil: z.date().optional().meta({ label: 'Back on', hasTime: true }),
    contactIds: z
      .array(z.string())
      .max(50)
      .default([])
      .meta({ label: 'Contacts', ref: 'contact', onDelete: 'clear', toolName: 'contact' }),
    companyIds: z
      .array(z.string())
      .max(50)
      .default([])
      .meta({ label: 'Companies', ref: 'company', onDelete: 'clear', toolName: 'company' }),
    opportunityId: z
      .string()
      .optional()
      .meta({ label: 'Deal', ref: 'opportunity', onDelete: 'clear', toolName: 'deal', isAside: true }),
    accountIds: z.array(z.string()).max(20).default([]).meta({
      label: 'Mailboxes',
      ref: 'emailAccount',
      onDelete: 'keep',
      toolName: 'mailbox',
      readOnly: true,
      isAside: true,
    }),
    count: z.number().int().min(0).default(0).meta({ label: 'Mails', readOnly: true, isAside: true }),
    /** Addresses of all that take part, for what has no name. */
    addresses: z.array(emailAddress()).max(100).default([]).meta({ hidden: true, readOnly: true }),
    /** Without what stands before it: `Re:`. */
    bareSubject: z.string().max(998).default('').meta({ hidden: true, readOnly: true }),
    peopleIds: z.array(z.string()).max(50).default([]).meta({ hidden: true, readOnly: true }),
    isListed: z.boolean().default(true).meta({ hidden: true, readOnly: true }),
  }),
  personal: { contactIds: 'erase' },
  titleOf: ({ subject, people }) => subject || (people[0] ? `Mail with ${people[0]}` : 'No subject'),
  search: ['subject', 'people', 'addresses'],
  indexes: [
    ['state', '-lastAt'],
    ['contactIds', '-lastAt'],
    ['accountIds', '-lastAt'],
    ['assigneeId', '-lastAt'],
    ['bareSubject', '-lastAt'],
    ['addresses'],
  ],
  access: { create: 'system', delete: 'system' },
  prepare(next, { before }) {
    const isPutOff = next.snoozedUntil && next.snoozedUntil.getTime() !== before?.snoozedUntil?.getTime();
    if (isPutOff) return { state: 'snoozed' as const };
    return next.snoozedUntil && next.state !== 'snoozed' ? { snoozedUntil: undefined } : {};
  },
});

export type EmailThreadRecord = RecordOf<typeof EmailThread>;
