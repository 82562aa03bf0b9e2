import type { CrmCore } from '@clianta/crm-core/crm-core';
import { idFrom } from '@clianta/crm-core/entity/ids';
import type { AttachmentRecord } from '@clianta/crm-core/files/attachment/attachment.schema';
import type { EmailAccountRecord } from '@clianta/crm-core/marketing/email-account/email-account.schema';
import { whyNot } from '@clianta/crm-core/marketing/outbox/may-receive';
import { mailboxOf, type OutgoingMail, queueMail } from '@clianta/crm-core/marketing/outbox/queue-mail';

/** Whom an offer goes to, and how it is told. */
export interface OfferMail {
  /** Absent: whoever sends it knows. */
  to?: string | undefined;
  name?: string | undefined;
  subject: string;
  text: string;
  /** The page that the customer looks at. */
  address: string;
  /** What it is about: the customer's timeline shows it. */
  about: Pick<OutgoingMail, 'contactIds' | 'companyIds' | 'opportunityId'>;
}

/** How an offer would get to its customer: by mail, or by hand and why. */
export type OfferWay = { mailbox: EmailAccountRecord; to: string } | { byHand: string };

/** What is possible now; it is shown with the approval, and done only as it was shown. */
export async function offerWay(
  crm: CrmCore,
  { workspaceId, userId, to }: { workspaceId: string; userId: string; to: string | undefined },
): Promise<OfferWay> {
  const mailbox = await mailboxOf(crm, workspaceId, userId);
  if (!mailbox) return { byHand: 'No mailbox is connected' };
  if (!to) return { byHand: 'No address is known' };
  const refusal = await whyNot(crm, workspaceId, { address: to, purpose: 'personal' });
  return refusal ? { byHand: `${to} gets no mail: ${refusal.text.replace(/\.$/, '')}` } : { mailbox, to };
}

/** Names a way: an approval is of this mailbox and this address, and of no other. */
export const wayIds = (way: OfferWay): string[] =>
  'mailbox' in way ? [way.mailbox.id, idFrom(`offer-to:${way.to}`)] : [];

/**
 * Mails an offer to its customer. The same revision goes once.
 *
 * @returns what was done, in words
 */
export async function mailOffer(
  crm: CrmCore,
  { mailbox, to }: { mailbox: EmailAccountRecord; to: string },
  { name, subject, text, about }: OfferMail,
  { revisionId, pdf, userId }: { revisionId: string; pdf: AttachmentRecord; userId: string },
): Promise<string> {
  await queueMail(crm, mailbox.workspaceId, {
    accountId: mailbox.id,
    to: [{ address: to, ...(name && { name }) }],
    subject,
    text,
    attachments: [{ name: pdf.name, type: pdf.mime, size: pdf.bytes, fileId: pdf.id }],
    purpose: 'personal',
    sendKey: `offer:${revisionId}`,
    peopleIds: [...new Set([userId, mailbox.ownerId])],
    ...about,
  });
  return `It is on its way to **${to}** from ${mailbox.address}, with the PDF.`;
}

/** Makes the mail ready for the sender's own program. @returns what is left to do, in words */
export function offerByHand(why: string, { to, subject, text, address }: OfferMail): string {
  const body = text.includes(address) ? text : `${text}\n\n${address}`;
  const mail = `mailto:${to ?? ''}?subject=${inAddress(subject)}&body=${inAddress(body)}`;
  return [
    `${why}, so **nothing was mailed**. Send it yourself: [open the mail${to ? ` to ${to}` : ''}](${mail}), with the text and the link in it, or share the link:`,
    `\`${address}\``,
  ].join('\n\n');
}

/** A bracket would end the link that it stands in. */
const inAddress = (text: string) =>
  encodeURIComponent(text).replace(/[()'*!]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
