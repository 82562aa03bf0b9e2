import { isIP } from 'node:net';
import { InvalidError, UpstreamError } from '@clianta/crm-core/errors';
import { logger } from '@clianta/crm-core/logger';
import type { EmailAccountRecord } from '@clianta/crm-core/marketing/email-account/email-account.schema';
import {
  isAllowedHost,
  type MailHostOptions,
  mailHostAddress,
} from '@clianta/crm-core/marketing/email-account/mail-host';
import { ImapFlow } from 'imapflow';

const PATIENCE_MS = 20_000;
/** IDLE is begun anew so often: routers forget what is quiet, and servers end it after half an hour. */
const IDLE_MS = 4 * 60_000;

/** The server refuses the name or the password: a person has to enter it anew. */
export class RefusedError extends Error {
  constructor(cause: unknown) {
    super('The server refuses the name or the password.', { cause });
    this.name = 'RefusedError';
  }
}

/**
 * A connection to a mailbox that has signed in, for one reading of it: a connection that was lost is never used again.
 *
 * @param isIdle - listens at the folder that is open whenever nothing else is asked, for as long as it lasts
 * @throws RefusedError for a wrong password, UpstreamError for a server that cannot be reached
 */
export async function openMailbox(
  account: EmailAccountRecord,
  password: string | undefined,
  options: MailHostOptions = {},
  { isIdle = false }: { isIdle?: boolean } = {},
): Promise<ImapFlow> {
  const { imap } = account;
  if (!imap) throw new InvalidError(`${account.address} has no incoming server.`);
  const { host, port, security } = imap;
  if (security === 'none' && !isAllowedHost(host, port, options.privateHosts))
    throw new InvalidError(`${host} is only spoken to over an encrypted connection.`);
  const client = new ImapFlow({
    host: await mailHostAddress(imap, options),
    port,
    secure: security === 'tls',
    doSTARTTLS: security === 'starttls' ? true : security === 'none' ? false : undefined,
    auth: { user: imap.user ?? account.address, pass: password ?? '' },
    ...(isIP(host) ? {} : { servername: host }),
    logger: false,
    disableAutoIdle: !isIdle,
    ...(isIdle && { maxIdleTime: IDLE_MS, autoIdleDelay: 100 }),
    connectionTimeout: PATIENCE_MS,
    greetingTimeout: PATIENCE_MS,
    socketTimeout: isIdle ? IDLE_MS + PATIENCE_MS : 5 * PATIENCE_MS,
  });
  // before anything else: an error that nobody listens to ends the process
  client.on('error', (err) => logger.debug({ err, account: account.id }, 'mailbox connection'));
  try {
    await client.connect();
    return client;
  } catch (error) {
    client.close();
    const isRefused =
      typeof error === 'object' &&
      error !== null &&
      'authenticationFailed' in error &&
      error.authenticationFailed;
    if (isRefused) throw new RefusedError(error);
    throw new UpstreamError(`The mail server of ${account.address} cannot be reached.`, { cause: error });
  }
}
