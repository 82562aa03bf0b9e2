import type { Addressee } from '../../marketing/email-message/email-message.schema.ts';

/** An encoded word has 75 characters at most (RFC 2047, 2): so many letters of four bytes fit. */
const MOST_LETTERS = 10;
const FIELDS = /^(?:to|cc|bcc):/i;

/** The source of a mail to these and nobody else, for vendors that read whom it goes to from the source itself. */
export function withRecipients(
  bytes: Buffer,
  people: Readonly<Record<'to' | 'cc' | 'bcc', readonly Addressee[]>>,
): Buffer {
  const end = bytes.indexOf('\r\n\r\n');
  const head = bytes.subarray(0, end).toString('latin1');
  const kept = head.split(/\r\n(?![ \t])/).filter((line) => !FIELDS.test(line));
  const own = [field('To', people.to), field('Cc', people.cc), field('Bcc', people.bcc)].flat();
  const lines = [...kept, ...own].join('\r\n');
  return Buffer.concat([Buffer.from(lines, 'latin1'), bytes.subarray(end)]);
}

const field = (name: string, people: readonly Addressee[]) =>
  people.length > 0 ? [`${name}: ${people.map(written).join(',\r\n ')}`] : [];

function written({ address, name }: Addressee): string {
  if (!name) return address;
  return `${/^[\x20-\x7e]*$/.test(name) ? JSON.stringify(name) : encoded(name)} <${address}>`;
}

function encoded(name: string): string {
  const letters = [...name];
  const words: string[] = [];
  for (let at = 0; at < letters.length; at += MOST_LETTERS)
    words.push(letters.slice(at, at + MOST_LETTERS).join(''));
  return words.map((word) => `=?UTF-8?B?${Buffer.from(word).toString('base64')}?=`).join('\r\n ');
}
