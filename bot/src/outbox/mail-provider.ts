import type { EmailAccountRecord } from '@clianta/crm-core/marketing/email-account/email-account.schema';
import type { SendingLimits } from '@clianta/crm-core/marketing/email-account/sending-limits';

/** A mail as it leaves: its bytes, and whom the server is told it is for. */
export interface ReadyMail {
  id: string;
  envelope: { from: string; to: string[] };
  bytes: Buffer;
  /** With its angle brackets. */
  messageId: string;
  /** What the provider called it at an earlier attempt. */
  providerId?: string;
}

/** What a server said of one recipient, or of the mail. */
export interface Refusal {
  address?: string;
  /** SMTP reply: 550. */
  code: number;
  /** Enhanced status (RFC 3463): 5.1.1. */
  status?: string;
  text: string;
}

/** How an attempt ended. Only what is `sent` has left for sure, and of what is `unknown` nobody knows. */
export type SendAnswer =
  | { kind: 'sent'; response: string; refused: Refusal[] }
  | { kind: 'refused'; refusals: Refusal[] }
  | { kind: 'later'; text: string; refusals: Refusal[] }
  | { kind: 'unreachable'; text: string }
  | { kind: 'credentials'; text: string }
  | { kind: 'unknown'; text: string };

interface SendOptions {
  onTransmit: () => Promise<void>;
  /** Keeps what the provider calls the mail, before it leaves. */
  keep: (known: { providerId: string; messageId?: string }) => Promise<void>;
  signal: AbortSignal;
}

/** What mail is sent through. */
export interface MailProvider {
  /**
   * @param onTransmit - awaited before the first byte that could reach anybody; when it throws, nothing leaves
   */
  send(account: EmailAccountRecord, mail: ReadyMail, options: SendOptions): Promise<SendAnswer>;
  /** Whether the mailbox lets us in, without sending anything. */
  check(account: EmailAccountRecord, password: string | undefined): Promise<SendAnswer | undefined>;
  limits(account: EmailAccountRecord): SendingLimits;
  close(): void;
}
