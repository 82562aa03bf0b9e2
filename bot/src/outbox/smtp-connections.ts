import { isIP } from 'node:net';
import { InvalidError } from '@clianta/crm-core/errors';
import type {
  EmailAccountRecord,
  MailServer,
} from '@clianta/crm-core/marketing/email-account/email-account.schema';
import {
  isAllowedHost,
  type MailHostOptions,
  mailHostAddress,
} from '@clianta/crm-core/marketing/email-account/mail-host';
import SMTPConnection from 'nodemailer/lib/smtp-connection';

const PATIENCE_MS = 15_000;
/** A reply to the end of a mail may take its scanners a while (RFC 5321 asks for 10 minutes; our choice). */
const QUIET_MS = 60_000;
/** So long a connection is kept for the next mail. */
const IDLE_MS = 10_000;

export type SmtpOpening = { account: EmailAccountRecord; password: string | undefined };

/**
 * Open connections to mail servers, each for one mailbox as it is now, used for one mail after another. None does
 * anything by itself: a mail is given to one connection by whoever has claimed it.
 */
export class SmtpConnections {
  readonly #options: MailHostOptions;
  readonly #idle = new Map<string, Array<{ connection: SMTPConnection; timer: NodeJS.Timeout }>>();

  constructor(options: MailHostOptions = {}) {
    this.#options = options;
  }

  /** @returns an open connection that has signed in; `isUsed`: the server may have ended it meanwhile */
  async take(opening: SmtpOpening): Promise<{ connection: SMTPConnection; isUsed: boolean }> {
    const idle = this.#idle.get(keyOf(opening.account))?.pop();
    if (!idle) return { connection: await this.open(opening), isUsed: false };
    clearTimeout(idle.timer);
    idle.connection.removeAllListeners('end');
    return { connection: idle.connection, isUsed: true };
  }

  async open({ account, password }: SmtpOpening): Promise<SMTPConnection> {
    const { smtp } = account;
    if (!smtp) throw new InvalidError(`${account.address} has no outgoing server.`);
    const connection = new SMTPConnection(await this.#connectionOptions(account, smtp));
    // without a listener an error would end the process
    connection.on('error', () => {});
    const signal = settled(connection);
    try {
      await signal((done) => connection.connect((error) => done(error ?? null)));
      if (password !== undefined)
        await signal((done) =>
          connection.login({ user: smtp.user ?? account.address, pass: password }, (error) => done(error)),
        );
    } catch (error) {
      connection.close();
      throw error;
    }
    return connection;
  }

  /** For the next mail of the mailbox. */
  giveBack(account: EmailAccountRecord, connection: SMTPConnection): void {
    const key = keyOf(account);
    const list = this.#idle.get(key) ?? [];
    const gone = () => {
      clearTimeout(entry.timer);
      const left = (this.#idle.get(key) ?? []).filter((one) => one !== entry);
      if (left.length > 0) this.#idle.set(key, left);
      else this.#idle.delete(key);
    };
    const timer = setTimeout(() => {
      gone();
      connection.quit();
    }, IDLE_MS);
    timer.unref();
    const entry = { connection, timer };
    connection.once('end', gone);
    this.#idle.set(key, [...list, entry]);
  }

  close(): void {
    for (const { connection, timer } of [...this.#idle.values()].flat()) {
      clearTimeout(timer);
      connection.close();
    }
    this.#idle.clear();
  }

  async #connectionOptions({ address }: EmailAccountRecord, { host, port, security }: MailServer) {
    const isAllowed = isAllowedHost(host, port, this.#options.privateHosts);
    if (security === 'none' && !isAllowed)
      throw new InvalidError(`${host} would be sent the password unencrypted, which an admin has to allow.`);
    return {
      host: await mailHostAddress({ host, port }, this.#options),
      port,
      secure: security === 'tls',
      requireTLS: security === 'starttls',
      ignoreTLS: security === 'none',
      // the certificate is of the name, whatever address was connected to
      ...(isIP(host) === 0 && { servername: host }),
      name:
        address
          .split('@')
          .at(-1)
          ?.replace(/[^\x21-\x7e]/g, '') || 'localhost',
      connectionTimeout: PATIENCE_MS,
      greetingTimeout: PATIENCE_MS,
      socketTimeout: QUIET_MS,
    };
  }
}

/** Another version of a mailbox may have another server or password. */
const keyOf = ({ id, version }: EmailAccountRecord): string => `${id}:${version}`;

/** A step of a connection: over when it says so, when an error is emitted, or when the connection ends. */
function settled(connection: SMTPConnection) {
  return (step: (done: (error: Error | null) => void) => void) =>
    new Promise<void>((resolve, reject) => {
      const ended = () =>
        reject(Object.assign(new Error('The server closed the connection.'), { code: 'ECONNECTION' }));
      const done = (error: Error | null) => {
        connection.off('error', reject);
        connection.off('end', ended);
        if (error) reject(error);
        else resolve();
      };
      connection.once('error', reject);
      connection.once('end', ended);
      step(done);
    });
}
