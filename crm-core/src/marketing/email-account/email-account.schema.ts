import { z } from 'zod';
import { defineEntity, type RecordOf } from '../../entity/define-entity.ts';
import { emailAddress } from '../../entity/email-address.ts';

const server = z.object({
  host: z.string().trim().min(1, 'is missing').max(253),
  port: z.number().int().min(1).max(65_535),
  /** `tls`: from the first byte; `starttls`: required after it; `none` only where an admin has allowed the host. */
  security: z.enum(['tls', 'starttls', 'none']).default('tls'),
  /** Left out: the address. */
  user: z.string().trim().max(254).optional(),
});
export type MailServer = z.output<typeof server>;

/** A mailbox: whose it is, how it is reached, how much may be sent from it, and what teammates see of its mail. */
export const EmailAccount = defineEntity({
  name: 'emailAccount',
  plural: 'email-accounts',
  domain: 'marketing',
  label: { one: 'mailbox', many: 'mailboxes' },
  isCached: true,
  schema: z.object({
    address: emailAddress().meta({ label: 'Address' }),
    /** Stands before the address: `Sam Lee`. */
    displayName: z.string().trim().max(120).optional().meta({ label: 'Name' }),
    ownerId: z.string().meta({ label: 'Owner', ref: 'user', onDelete: 'keep' }),
    /** Further addresses that reach it and that it may write from. */
    aliases: z.array(emailAddress()).max(20).default([]).meta({ label: 'Further addresses' }),
    provider: z
      .enum(['imap', 'gmail', 'outlook', 'resend'])
      .default('imap')
      .meta({ label: 'Kind', readOnly: true }),
    /** Absent: nothing is read from it. */
    imap: server.optional().meta({ label: 'Incoming' }),
    /** Absent: nothing is sent from it. */
    smtp: server.optional().meta({ label: 'Outgoing' }),
    signature: z.string().max(5_000).optional().meta({ label: 'Signature', format: 'longtext' }),
    /** What teammates see of its mail: all of it; who, when and the subject; nothing. */
    sharing: z.enum(['full', 'metadata', 'private']).default('metadata').meta({ label: 'Teammates see' }),
    /** Campaigns, forms and workflows may send from it, whoever starts them. */
    isForTeam: z.boolean().default(false).meta({ label: 'The team sends from it' }),
    state: z
      .enum(['ok', 'syncing', 'reconnect', 'paused'])
      .default('ok')
      .meta({ label: 'State', readOnly: true }),
    lastSyncedAt: z.date().optional().meta({ label: 'Last read', readOnly: true, hasTime: true }),
    lastError: z.string().max(500).optional().meta({ label: 'What is wrong', readOnly: true }),
    /** Left out: what its provider allows. */
    perMinute: z.number().int().min(1).max(6_000).optional().meta({ label: 'At most a minute' }),
    perDay: z.number().int().min(1).max(1_000_000).optional().meta({ label: 'At most a day' }),
    /** Encrypted; `email-account:<id>` is its context. */
    sealedCredentials: z.string().max(4_000).optional().meta({ hidden: true, readOnly: true }),
  }),
  titleOf: ({ address }) => address,
  unique: [['address']],
  access: { read: 'member' },
  async guard({ before, after }, { role, actorId }) {
    const isAdmin = role !== 'member';
    const owners = [before?.ownerId, after?.ownerId].filter((id) => id !== undefined);
    if (isAdmin || owners.every((id) => id === actorId)) return undefined;
    return 'Only its owner or an admin changes a mailbox.';
  },
});

export type EmailAccountRecord = RecordOf<typeof EmailAccount>;
