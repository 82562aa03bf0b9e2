import { describe, expect, it } from 'vitest';
import { openTnef } from './open-tnef.ts';
import { filesIn, parseMail } from './parse-mail.ts';

const u16 = (value: number) => Buffer.from(Uint16Array.of(value).buffer);
const u32 = (value: number) => Buffer.from(Uint32Array.of(value).buffer);

/** An attribute of a file: level, number, length, value, checksum. */
const attribute = (number: number, value: Buffer) =>
  Buffer.concat([
    Buffer.of(2),
    u32(number),
    u32(value.length),
    value,
    u16(value.reduce((sum, byte) => (sum + byte) & 0xffff, 0)),
  ]);
const padded = (value: Buffer) => Buffer.concat([value, Buffer.alloc((4 - (value.length % 4)) % 4)]);
const ofAnyLength = (kind: number, id: number, value: Buffer) =>
  Buffer.concat([u16(kind), u16(id), u32(1), u32(value.length), padded(value)]);
/** A property with a name of its own, before those that matter. */
const named = Buffer.concat([
  ...[u16(3), u16(0x8001), Buffer.alloc(16), u32(1), u32(6), padded(Buffer.from('ab\0', 'utf16le')), u32(7)],
]);
const time = Buffer.concat([u16(0x40), u16(0x3008), Buffer.alloc(8)]);

const TNEF = Buffer.concat([
  ...[u32(0x223e9f78), u16(1)],
  attribute(0x00069002, Buffer.alloc(14)),
  attribute(0x00018010, Buffer.from('PLAN~1.PDF\0')),
  attribute(0x0006800f, Buffer.from('%PDF-1.7')),
  attribute(
    0x00069005,
    Buffer.concat([
      u32(3),
      named,
      time,
      ofAnyLength(0x1f, 0x3707, Buffer.from('Pläne für Q4.pdf\0', 'utf16le')),
    ]),
  ),
  attribute(0x00069002, Buffer.alloc(14)),
  attribute(0x00018010, Buffer.from('note.txt\0')),
  attribute(0x0006800f, Buffer.from('A note.')),
]);

const mail = (content: Buffer) =>
  Buffer.from(
    [
      'From: jane@acme.example',
      'Message-ID: <a@acme.example>',
      'Content-Type: multipart/mixed; boundary=b',
      '',
      '--b',
      'Content-Type: text/plain',
      '',
      'See the files.',
      '--b',
      'Content-Type: application/ms-tnef; name=winmail.dat',
      'Content-Transfer-Encoding: base64',
      'Content-Disposition: attachment; filename=winmail.dat',
      '',
      content.toString('base64'),
      '--b--',
      '',
    ].join('\r\n'),
  );

describe('a winmail.dat', () => {
  it('has files, by their long names', () => {
    expect(openTnef(TNEF).map(({ name, type, content }) => [name, type, content.toString()])).toEqual([
      ['Pläne für Q4.pdf', 'application/pdf', '%PDF-1.7'],
      ['note.txt', 'text/plain', 'A note.'],
    ]);
  });

  it('is opened where a mail is read, in the order in which its files are got', async () => {
    const { attachments } = await parseMail(mail(TNEF), new Date());
    expect(attachments.map(({ name, size }) => [name, size])).toEqual([
      ['Pläne für Q4.pdf', 8],
      ['note.txt', 7],
    ]);
    expect((await filesIn(mail(TNEF))).map(({ name }) => name)).toEqual(attachments.map(({ name }) => name));
  });

  it('is a file like others where it is none, and has what lies before the place where it is broken', async () => {
    expect((await filesIn(mail(Buffer.from('no such thing')))).map(({ name }) => name)).toEqual([
      'winmail.dat',
    ]);
    for (let end = 0; end < TNEF.length; end++)
      expect(openTnef(TNEF.subarray(0, end)).length).toBeLessThan(3);
    const lies = Buffer.from(TNEF);
    lies.writeUInt32LE(0xffffffff, 11);
    expect(openTnef(lies)).toEqual([]);
  });
});
