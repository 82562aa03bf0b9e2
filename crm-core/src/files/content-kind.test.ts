import { deflateRawSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { cleanName } from './clean-name.ts';
import { contentKind } from './content-kind.ts';

const words = (text: string) => Buffer.from(text);
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const PDF = words('%PDF-1.7\n%âãÏÓ\n1 0 obj\n');
const DOCX = Buffer.from(
  zipSync({ '[Content_Types].xml': words('<Types ContentType="x"/>'), 'word/document.xml': words('<w:p/>') }),
);
const CFB = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)]);
const PROGRAM = Buffer.concat([words('MZ'), Buffer.alloc(200)]);
const mimeOf = async (name: string, head: Buffer) => (await contentKind(name, head)).kind.mime;

describe('the kind of a file', () => {
  it.each([
    ['offer.pdf', PDF, 'application/pdf'],
    ['notes.TXT', words('plain'), 'text/plain'],
    ['leads.csv', words('name,mail\nAda,a@x.example'), 'text/csv'],
    ['card.vcf', words('BEGIN:VCARD\nEND:VCARD'), 'text/vcard'],
    ['invite.ics', words('BEGIN:VCALENDAR'), 'text/calendar'],
    ['call.vtt', words('WEBVTT\n\n00:00'), 'text/vtt'],
    ['call.srt', words('1\n00:00:01,000 --> 00:00:02,000\nHi'), 'application/x-subrip'],
    ['mail.eml', words('From: a@x.example\nSubject: Hi'), 'message/rfc822'],
    ['logo.svg', words('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'image/svg+xml'],
    ['logo.svg', words('<?xml version="1.0"?><svg/>'), 'image/svg+xml'],
    ['offer.docx', DOCX, 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
    ['old.xls', CFB, 'application/vnd.ms-excel'],
    ['empty.txt', Buffer.alloc(0), 'text/plain'],
    ['utf16.csv', Buffer.from('\ufeffname;mail', 'utf16le'), 'text/csv'],
    [
      'song.mp3',
      Buffer.concat([
        words('ID3'),
        Buffer.from([3, 0, 0, 0, 0, 0, 0]),
        Buffer.from([0xff, 0xfb, 0x90, 0x64]),
        Buffer.alloc(500),
      ]),
      'audio/mpeg',
    ],
  ])('of %s is what its content and its name say', async (name, head, mime) => {
    expect(await mimeOf(name, head)).toBe(mime);
  });

  it('of a picture is its content’s, whatever it is called', async () => {
    expect(await mimeOf('photo.jpg', PNG)).toBe('image/png');
  });

  it('of a file without an ending is its content’s, and the name gets the ending', async () => {
    expect(await contentKind('image', PNG)).toMatchObject({ name: 'image.png', kind: { mime: 'image/png' } });
    expect(await contentKind('README', words('read me'))).toMatchObject({ name: 'README.txt' });
    await expect(contentKind('program', PROGRAM)).rejects.toThrow('I do not take files like program');
  });

  it.each([
    ['setup.exe', PROGRAM],
    ['page.html', words('<html>')],
    ['all.zip', Buffer.from('504b0304', 'hex')],
    ['run.sh', words('#!/bin/sh')],
  ])('of %s is not taken, and what is taken is said', async (name, head) => {
    await expect(contentKind(name, head)).rejects.toThrow(/I do not take files like .*What I take: PDF/);
  });

  it.each([
    ['notes.txt', PNG, 'png'],
    ['offer.pdf', PNG, 'png'],
    ['offer.pdf', words('<html>'), 'something else'],
    ['leads.csv', PROGRAM, 'exe'],
    ['notes.txt', Buffer.from([1, 0, 2, 0]), 'something else'],
    ['offer.docx', PDF, 'pdf'],
    ['photo.png', words('no picture'), 'something else'],
    [
      'offer.docx',
      Buffer.concat([Buffer.from('504b0304140000000800', 'hex'), deflateRawSync(words('x'.repeat(99)))]),
      'zip',
    ],
  ])('of %s is refused when the content is another', async (name, head, found) => {
    await expect(contentKind(name, head)).rejects.toThrow(
      new RegExp(`^${name} is not what its name says: .*${found}`),
    );
  });

  it('says of a HEIC picture what to do', async () => {
    await expect(contentKind('IMG_1.HEIC', words('x'))).rejects.toThrow('Send it as JPEG');
  });
});

describe('the name of a file', () => {
  it.each([
    ['../../etc/passwd', 'passwd'],
    ['C:\\Users\\ada\\offer.pdf', 'offer.pdf'],
    ['  two   words .txt ', 'two words .txt'],
    ['in\u202evoice\u0000.pdf', 'invoice.pdf'],
    ['..', 'file'],
    ['.env', 'env'],
    ['', 'file'],
    [`${'x'.repeat(400)}.pdf`, `${'x'.repeat(196)}.pdf`],
  ])('%j is kept as %j', (given, name) => {
    expect(cleanName(given)).toBe(name);
  });
});
