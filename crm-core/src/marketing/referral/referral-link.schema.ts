import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { defineEntity, type RecordOf } from '../../entity/define-entity.ts';

const CODE_BYTES = 8;

/** What somebody hands on: whoever comes by it was referred by them. */
export const ReferralLink = defineEntity({
  name: 'referralLink',
  plural: 'referral-links',
  domain: 'marketing',
  label: { one: 'referral link', many: 'referral links' },
  schema: z.object({
    contactId: z.string().meta({ label: 'Contact', ref: 'contact', onDelete: 'cascade' }),
    code: z
      .string()
      .regex(/^[\w-]{6,40}$/)
      .optional()
      .meta({ label: 'Code', readOnly: true }),
  }),
  personal: { contactId: 'erase' },
  titleOf: ({ code }) => code ?? '',
  unique: [['contactId'], ['code']],
  access: { create: 'member', update: 'system', delete: 'admin' },
  prepare: (next, { before }) => ({
    code: before?.code ?? next.code ?? randomBytes(CODE_BYTES).toString('base64url'),
  }),
});

export type ReferralLinkRecord = RecordOf<typeof ReferralLink> & { code: string };
