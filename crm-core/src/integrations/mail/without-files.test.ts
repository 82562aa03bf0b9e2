import { describe, expect, it } from 'vitest';
import { withoutFiles } from './without-files.ts';

const mail = (lines: string[]) => Buffer.from(lines.join('\r\n'));
const FILE = Buffer.from('the file, bytes and all').toString('base64');
const TWO = mail([
  'Message-ID: <a@x.example>',
  'Content-Type: multipart/mixed;',
  ' boundary="--_Part 1"',
  '',
  '----_Part 1',
  'Content-Type: text/plain; charset=utf-8',
  '',
  'Grüße.',
  '----_Part 1',
  'Content-Type: application/pdf; name="offer.pdf"',
  'Content-Transfer-Encoding: base64',
  'Content-Disposition: attachment; filename="offer.pdf"',
  '',
  FILE,
  '----_Part 1',
  'Content-Type: text/csv',
  'Content-Transfer-Encoding: base64',
  "Content-Disposition: attachment; filename*0*=utf-8''Pr%C3%BCf;",
  ' filename*1*=ung.csv',
  '',
  FILE,
  '----_Part 1--',
  '',
]);

describe('a mail without its files', () => {
  it('is the rest of it, byte for byte, and the files with their names', () => {
    const { bytes, files } = withoutFiles(TWO);
    expect(bytes.toString()).toBe(
      `${TWO.toString().split('\r\n----_Part 1\r\nContent-Type: application/pdf')[0]}\r\n----_Part 1--\r\n`,
    );
    expect(files.map(({ name, type, bytes: own }) => [name, type, own.toString()])).toEqual([
      ['offer.pdf', 'application/pdf', 'the file, bytes and all'],
      ['Prüfung.csv', 'text/csv', 'the file, bytes and all'],
    ]);
  });

  it('keeps what is shown with it, and a mail that is not made of parts', () => {
    const inline = mail([
      'Content-Type: multipart/mixed; boundary=b',
      '',
      '--b',
      'Content-Type: image/png',
      'Content-Transfer-Encoding: base64',
      'Content-Disposition: inline; filename=logo.png',
      '',
      FILE,
      '--b--',
      '',
    ]);
    const plain = mail(['Content-Type: text/plain', '', 'Hello.']);
    for (const source of [inline, plain]) expect(withoutFiles(source)).toEqual({ bytes: source, files: [] });
  });
});
