import { resolveMx } from 'node:dns/promises';
import type { MailServer } from '@clianta/crm-core/marketing/email-account/email-account.schema';

/** What is to be entered for a mailbox, as far as its address tells. */
export interface GuessedServers {
  smtp: MailServer;
  imap: MailServer;
  /** What its provider wants besides. */
  hint?: string;
}

interface Known {
  domains: readonly string[];
  /** What its mail exchangers end in, where companies have their own domains there. */
  exchangers?: readonly string[];
  smtp: string;
  smtpPort?: number;
  imap: string;
  hint?: string;
}

const appPassword = (where: string) => `It takes an app password in place of the usual one: ${where}.`;

/** As their providers document them. */
const KNOWN: readonly Known[] = [
  {
    domains: ['gmail.com', 'googlemail.com'],
    exchangers: ['google.com', 'googlemail.com'],
    smtp: 'smtp.gmail.com',
    imap: 'imap.gmail.com',
    hint: appPassword('Google account, Security, App passwords'),
  },
  {
    domains: ['outlook.com', 'hotmail.com', 'live.com', 'msn.com'],
    exchangers: ['protection.outlook.com', 'olc.protection.outlook.com'],
    smtp: 'smtp.office365.com',
    smtpPort: 587,
    imap: 'outlook.office365.com',
    hint: 'Microsoft lets programs in by password only where an administrator allows “Authenticated SMTP” for the mailbox.',
  },
  {
    domains: ['yahoo.com', 'ymail.com'],
    exchangers: ['yahoodns.net'],
    smtp: 'smtp.mail.yahoo.com',
    imap: 'imap.mail.yahoo.com',
    hint: appPassword('Yahoo account, Security'),
  },
  {
    domains: ['icloud.com', 'me.com', 'mac.com'],
    exchangers: ['icloud.com'],
    smtp: 'smtp.mail.me.com',
    smtpPort: 587,
    imap: 'imap.mail.me.com',
    hint: appPassword('account.apple.com, Sign-In and Security'),
  },
  {
    domains: ['fastmail.com'],
    exchangers: ['messagingengine.com'],
    smtp: 'smtp.fastmail.com',
    imap: 'imap.fastmail.com',
    hint: appPassword('Fastmail, Settings, Privacy and Security'),
  },
  {
    domains: ['zoho.com', 'zohomail.com'],
    exchangers: ['zoho.com'],
    smtp: 'smtp.zoho.com',
    imap: 'imap.zoho.com',
  },
  { domains: ['gmx.net', 'gmx.de', 'gmx.com'], smtp: 'mail.gmx.net', smtpPort: 587, imap: 'imap.gmx.net' },
  { domains: ['web.de'], smtp: 'smtp.web.de', smtpPort: 587, imap: 'imap.web.de' },
  { domains: ['aol.com'], smtp: 'smtp.aol.com', imap: 'imap.aol.com' },
  {
    domains: ['mailbox.org'],
    exchangers: ['mailbox.org'],
    smtp: 'smtp.mailbox.org',
    imap: 'imap.mailbox.org',
  },
  { domains: [], exchangers: ['kundenserver.de'], smtp: 'smtp.ionos.de', imap: 'imap.ionos.de' },
  { domains: [], exchangers: ['ovh.net'], smtp: 'ssl0.ovh.net', imap: 'ssl0.ovh.net' },
];

const MX_LIMIT_MS = 3_000;

/** Finds the mail exchangers of a domain. */
export type FindExchangers = (domain: string) => Promise<string[]>;

const exchangersOf: FindExchangers = async (domain) =>
  (await resolveMx(domain)).map(({ exchange }) => exchange.toLowerCase());

/** What is usual for the address: by its domain, by whom its mail goes to, else by what most call their servers. */
export async function guessServers(
  address: string,
  find: FindExchangers = exchangersOf,
): Promise<GuessedServers> {
  const domain = address.split('@').at(-1)?.toLowerCase() ?? '';
  const known = KNOWN.find(({ domains }) => domains.includes(domain)) ?? (await byExchangers(domain, find));
  const { smtp, smtpPort = 465, imap, hint } = known ?? { smtp: `smtp.${domain}`, imap: `imap.${domain}` };
  return {
    smtp: { host: smtp, port: smtpPort, security: smtpPort === 465 ? 'tls' : 'starttls' },
    imap: { host: imap, port: 993, security: 'tls' },
    ...(hint && { hint }),
  };
}

async function byExchangers(domain: string, find: FindExchangers): Promise<Known | undefined> {
  const late = new Promise<string[]>((resolve) => setTimeout(() => resolve([]), MX_LIMIT_MS).unref());
  const exchangers = await Promise.race([find(domain).catch(() => []), late]);
  return KNOWN.find(({ exchangers: ends = [] }) =>
    exchangers.some((one) => ends.some((end) => one === end || one.endsWith(`.${end}`))),
  );
}
