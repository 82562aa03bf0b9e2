import { InvalidError, UpstreamError } from '@clianta/crm-core/errors';
import { createTransport } from 'nodemailer';
import type { Config } from '../config.ts';
import type { Mail, Mailer } from './mailer.ts';

const PATIENCE_MS = 15_000;

/** The mail server that the configuration names; undefined where there is none, and nothing is sent by mail. */
export function openMailer({
  MAIL_URL,
  MAIL_FROM,
}: Pick<Config, 'MAIL_URL' | 'MAIL_FROM'>): Mailer | undefined {
  if (!MAIL_URL || !MAIL_FROM) return undefined;
  const transport = createTransport({
    url: MAIL_URL,
    pool: true,
    maxConnections: 2,
    connectionTimeout: PATIENCE_MS,
    greetingTimeout: PATIENCE_MS,
    socketTimeout: PATIENCE_MS,
    // nothing of the machine is read, whatever the texts say
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const host = MAIL_FROM.replace(/^.*@|>$/g, '');
  return {
    async send({ messageKey, to, subject, ...texts }: Mail) {
      try {
        await transport.sendMail({
          from: MAIL_FROM,
          // as an object: a comma in it adds no one
          to: { name: '', address: to },
          subject: subject.replace(/\s+/g, ' '),
          ...texts,
          ...(messageKey && { messageId: `<${messageKey}@${host}>` }),
          headers: { 'Auto-Submitted': 'auto-generated' },
        });
      } catch (error) {
        throw readable(error);
      }
    },
    close: () => transport.close(),
  };
}

function readable(error: unknown): Error {
  const code = error instanceof Error && 'responseCode' in error ? Number(error.responseCode) : 0;
  const isForGood = code >= 500 && code !== 535;
  if (isForGood) return new InvalidError(`The mail server refused the message (${code}).`);
  return new UpstreamError('The mail server did not take the message.', { cause: error });
}
