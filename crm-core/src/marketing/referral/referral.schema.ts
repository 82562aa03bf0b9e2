import { z } from 'zod';
import { defineEntity } from '../../entity/define-entity.ts';

const STATES = ['pending', 'confirmed', 'rejected'] as const;

/** Who came by whose link. It is confirmed by an address that was confirmed, or by a deal that was won. */
export const Referral = defineEntity({
  name: 'referral',
  plural: 'referrals',
  domain: 'marketing',
  label: { one: 'referral', many: 'referrals' },
  talk: {
    columns: ['referrerId', 'referredId', 'status', 'at', 'why'],
    sort: '-at',
    period: 'at',
    isNamed: false,
  },
  isReadOnly: true,
  schema: z.object({
    referrerId: z.string().meta({ label: 'Referred by', ref: 'contact', onDelete: 'cascade' }),
    referredId: z.string().meta({ label: 'Who was referred', ref: 'contact', onDelete: 'cascade' }),
    status: z.enum(STATES).default('pending').meta({ label: 'Status' }),
    why: z.string().max(300).optional().meta({ label: 'Why' }),
    at: z.date().meta({ label: 'When', hasTime: true }),
  }),
  personal: { referrerId: 'erase', referredId: 'erase' },
  titleOf: ({ status }) => `Referral (${status})`,
  unique: [['referredId']],
  indexes: [
    ['referrerId', '-at'],
    ['status', '-at'],
  ],
  access: { create: 'system', update: 'system', delete: 'system' },
});
