/** A message to one person. Both texts say the same; addresses and subject may be anything, they cannot add headers. */
export interface Mail {
  to: string;
  subject: string;
  /** Plain text. */
  text: string;
  html?: string;
  /** Follows from its cause: a mail that is sent again after a crash has the same, so that the mailbox shows it once. */
  messageKey?: string;
}

/** Sends mail; there is one only where MAIL_URL is set. */
export interface Mailer {
  /**
   * Resolves once the mail server has taken it.
   *
   * @throws InvalidError when the mail server refuses it for good
   * @throws UpstreamError when it does not answer or asks to come later
   */
  send(mail: Mail): Promise<void>;
  close(): void;
}
