import { createHash } from 'node:crypto';
import { z } from 'zod';
import { defineEntity, type RecordOf } from '../../entity/define-entity.ts';
import { normalEmail } from '../../entity/email-address.ts';

const CHANNELS = ['email', 'sms'] as const;
export type SuppressedChannel = (typeof CHANNELS)[number];

export const SUPPRESSION_REASONS = [
  'unsubscribe',
  'hardBounce',
  'softBounces',
  'complaint',
  'stop',
  'manual',
] as const;

/** What is kept of an address when it itself must not be. */
export const addressHash = (channel: SuppressedChannel, address: string): string =>
  createHash('sha256')
    .update(`${channel}:${normalEmail(address)}`)
    .digest('hex');

/**
 * An address that nothing is sent to any more: nothing at all, no marketing, or none of one topic. It outlives the contact;
 * where the address has to be forgotten, its hash goes on refusing.
 */
export const Suppression = defineEntity({
  name: 'suppression',
  plural: 'suppressions',
  domain: 'marketing',
  label: { one: 'suppression', many: 'suppressions' },
  schema: z.object({
    channel: z.enum(CHANNELS).default('email').meta({ label: 'Channel' }),
    address: z
      .string()
      .overwrite(normalEmail)
      .min(3)
      .max(254)
      .regex(/^[^\s@]+@[^\s@]+$|^\+?\d[\d ()./-]{4,}$/, 'is neither an e-mail address nor a phone number')
      .optional()
      .meta({ label: 'Address', format: 'email' }),
    scope: z.enum(['all', 'marketing', 'topic']).default('all').meta({ label: 'Blocks' }),
    topic: z.string().trim().max(80).default('').meta({ label: 'Topic' }),
    reason: z.enum(SUPPRESSION_REASONS).default('manual').meta({ label: 'Reason' }),
    /** In words: what the server said, who asked for it. */
    note: z.string().max(500).optional().meta({ label: 'Note' }),
    /** Absent: for good. */
    until: z.date().optional().meta({ label: 'Until', hasTime: true }),
    addressHash: z.string().max(64).default('').meta({ hidden: true, readOnly: true }),
  }),
  titleOf: ({ address }) => address ?? 'A forgotten address',
  search: ['address', 'note'],
  unique: [['channel', 'addressHash', 'scope', 'topic']],
  indexes: [['addressHash']],
  access: { read: 'member', update: 'admin', delete: 'admin' },
  prepare: ({ channel, address }) => (address ? { addressHash: addressHash(channel, address) } : {}),
});

export type SuppressionRecord = RecordOf<typeof Suppression>;
