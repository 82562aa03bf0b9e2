/** Whom an offer goes to, and how it is told. */
export interface OfferMail {
  /** Absent: whoever sends it knows. */
  to?: string | undefined;
  subject: string;
  text: string;
  /** The page that the customer looks at. */
  address: string;
}

/**
 * Gets an offer to its customer. Nothing is mailed here: the mail is made ready for the sender's own program. An outbox takes
 * this function's place.
 *
 * @returns what was done, and what is left to do, in words
 */
export async function deliverOffer({ to, subject, text, address }: OfferMail): Promise<string> {
  const body = text.includes(address) ? text : `${text}\n\n${address}`;
  const mail = `mailto:${to ?? ''}?subject=${inAddress(subject)}&body=${inAddress(body)}`;
  return [
    `No mailbox is connected, so **nothing was mailed**. Send it yourself: [open the mail${to ? ` to ${to}` : ''}](${mail}), with the text and the link in it, or share the link:`,
    `\`${address}\``,
  ].join('\n\n');
}

/** A bracket would end the link that it stands in. */
const inAddress = (text: string) =>
  encodeURIComponent(text).replace(/[()'*!]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
