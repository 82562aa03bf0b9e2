import type { EmailAccountRecord } from '../../marketing/email-account/email-account.schema.ts';
import type { Addressee } from '../../marketing/email-message/email-message.schema.ts';
import type { MailFolderRecord } from '../../marketing/mail-sync/mail-folder.schema.ts';
import type { Connection } from '../layer/define-integration.ts';

/** A folder that is read. Junk, trash and drafts are none. */
interface VendorFolder {
  id: string;
  role: MailFolderRecord['role'];
}

/** A mail in a list. */
export interface VendorMail {
  id: string;
  arrivedAt?: Date;
}

interface MailPage {
  mails: VendorMail[];
  nextPage?: string;
}

/** A mail that is to go out. */
export interface LeavingMail {
  /** Its source (RFC 5322), without those who get it in secret. */
  bytes: Buffer;
  /** With its angle brackets. */
  messageId: string;
  /** Whom it goes to, whatever its source names. */
  to: readonly Addressee[];
  cc: readonly Addressee[];
  bcc: readonly Addressee[];
  /** What the vendor called it at an earlier attempt. */
  providerId?: string;
}

interface Leaving {
  /** Keeps what the vendor calls it, before it leaves: by that it is found whatever becomes of the answer. */
  keep(known: { providerId: string; messageId?: string }): Promise<void>;
  /** Awaited before it can reach anybody; when it throws, nothing leaves. */
  onTransmit(): Promise<void>;
  signal: AbortSignal;
}

/** What became of a mail whose answer was lost. `waiting`: it lies there and has not left. */
export type MailFate = 'sent' | 'waiting' | 'unknown';

/** The vendor has forgotten how far we were: what is recent is listed again. */
export class MailCursorExpiredError extends Error {}

/** Mail of a vendor that is reached by its own API instead of IMAP and SMTP. */
export interface MailVendor {
  /** As mailboxes name their kind. */
  kind: EmailAccountRecord['provider'];
  folders(connection: Connection): Promise<VendorFolder[]>;
  /**
   * What came in.
   *
   * @param from.cursor - of the last reading; absent: everything from `since` on. It comes with the last page
   * @throws MailCursorExpiredError
   */
  changes(
    connection: Connection,
    folder: string,
    from: { cursor?: string; page?: string; since: Date },
  ): Promise<MailPage & { cursor?: string }>;
  /** What came in between two times, the newest first. */
  between(
    connection: Connection,
    folder: string,
    within: { from: Date; to: Date; page?: string },
  ): Promise<MailPage>;
  /** Its source, and when it arrived; undefined: it is not there any more. */
  source(connection: Connection, mail: VendorMail): Promise<{ bytes: Buffer; arrivedAt: Date } | undefined>;
  /** By its Message-ID. */
  find(connection: Connection, messageId: string): Promise<string | undefined>;
  move(connection: Connection, id: string, to: 'trash' | 'inbox' | 'sent'): Promise<void>;
  /** @returns what the vendor calls it. @throws VendorError with `isUnsure` where it may have left */
  send(connection: Connection, mail: LeavingMail, leaving: Leaving): Promise<string>;
  fate(connection: Connection, mail: { providerId?: string; messageId: string }): Promise<MailFate>;
}
