import { z } from 'zod';
import { defineEntity, type RecordOf } from '../../entity/define-entity.ts';

/** `pending`: it is to be confirmed by mail; `spam`: put aside, nothing was done with it. */
const SUBMISSION_STATES = ['new', 'pending', 'confirmed', 'spam'] as const;

/** So long whoever filled in a form may confirm it. */
export const CONFIRM_DAYS = 7;

const text = (most: number) => z.string().max(most).optional();

/** Where it was filled in. */
export const touchSchema = z.object({
  url: text(1_000),
  referrer: text(1_000),
  /** Of our own landing pages. */
  pageId: text(60),
  variant: text(40),
  /** The browser that it was sent from, where its visitor has agreed to be known again. */
  visitorId: text(40),
});

/** An answer that says something else than what is known of the person: a teammate decides. */
const otherValueSchema = z.object({
  field: z.string(),
  label: z.string(),
  value: z.unknown(),
});

/** What somebody sent by a form, and what became of it. All of it is text from outside. */
export const FormSubmission = defineEntity({
  name: 'formSubmission',
  plural: 'form-submissions',
  domain: 'marketing',
  label: { one: 'form submission', many: 'form submissions' },
  aliases: ['submission', 'submissions', 'form entry', 'form entries'],
  talk: {
    key: 'submission',
    title: 'email',
    period: 'at',
    columns: ['at', 'email', 'formId', 'status', 'contactId'],
    tellsApart: ['at'],
    sort: '-at',
    isNamed: false,
    isEntry: true,
  },
  isReadOnly: true,
  schema: z.object({
    formId: z.string().meta({ label: 'Form', ref: 'form', onDelete: 'keep' }),
    /** As whoever filled it in says; only a confirmed one is proven. */
    email: z.string().max(254).meta({ label: 'E-mail', format: 'email' }),
    status: z.enum(SUBMISSION_STATES).default('new').meta({ label: 'Status' }),
    contactId: z.string().optional().meta({ label: 'Contact', ref: 'contact', onDelete: 'clear' }),
    at: z.date().meta({ label: 'When', hasTime: true }),
    /** By the names of the form's fields, as they were sent. */
    values: z.record(z.string(), z.union([z.string(), z.boolean()])).meta({ label: 'Answers' }),
    /** What the page calls it: sent again it is the same submission. */
    clientId: z.string().max(64).meta({ hidden: true }),
    touch: touchSchema.optional().meta({ label: 'Where', isAside: true }),
    /** The words that were agreed to, from where and when. */
    consent: z
      .object({ text: z.string(), ip: text(60), at: z.date(), confirmedFrom: text(60) })
      .optional()
      .meta({ label: 'Consent', isAside: true }),
    otherValues: z.array(otherValueSchema).max(30).optional().meta({ label: 'Differs from what is known' }),
    /** Why it was put aside, or what keeps it from being done. */
    trouble: text(500).meta({ label: 'Trouble' }),
    /** Of the token that the mail's address ends in. */
    confirmHash: text(64).meta({ hidden: true }),
    mailedAt: z.date().optional().meta({ label: 'Asked to confirm', hasTime: true }),
    confirmedAt: z.date().optional().meta({ label: 'Confirmed', hasTime: true }),
    /** When it became a contact. */
    takenAt: z.date().optional().meta({ label: 'Taken over', hasTime: true, isAside: true }),
  }),
  personal: { contactId: 'erase', email: 'erase' },
  titleOf: ({ email }) => email,
  unique: [['formId', 'clientId']],
  indexes: [['formId', '-at'], ['contactId', '-at'], ['email', '-at'], ['status', '-at'], ['-at']],
  access: { create: 'system', update: 'system', delete: 'system' },
  derivedEvents: [
    {
      type: 'form.submitted',
      when: (after, before) => after.status !== 'spam' && (!before || before.status === 'spam'),
    },
    {
      type: 'form.confirmed',
      field: 'status',
      when: (after, before) => after.status === 'confirmed' && before?.status !== 'confirmed',
    },
  ],
});

export type FormSubmissionRecord = RecordOf<typeof FormSubmission>;
