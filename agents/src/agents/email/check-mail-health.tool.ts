import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { type DnsLookup, dnsLookup } from '@clianta/crm-core/marketing/deliverability/dns-lookup';
import { verifyAddress } from '@clianta/crm-core/marketing/deliverability/verify-address';
import {
  canBeRead,
  canSend,
  EmailAccount,
  type EmailAccountRecord,
} from '@clianta/crm-core/marketing/email-account/email-account.schema';
import { z } from 'zod';
import type { TableCard } from '../../reply.schema.ts';
import { slot } from '../../slot.ts';
import { defineTool, type ToolContext, type ToolResult } from '../../tool.ts';
import { oneOf } from '../../tools/fields.ts';
import { formatDate } from '../../tools/format.ts';
import { domainHealth } from './domain-health.ts';
import { mayBeMailed, suppressedPeople } from './may-be-mailed.ts';

const input = z.strictObject({
  mailbox: slot(
    { kind: 'text' },
    z.string().describe('An address of ours; left out: all mailboxes'),
  ).optional(),
  address: slot({ kind: 'email' }, z.string().max(320))
    .optional()
    .describe('Of somebody: whether mail to it would arrive'),
  domain: z.string().max(253).optional().describe('Whose records are looked at, instead of our own'),
  isDomain: z.boolean().optional().describe('Why mail is taken for spam: the records of our own domains'),
  contact: oneOf(Contact).optional().describe('Of somebody we know: whether they get mail, and why not'),
  suppressed: z.boolean().optional().describe('Who gets no mail: has unsubscribed, does not exist'),
  isNew: z.boolean().optional().describe('How another mailbox is connected'),
});

/** @param dns - asked for the records of domains */
const mailHealthTool = (dns: DnsLookup = dnsLookup()) =>
  defineTool({
    name: 'check_mail_health',
    does: 'Looking after mailboxes, domains and addresses',
    entity: EmailAccount.name,
    description:
      'Whether mailboxes are connected and working, and how one is connected; whether the records of a domain (SPF, DKIM, DMARC, MX) are right, with what to change; whether an address of somebody can get mail; whether a contact may be written to, and why they got nothing; who gets no mail.',
    input,
    effect: 'read',
    async run(
      { mailbox, address, domain, isDomain, contact, suppressed, isNew },
      context,
    ): Promise<ToolResult> {
      if (contact !== undefined) return mayBeMailed(context, contact);
      if (suppressed) return suppressedPeople(context);
      const { records } = await context.crm.records(EmailAccount).find(context.scope, { limit: 200 });
      const isOurs = records.some((account) => account.address === address?.toLowerCase());
      if (address && !isOurs) return { text: (await verifyAddress(address, { dns })).text, isAnswer: true };
      if (domain !== undefined || isDomain) return domainHealth(dns, records, domain);
      const health = mailboxHealth(context, records, mailbox ?? address);
      return isNew && records.length > 0 ? { ...health, text: `${CONNECT} ${health.text}` } : health;
    },
  });

export const checkMailHealth = mailHealthTool();

const CONNECT =
  'A mailbox is connected under Settings, Mailboxes: its address, its servers and a password, which never passes through a conversation. One of Gmail or Microsoft 365 is connected under Settings, Integrations, without a password.';

function mailboxHealth(
  context: ToolContext,
  records: readonly EmailAccountRecord[],
  mailbox: string | undefined,
): ToolResult {
  const wanted = mailbox?.toLowerCase();
  const found = wanted ? records.filter(({ address }) => address.includes(wanted)) : records;
  if (records.length === 0)
    return {
      text: `No mailbox is connected. ${CONNECT}`,
      isAnswer: true,
    };
  if (found.length === 0)
    return {
      text: `There is no mailbox “${mailbox}”. I know ${records.map(({ address }) => address).join(', ')}.`,
      isAnswer: true,
    };
  const ill = found.filter(({ state }) => state === 'reconnect' || state === 'paused');
  const text =
    ill.length === 0
      ? `${found.length === 1 ? `**${found[0]?.address}** is` : `All ${found.length} mailboxes are`} working.`
      : ill.map((account) => `**${account.address}** ${stateInWords(account)}`).join('\n');
  return { text, cards: [table(context, found)], isAnswer: true };
}

function stateInWords({ state, lastError, provider }: EmailAccountRecord): string {
  const why = lastError ? ` (${lastError})` : '';
  if (state === 'reconnect')
    return provider === 'imap'
      ? `is not read or sent from: its server refuses the password${why}. Enter it anew under Settings, Mailboxes.`
      : `is not read or sent from${why}. Connect it anew under Settings, Integrations.`;
  if (state === 'paused')
    return `is paused${why}. It is tried again by itself; or go on under Settings, Mailboxes.`;
  return state === 'syncing' ? 'is being read for the first time.' : 'is working.';
}

const table = (context: ToolContext, accounts: readonly EmailAccountRecord[]): TableCard => ({
  type: 'table',
  title: 'Mailboxes',
  columns: [
    { key: 'address', label: 'Mailbox' },
    { key: 'state', label: 'State' },
    { key: 'read', label: 'Last read' },
    { key: 'can', label: 'Does' },
  ],
  rows: accounts.map((account) => ({
    cells: {
      address: account.address,
      state: { ok: 'working', syncing: 'being read', reconnect: 'needs its password', paused: 'paused' }[
        account.state
      ],
      read: account.lastSyncedAt ? formatDate(account.lastSyncedAt, context) : 'not yet',
      can:
        [canBeRead(account) && 'reads', canSend(account) && 'sends'].filter(Boolean).join(', ') ||
        'nothing yet',
    },
  })),
  count: accounts.length,
});
