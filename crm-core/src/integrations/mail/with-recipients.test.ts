import { expect, it } from 'vitest';
import { withRecipients } from './with-recipients.ts';

const source = Buffer.from(
  'From: a@x.example\r\nTo: Ada <ada@x.example>,\r\n Bob <bob@x.example>\r\nCc: cy@x.example\r\nSubject: To: all\r\n\r\nTo: you\r\n',
);

it('names those alone whom a mail goes to, also in secret, and leaves the rest of it as it is', () => {
  const made = withRecipients(source, {
    to: [{ address: 'ada@x.example', name: 'Ada "A" Quist' }],
    cc: [],
    bcc: [{ address: 'boss@x.example' }],
  });
  expect(made.toString()).toBe(
    'From: a@x.example\r\nSubject: To: all\r\nTo: "Ada \\"A\\" Quist" <ada@x.example>\r\nBcc: boss@x.example\r\n\r\nTo: you\r\n',
  );
});

it('writes names of other letters as words that every server reads', () => {
  const to = [{ address: 'jo@x.example', name: 'Jörg Müller-Łukasiewicz' }];
  const [, line = ''] =
    /^To: ([\s\S]+?)\r\n\r\n/m.exec(withRecipients(source, { to, cc: [], bcc: [] }).toString()) ?? [];
  const words = [...line.matchAll(/=\?UTF-8\?B\?([^?]+)\?=/g)];
  expect(words.map(([, text = '']) => Buffer.from(text, 'base64').toString()).join('')).toBe(to[0]?.name);
  for (const [word] of words) expect(word.length).toBeLessThanOrEqual(75);
});
