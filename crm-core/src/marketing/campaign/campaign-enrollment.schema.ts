import { z } from 'zod';
import { defineEntity, type RecordOf } from '../../entity/define-entity.ts';

/** `queued` is in the outbox; the last four are what became of it, and are not left again. */
const ROW_STATES = ['pending', 'queued', 'sent', 'failed', 'unknown', 'skipped'] as const;
export type RowStatus = (typeof ROW_STATES)[number];

/** One person of a campaign: the truth of whether they got it. */
export const CampaignEnrollment = defineEntity({
  name: 'campaignEnrollment',
  plural: 'campaign-enrollments',
  domain: 'marketing',
  label: { one: 'recipient', many: 'recipients' },
  isAudited: false,
  isReadOnly: true,
  schema: z.object({
    campaignId: z.string().meta({ label: 'Campaign', ref: 'campaign', onDelete: 'cascade' }),
    contactId: z.string().meta({ label: 'Contact', ref: 'contact', onDelete: 'keep' }),
    /** 0 is the campaign's own content. Absent: it waits for the one that does best. */
    variant: z.number().int().min(0).optional().meta({ label: 'Variant' }),
    /** It is of those that the variants are tried on. */
    isTest: z.boolean().default(false).meta({ label: 'Of the test' }),
    dueAt: z.date().meta({ label: 'Goes out', hasTime: true }),
    status: z.enum(ROW_STATES).default('pending').meta({ label: 'Status' }),
    skipReason: z.string().max(300).optional().meta({ label: 'Left out because' }),
    messageId: z.string().optional().meta({ label: 'Mail', ref: 'emailMessage', onDelete: 'keep' }),
    queuedAt: z.date().optional().meta({ label: 'Queued', hasTime: true }),
    /** How often its mail was taken back out of the outbox before it went: each time it is another mail. */
    round: z.number().int().min(0).default(0).meta({ hidden: true }),
  }),
  personal: { contactId: 'erase' },
  titleOf: () => 'Recipient',
  unique: [['campaignId', 'contactId']],
  indexes: [['campaignId', 'status', 'dueAt'], ['contactId']],
});

export type CampaignEnrollmentRecord = RecordOf<typeof CampaignEnrollment>;
