import { createHash } from 'node:crypto';
import { normalEmail } from '@clianta/crm-core/entity/email-address';
import { shortened } from '@clianta/crm-core/marketing/drafts/answer-to';
import type { Addressee } from '@clianta/crm-core/marketing/email-message/email-message.schema';
import type { ArrivingMail } from '@clianta/crm-core/marketing/mail-sync/arriving-mail';
import { MACHINE_HEADERS } from '@clianta/crm-core/marketing/mail-sync/auto-kind';
import { type AddressObject, type Attachment, type EmailAddress, simpleParser } from 'mailparser';
import { z } from 'zod';
import { isTnef, openTnef } from './open-tnef.ts';

/** Larger mail is known by its head. */
export const MOST_BYTES = 25 * 1024 * 1024;
const MOST_TEXT = 1_000_000;
const MOST_PARTS = 1_000;
const MOST_ATTACHMENTS = 200;
const NOBODY = 'unknown@invalid.example';

export interface MailFile {
  name: string;
  type: string;
  content: Buffer;
}

/** The files of a mail, in the order in which it names them. */
export async function filesIn(source: Buffer): Promise<MailFile[]> {
  const { attachments } = await simpleParser(source, { skipTextToHtml: true });
  return attachments.flatMap(unwrapped).slice(0, MOST_ATTACHMENTS);
}

/** A file, or those that Outlook has wrapped in it. */
function unwrapped({ filename, contentType, content }: Attachment): MailFile[] {
  const file = { name: filename ?? 'attachment', type: contentType, content };
  const wrapped = isTnef(file) ? openTnef(content) : [];
  return wrapped.length > 0 ? wrapped : [file];
}

/**
 * Reads the source of a mail. What cannot be read becomes a mail without text that says why, so that a folder goes on.
 *
 * @param arrivedAt - what it is dated where it has no date, or one to come
 */
export async function parseMail(source: Buffer, arrivedAt: Date): Promise<ArrivingMail> {
  const isHeadOnly = source.length > MOST_BYTES || partsIn(source) > MOST_PARTS;
  const head = isHeadOnly ? headOf(source) : source;
  try {
    // its own HTML of plain text lets markup through (nodemailer/mailparser#412)
    const parsed = await simpleParser(head, {
      skipTextToHtml: true,
      skipTextLinks: true,
      skipImageLinks: true,
    });
    const [from] = peopleIn(parsed.from);
    const { date } = parsed;
    const isDated =
      date && !Number.isNaN(date.getTime()) && date.getTime() <= arrivedAt.getTime() + 86_400_000;
    const references = [parsed.references ?? []]
      .flat()
      .map(asId)
      .filter((id) => id !== '');
    return {
      messageId: asId(parsed.messageId ?? '') || madeUp(head),
      ...(parsed.inReplyTo && { inReplyTo: asId(parsed.inReplyTo) }),
      references: shortened(references),
      from: from ?? { address: NOBODY },
      to: peopleIn(parsed.to),
      cc: peopleIn(parsed.cc),
      replyTo: peopleIn(parsed.replyTo).slice(0, 20),
      subject: (parsed.subject ?? '').replace(/\s+/g, ' ').trim().slice(0, 998),
      sentAt: isDated ? date : arrivedAt,
      text: (parsed.text ?? '').replaceAll('\u0000', '').slice(0, MOST_TEXT),
      ...(typeof parsed.html === 'string' && { html: parsed.html.slice(0, MOST_TEXT) }),
      attachments: parsed.attachments
        .flatMap((one) => {
          const part = 'partId' in one && typeof one.partId === 'string' ? { part: one.partId } : {};
          return unwrapped(one).map(({ name, type, content }) => ({
            name: name.slice(0, 300),
            type: type.slice(0, 200),
            size: content.length,
            ...part,
          }));
        })
        .slice(0, MOST_ATTACHMENTS),
      headers: machineHeaders(parsed.headerLines),
      ...(isHeadOnly && { why: 'It is too large: only its head was read.' }),
    };
  } catch (error) {
    return unreadable(head, arrivedAt, error);
  }
}

function unreadable(head: Buffer, arrivedAt: Date, error: unknown): ArrivingMail {
  const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
  return {
    messageId: madeUp(head),
    references: [],
    from: { address: NOBODY },
    to: [],
    cc: [],
    replyTo: [],
    subject: '',
    sentAt: arrivedAt,
    text: '',
    attachments: [],
    headers: new Map(),
    why: `It cannot be read: ${reason}`.slice(0, 500),
  };
}

/** Everybody in a field, groups taken apart; what is no address is left out. */
function peopleIn(field: AddressObject | AddressObject[] | undefined): Addressee[] {
  const listed = [field ?? []].flat().flatMap(({ value }) => value);
  const single = (one: EmailAddress): EmailAddress[] => [
    ...(one.address ? [one] : []),
    ...(one.group ?? []).flatMap(single),
  ];
  const people = listed.flatMap(single).flatMap(({ address = '', name }) => {
    const normal = normalEmail(address);
    if (
      !z
        .string()
        .max(254)
        .regex(/^[^\s@]+@[^\s@]+$/)
        .safeParse(normal).success
    )
      return [];
    return [{ address: normal, ...(name && { name: name.slice(0, 200) }) }];
  });
  return [...new Map(people.map((one) => [one.address, one])).values()].slice(0, 500);
}

const asId = (text: string): string => {
  const bare = text.trim().replace(/^<|>$/g, '');
  return bare ? `<${bare.slice(0, 990)}>` : '';
};

/** Two mails without an id are two mails. */
const madeUp = (source: Buffer): string =>
  `<${createHash('sha256').update(source).digest('hex').slice(0, 40)}@made-up.invalid>`;

function headOf(source: Buffer): Buffer {
  const end = source.indexOf('\r\n\r\n');
  return end < 0 ? source.subarray(0, 64_000) : source.subarray(0, Math.min(end + 4, 256_000));
}

/** Boundaries bound the parts; counted before anything is made of them. */
function partsIn(source: Buffer): number {
  let count = 0;
  for (
    let at = source.indexOf('\n--');
    at >= 0 && count <= MOST_PARTS * 4;
    at = source.indexOf('\n--', at + 3)
  )
    count++;
  return count > MOST_PARTS * 2 ? source.toString('latin1').split(/\ncontent-type:/i).length - 1 : 0;
}

function machineHeaders(lines: ReadonlyArray<{ key: string; line: string }>): Map<string, string> {
  const names: ReadonlySet<string> = new Set(MACHINE_HEADERS);
  return new Map(
    lines
      .filter(({ key }) => names.has(key))
      .map(({ key, line }) => [
        key,
        line
          .slice(line.indexOf(':') + 1)
          .trim()
          .slice(0, 500),
      ]),
  );
}
