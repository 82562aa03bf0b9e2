import type { CrmCore } from '@clianta/crm-core/crm-core';
import { systemScope } from '@clianta/crm-core/entity/scope';
import { CliantaError } from '@clianta/crm-core/errors';
import {
  ReconnectError,
  RefusedError,
  ThrottledError,
  VendorError,
} from '@clianta/crm-core/integrations/layer/vendor-error';
import { MAIL_TAG } from '@clianta/crm-core/integrations/resend/take-push';
import type { EmailAccountRecord } from '@clianta/crm-core/marketing/email-account/email-account.schema';
import type { Addressee } from '@clianta/crm-core/marketing/email-message/email-message.schema';
import { simpleParser } from 'mailparser';
import { z } from 'zod';
import { addressedTo } from './addressed-to.ts';
import type { MailProvider, ReadyMail, SendAnswer } from './mail-provider.ts';

const HOST = 'smtp.resend.com';
/** Headers that Resend does not write by itself. */
const KEPT = [
  'message-id',
  'in-reply-to',
  'references',
  'list-unsubscribe',
  'list-unsubscribe-post',
  'auto-submitted',
];
const sentSchema = z.object({ id: z.string() });
const refusalSchema = z.object({ name: z.string() });

/**
 * Sends the mail of mailboxes with Resend’s server by its API, where Resend is connected; the key of a mail makes sending it
 * twice sending it once, for a day. Everything else goes by SMTP.
 */
export function resendProvider(crm: CrmCore, smtp: MailProvider): MailProvider {
  return {
    limits: smtp.limits,
    close: () => smtp.close(),
    check: (account, password) => smtp.check(account, password),
    async send(account, mail, options) {
      const connected = account.smtp?.host === HOST ? await connectionOf(crm, account) : undefined;
      if (!connected) return smtp.send(account, mail, options);
      const json = await jsonOf(mail);
      await options.onTransmit();
      try {
        const answer = await connected.call({
          method: 'POST',
          path: '/emails',
          json,
          headers: { 'idempotency-key': `mail/${mail.id}` },
          isRepeatable: true,
          signal: options.signal,
        });
        return { kind: 'sent', response: answer.json(sentSchema).id, refused: [] };
      } catch (error) {
        return answerOf(error);
      }
    },
  };
}

async function connectionOf(crm: CrmCore, { workspaceId }: EmailAccountRecord) {
  const account = await crm.integrations.withFeature(systemScope(workspaceId), 'mail', 'resend');
  return account && crm.integrations.connection(workspaceId, account.id);
}

/** What is known of it is what Resend says; without an answer the same again, which it sends once. */
function answerOf(error: unknown): SendAnswer {
  if (!(error instanceof CliantaError)) throw error;
  const text = error.message;
  if (error instanceof ReconnectError) return { kind: 'credentials', text };
  if (error instanceof ThrottledError || error instanceof VendorError)
    return { kind: 'later', text, refusals: [] };
  const name = error instanceof RefusedError ? refusalSchema.safeParse(error.answer).data?.name : undefined;
  if (name === 'concurrent_idempotent_requests') return { kind: 'later', text, refusals: [] };
  // it has had this mail, and what is asked for now is another one
  if (name === 'invalid_idempotent_request') return { kind: 'unknown', text };
  return { kind: 'refused', refusals: [{ code: 554, status: '5.7.0', text }] };
}

/** The mail in Resend’s words, of the bytes that SMTP would get: what the two say is the same. */
async function jsonOf({ id, bytes, envelope }: ReadyMail): Promise<Record<string, unknown>> {
  const mail = await simpleParser(bytes, {
    skipHtmlToText: true,
    skipTextToHtml: true,
    skipImageLinks: true,
  });
  const people = addressedTo(mail, { envelope });
  const written = ({ address, name }: Addressee) => (name ? `${JSON.stringify(name)} <${address}>` : address);
  const [to, cc, bcc] = [people.to.map(written), people.cc.map(written), people.bcc.map(written)];
  const headers = mail.headerLines
    .filter(({ key }) => KEPT.includes(key))
    .map(({ line }) => {
      const at = line.indexOf(':');
      return [
        line.slice(0, at),
        line
          .slice(at + 1)
          .replace(/\r?\n\s+/g, ' ')
          .trim(),
      ];
    });
  return {
    from: mail.from?.text,
    to: to.length > 0 ? to : (cc.length > 0 ? cc : bcc).splice(0, 1),
    ...(cc.length > 0 && { cc }),
    ...(bcc.length > 0 && { bcc }),
    ...(mail.replyTo && { reply_to: mail.replyTo.text }),
    subject: mail.subject ?? '',
    text: mail.text ?? '',
    ...(mail.html && { html: mail.html }),
    headers: Object.fromEntries(headers),
    tags: [{ name: MAIL_TAG, value: id }],
    ...(mail.attachments.length > 0 && {
      attachments: mail.attachments.map(({ filename, contentType, content }) => ({
        filename,
        content_type: contentType,
        content: content.toString('base64'),
      })),
    }),
  };
}
