import type { EmailMessageRecord } from '../email-message/email-message.schema.ts';
import type { ArrivingMail } from './arriving-mail.ts';

/** Headers that say that a machine wrote. */
export const MACHINE_HEADERS = [
  'auto-submitted',
  'return-path',
  'precedence',
  'list-id',
  'list-unsubscribe',
  'x-autoreply',
  'x-autorespond',
  'x-auto-response-suppress',
  'content-type',
  'x-failed-recipients',
] as const;

const DAEMON = /^(?:mailer-daemon|postmaster)@/i;
const ABSENT =
  /^(?:automatic reply|auto(?:matic)?[- ]?(?:reply|response)|out of (?:the )?office|abwesen|automatische antwort|réponse automatique|respuesta automática)/i;

/**
 * What kind of machine wrote a mail, if one did (RFC 3834, RFC 2919, RFC 3464). Such mail is never answered by itself and is
 * nobody's reply.
 */
export function autoKindOf({
  headers,
  from,
  subject,
}: Pick<ArrivingMail, 'headers' | 'from' | 'subject'>): EmailMessageRecord['autoKind'] {
  const header = (name: (typeof MACHINE_HEADERS)[number]) => headers.get(name)?.trim().toLowerCase() ?? '';
  const isReport = /multipart\/report/.test(header('content-type'));
  if (
    (isReport && !/disposition-notification/.test(header('content-type'))) ||
    headers.has('x-failed-recipients')
  )
    return 'bounce';
  if (DAEMON.test(from.address)) return 'bounce';
  const submitted = header('auto-submitted');
  const isAnswering =
    submitted.startsWith('auto-replied') ||
    headers.has('x-autoreply') ||
    headers.has('x-autorespond') ||
    header('precedence') === 'auto_reply' ||
    ABSENT.test(subject);
  if (isAnswering) return 'autoReply';
  if (headers.has('list-id') || headers.has('list-unsubscribe')) return 'list';
  if (/^(?:bulk|list|junk)$/.test(header('precedence'))) return 'list';
  const isMachine = (submitted !== '' && submitted !== 'no') || header('return-path') === '<>';
  return isMachine ? 'autoReply' : 'none';
}
