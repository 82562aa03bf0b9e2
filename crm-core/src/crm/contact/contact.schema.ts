import { z } from 'zod';
import { day } from '../../entity/days.ts';
import { defineEntity, type RecordOf } from '../../entity/define-entity.ts';
import { emailAddress } from '../../entity/email-address.ts';
import { phoneNumber } from '../../entity/phone-number.ts';
import { timeZone } from '../../entity/platform-values.ts';
import { contactKeys } from '../match-keys.ts';

const CONTACT_STATUSES = ['new', 'contacted', 'qualified', 'unqualified', 'customer', 'lost'] as const;
const LIFECYCLE_STAGES = ['lead', 'mql', 'sql', 'opportunity', 'customer'] as const;
const LEAD_GRADES = ['A', 'B', 'C', 'D', 'F'] as const;

/** A score is told of when it passes a multiple of ten. */
const tenOf = (score: number | null | undefined) => Math.floor((score ?? 0) / 10);

/** A person the workspace deals with. */
export const Contact = defineEntity({
  name: 'contact',
  plural: 'contacts',
  domain: 'crm',
  label: { one: 'contact', many: 'contacts' },
  aliases: ['person', 'people'],
  hasCustomFields: true,
  talk: {
    owner: 'ownerId',
    columns: ['name', 'companyId', 'jobTitle', 'email', 'ownerId', 'status', 'lastContactedAt'],
    tellsApart: ['companyId', 'email'],
    subtitle: ['jobTitle', 'companyId'],
    sort: 'name',
    touched: { field: 'lastContactedAt', by: ['call', 'email', 'meeting'] },
    inTimeline: true,
    nouns: { lead: { field: 'lifecycleStage', value: 'lead', unless: ['status', 'leadGrade', 'leadScore'] } },
  },
  schema: z.object({
    name: z
      .string()
      .trim()
      .min(1)
      .max(160)
      .meta({ label: 'Name', aliases: ['full name'] }),
    email: emailAddress()
      .optional()
      .meta({
        label: 'E-mail',
        aliases: ['email', 'mail', 'e-mail address', 'email address'],
        format: 'email',
      }),
    phone: phoneNumber()
      .optional()
      .meta({
        label: 'Phone',
        aliases: ['phone number', 'number', 'telephone', 'mobile', 'cell'],
        format: 'phone',
      }),
    /** Further addresses, of a record that was merged into this one for instance. */
    otherEmails: z.array(emailAddress()).max(20).optional().meta({ label: 'Further e-mails', isAside: true }),
    otherPhones: z
      .array(phoneNumber())
      .max(20)
      .optional()
      .meta({ label: 'Further phones', format: 'phone', isAside: true }),
    jobTitle: z
      .string()
      .trim()
      .max(120)
      .optional()
      .meta({ label: 'Job title', aliases: ['title', 'role', 'position', 'job'] }),
    companyId: z
      .string()
      .optional()
      .meta({
        label: 'Company',
        ref: 'company',
        onDelete: 'clear',
        aliases: ['company', 'organisation', 'organization', 'employer', 'account'],
      }),
    ownerId: z
      .string()
      .optional()
      .meta({
        label: 'Owner',
        ref: 'user',
        onDelete: 'keep',
        aliases: ['owner', 'rep', 'assignee', 'assigned to'],
      }),
    status: z.enum(CONTACT_STATUSES).default('new').meta({ label: 'Status' }),
    leadGrade: z
      .enum(LEAD_GRADES)
      .optional()
      .meta({ label: 'Lead grade', aliases: ['grade'] }),
    leadScore: z
      .number()
      .min(0)
      .max(100)
      .optional()
      .meta({ label: 'Lead score', aliases: ['score'] }),
    lifecycleStage: z
      .enum(LIFECYCLE_STAGES)
      .default('lead')
      .meta({ label: 'Lifecycle stage', aliases: ['lifecycle', 'stage'] }),
    tags: z
      .array(z.string().trim().min(1).max(60))
      .max(50)
      .optional()
      .meta({ label: 'Tags', aliases: ['tag', 'label'] }),
    interest: z
      .string()
      .trim()
      .max(120)
      .optional()
      .meta({ label: 'Interest', aliases: ['interested in', 'product interest'] }),
    source: z
      .string()
      .trim()
      .max(120)
      .optional()
      .meta({ label: 'Source', aliases: ['lead source', 'came from'] }),
    city: z
      .string()
      .trim()
      .max(120)
      .optional()
      .meta({ label: 'City', aliases: ['town', 'location'] }),
    country: z.string().trim().max(80).optional().meta({ label: 'Country' }),
    timeZone: timeZone().optional().meta({ label: 'Time zone', isAside: true }),
    /** When the routing rules last gave it to somebody. */
    routedAt: z.date().optional().meta({ hidden: true, readOnly: true }),
    lastContactedAt: z
      .date()
      .optional()
      .meta({ label: 'Last contacted', aliases: ['last contact', 'last talked to', 'last spoke'] }),
    followUpAt: day()
      .optional()
      .meta({ label: 'Follow up', aliases: ['follow-up', 'follow up date'] }),
    /** Whether the person agreed to be written to. */
    consent: z
      .enum(['unknown', 'given', 'withdrawn'])
      .default('unknown')
      .meta({
        label: 'Consent',
        aliases: ['opt-in', 'marketing consent', 'marketing mails', 'newsletter consent'],
        isAside: true,
      }),
    notes: z
      .string()
      .max(20_000)
      .optional()
      .meta({ label: 'Notes', aliases: ['note'], format: 'longtext' }),
  }),
  titleOf: (contact) => contact.name,
  search: ['name', 'email', 'phone', 'otherEmails', 'otherPhones', 'tags'],
  matchKeys: contactKeys,
  unique: [['email']],
  indexes: [['name'], ['companyId'], ['ownerId', 'status'], ['status'], ['lastContactedAt'], ['leadGrade']],
  derivedEvents: [
    {
      type: 'contact.owner_changed',
      field: 'ownerId',
      when: (after, before) => Boolean(before) && after.ownerId !== before?.ownerId,
    },
    {
      type: 'lead.routed',
      when: (after, before) => Boolean(after.routedAt) && String(after.routedAt) !== String(before?.routedAt),
      // that the owner is another one says it already
      isTold: () => false,
    },
    {
      type: 'contact.unsubscribed',
      field: 'consent',
      says: () => 'Unsubscribed from marketing',
      when: (after, before) =>
        Boolean(before) && after.consent === 'withdrawn' && before?.consent !== 'withdrawn',
    },
    {
      type: 'contact.status_changed',
      field: 'status',
      when: (after, before) => Boolean(before) && after.status !== before?.status,
    },
    {
      type: 'contact.lifecycle_changed',
      field: 'lifecycleStage',
      when: (after, before) => Boolean(before) && after.lifecycleStage !== before?.lifecycleStage,
      isTold: () => true,
    },
    {
      type: 'contact.grade_changed',
      field: 'leadGrade',
      when: (after, before) => Boolean(before) && after.leadGrade !== before?.leadGrade,
      // that somebody has a grade at all is no news
      isTold: (_, before) => Boolean(before.leadGrade),
    },
    {
      type: 'contact.score_crossed',
      when: (after, before) => tenOf(after.leadScore) !== tenOf(before?.leadScore),
      isTold: () => false,
    },
  ],
});

export type ContactRecord = RecordOf<typeof Contact>;
