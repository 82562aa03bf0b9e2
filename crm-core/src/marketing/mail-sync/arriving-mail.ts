import { createHash } from 'node:crypto';
import type { Addressee, EmailMessageRecord } from '../email-message/email-message.schema.ts';

/** A mail as it was read from a mailbox. */
export interface ArrivingMail {
  /** With its angle brackets; made up from what it is where it has none. */
  messageId: string;
  inReplyTo?: string | undefined;
  references: string[];
  from: Addressee;
  to: Addressee[];
  cc: Addressee[];
  replyTo: Addressee[];
  subject: string;
  sentAt: Date;
  text: string;
  html?: string | undefined;
  attachments: EmailMessageRecord['attachments'];
  /** Lower-case names; only those that say what wrote it. */
  headers: ReadonlyMap<string, string>;
  /** Why there is no text: too large, or it could not be read. */
  why?: string | undefined;
}

/** Tells mails apart that bear the same Message-ID, and finds the same one in another folder. */
export function contentHash({ from, subject, sentAt, text, attachments }: ArrivingMail): string {
  const parts = [
    from.address,
    subject,
    sentAt.toISOString(),
    text,
    ...attachments.map(({ name, size }) => `${name}${size}`),
  ];
  return createHash('sha256').update(parts.join('\u0000')).digest('hex').slice(0, 32);
}
