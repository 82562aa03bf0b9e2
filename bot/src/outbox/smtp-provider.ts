import { Readable } from 'node:stream';
import type { EmailAccountRecord } from '@clianta/crm-core/marketing/email-account/email-account.schema';
import { sendingLimits } from '@clianta/crm-core/marketing/email-account/sending-limits';
import type SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { MailProvider, ReadyMail, SendAnswer } from './mail-provider.ts';
import type { MailboxSecrets } from './mailbox-secrets.ts';
import { answerOf, refusalOf } from './smtp-answer.ts';
import type { SmtpConnections } from './smtp-connections.ts';

/** Sends mail through the server that a mailbox names. */
export function smtpProvider(connections: SmtpConnections, secrets: MailboxSecrets): MailProvider {
  return {
    limits: sendingLimits,
    close: () => connections.close(),
    async check(account, password) {
      try {
        (await connections.open({ account, password })).quit();
        return undefined;
      } catch (error) {
        return answerOf(error, false);
      }
    },
    async send(account, mail, { onTransmit, signal }): Promise<SendAnswer> {
      const password = await secrets.passwordOf(account);
      for (;;) {
        let isTransmitted = false;
        let isUsed = false;
        try {
          const taken = await connections.take({ account, password });
          isUsed = taken.isUsed;
          return await transmitted(connections, account, taken.connection, mail, signal, async () => {
            await onTransmit();
            isTransmitted = true;
          });
        } catch (error) {
          if (error instanceof NotOursError) throw error.cause;
          const answer = answerOf(error, isTransmitted);
          // the server may have ended a connection that waited for work: that says nothing of it or of the mail
          if (isUsed && answer.kind === 'unreachable' && !signal.aborted) continue;
          return answer;
        }
      }
    },
  };
}

/** The mail was taken from this run, before anything of it left. */
class NotOursError extends Error {}

/** The first read of the mail comes after the server's 354: what failed before it has not left (measured). */
async function transmitted(
  connections: SmtpConnections,
  account: EmailAccountRecord,
  connection: SMTPConnection,
  { id, envelope, bytes }: ReadyMail,
  signal: AbortSignal,
  onTransmit: () => Promise<void>,
): Promise<SendAnswer> {
  const abort = () => connection.close();
  signal.addEventListener('abort', abort, { once: true });
  let refusal: unknown;
  async function* lazily() {
    try {
      await onTransmit();
    } catch (error) {
      refusal = error ?? new Error('refused');
      // no end of the mail is written, so the server drops what it has
      connection.close();
      throw error;
    }
    yield bytes;
  }
  try {
    const info = await new Promise<{ response: string; refused: SendAnswer & { kind: 'sent' } }>(
      (resolve, reject) => {
        const ended = () =>
          reject(Object.assign(new Error('The server closed the connection.'), { code: 'ECONNECTION' }));
        connection.once('error', reject);
        connection.once('end', ended);
        const whole = { ...envelope, size: bytes.length, dsn: { ret: 'HDRS', envid: id } };
        connection.send(whole, Readable.from(lazily(), { objectMode: false }), (error, sent) => {
          connection.off('error', reject);
          connection.off('end', ended);
          if (error) return reject(error);
          const refused = (sent.rejectedErrors ?? []).map(refusalOf);
          return resolve({
            response: sent.response,
            refused: { kind: 'sent', response: sent.response, refused },
          });
        });
      },
    );
    connections.giveBack(account, connection);
    return info.refused;
  } catch (error) {
    connection.close();
    if (refusal !== undefined) throw new NotOursError('not ours', { cause: refusal });
    throw error;
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
