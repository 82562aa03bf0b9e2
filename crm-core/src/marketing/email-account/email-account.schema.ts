import { z } from 'zod';
import { domainName } from '../../crm/company/domain-name.ts';
import { defineEntity, type RecordOf } from '../../entity/define-entity.ts';
import { emailAddress } from '../../entity/email-address.ts';

const server = z.object({
  host: z
    .string()
    .trim()
    .toLowerCase()
    .min(1, 'is missing')
    .max(253)
    .regex(/^[a-z0-9.:-]+$/, 'is not the name of a server, such as mail.example.com'),
  port: z.number().int().min(1).max(65_535),
  /** `tls`: from the first byte; `starttls`: required after it; `none` only where an admin has allowed the host. */
  security: z.enum(['tls', 'starttls', 'none']).default('tls'),
  /** Left out: the address. */
  user: z
    .string()
    .trim()
    .max(254)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
    .regex(/^[^\u0000-\u001f\u007f]*$/, 'has characters that no name has')
    .optional(),
});
export type MailServer = z.output<typeof server>;

const SERVERS = ['imap', 'smtp'] as const;

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
    /** Mail with nobody but people of these, or of what is below them, is not read. */
    excludedDomains: z.array(domainName()).max(50).default([]).meta({ label: 'Domains left out' }),
    provider: z
      .enum(['imap', 'gmail', 'outlook', 'resend'])
      .default('imap')
      .meta({ label: 'Kind', readOnly: true }),
    /** The connected account that it is read and sent from by, instead of servers. */
    credentialId: z.string().optional().meta({
      label: 'Connected account',
      ref: 'integrationCredential',
      onDelete: 'keep',
      readOnly: true,
      isAside: true,
    }),
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
    /** Somebody has stopped it: what is to be sent waits. */
    isPaused: z.boolean().default(false).meta({ label: 'Sending is paused' }),
    /** `paused`: its server could not be reached and is tried each minute. `reconnect`: it refused the password. */
    sendState: z.enum(['ok', 'paused', 'reconnect']).default('ok').meta({ label: 'Sending', readOnly: true }),
    sendError: z.string().max(500).optional().meta({ label: 'Why it does not send', readOnly: true }),
    /** Left out: what its provider allows. */
    perMinute: z.number().int().min(1).max(6_000).optional().meta({ label: 'At most a minute' }),
    perDay: z.number().int().min(1).max(1_000_000).optional().meta({ label: 'At most a day' }),
    /** Encrypted; `email-account:<id>` is its context. */
    sealedCredentials: z.string().max(4_000).optional().meta({ hidden: true, readOnly: true }),
  }),
  titleOf: ({ address }) => address,
  unique: [['address']],
  access: { read: 'member' },
  prepare(next, { before }) {
    // a password is not carried to another server
    const isElsewhere =
      before?.sealedCredentials !== undefined &&
      next.sealedCredentials === before.sealedCredentials &&
      SERVERS.some((one) => next[one]?.host !== before[one]?.host && next[one] !== undefined);
    if (!isElsewhere) return {};
    return {
      sealedCredentials: undefined,
      sendState: 'reconnect' as const,
      sendError: 'Its password is to be entered anew.',
    };
  },
  async guard({ before, after }, { role, actorId }) {
    if (role === 'system') return undefined;
    const isOwner = [before, after].every((one) => !one || one.ownerId === actorId);
    if (isOwner) return undefined;
    if (role === 'member') return 'Only its owner or an admin changes a mailbox.';
    if (before && after && before.ownerId !== after.ownerId)
      return 'A mailbox stays whose it is. Its owner connects it anew elsewhere.';
    if (before && after && before.sharing !== after.sharing)
      return 'What teammates see of a mailbox is for its owner to say.';
    return undefined;
  },
});

export type EmailAccountRecord = RecordOf<typeof EmailAccount>;

type Reach = Pick<EmailAccountRecord, 'credentialId' | 'imap' | 'smtp'>;

/** Whether there is anything to read it by. */
export const canBeRead = ({ credentialId, imap }: Reach): boolean => Boolean(credentialId ?? imap);

/** Whether there is anything to send from it by. */
export const canSend = ({ credentialId, smtp }: Reach): boolean => Boolean(credentialId ?? smtp);
