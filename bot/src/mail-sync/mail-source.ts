import type { EmailAccountRecord } from '@clianta/crm-core/marketing/email-account/email-account.schema';
import type { MailPlace } from './find-in-mailbox.ts';
import { imapSource } from './imap-source.ts';
import { vendorSource } from './vendor-source.ts';
import type { Mailboxes } from './with-mailbox.ts';

/** A mail of a thread that is filed. */
export type FiledMail = MailPlace & { direction: 'in' | 'out' };

/** Where the mail of a mailbox is. Each answers undefined where it does not let us in, which its owner was told. */
export interface MailSource {
  /** What is new. @returns how many mails, and whether there is more further back */
  readNew(signal: AbortSignal): Promise<{ fresh: number; isMore: boolean } | undefined>;
  /** A part of what lies further back. @returns whether there is more */
  readBack(signal: AbortSignal): Promise<boolean | undefined>;
  /** The source of a mail. Throws InvalidError where it is not there any more, or too large */
  sourceOf(mail: MailPlace): Promise<Buffer | undefined>;
  /** Into the trash, or back from there. */
  file(mails: readonly FiledMail[], to: 'trash' | 'back'): Promise<void>;
}

/** The source of a mailbox; undefined: nothing is read from it. */
export function mailSourceOf(mailboxes: Mailboxes, account: EmailAccountRecord): MailSource | undefined {
  if (account.credentialId) return vendorSource(mailboxes.crm, account, account.credentialId);
  return account.imap ? imapSource(mailboxes, account) : undefined;
}
