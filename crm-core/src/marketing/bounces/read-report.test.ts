import { expect, it } from 'vitest';
import { readBounceReport } from './read-report.ts';

const MAIL = 'a'.repeat(24);
const ID = `<${'b'.repeat(24)}.${MAIL}@own.example>`;

const report = ({
  action = 'failed',
  part = `Message-ID: ${ID}\r\nSubject: Hello`,
  encoding = '7bit',
} = {}) =>
  [
    'From: MAILER-DAEMON@mx.example',
    'Content-Type: multipart/report; report-type=delivery-status; boundary=b1',
    '',
    '--b1',
    'Content-Type: text/plain',
    '',
    'Your mail could not be delivered.',
    '--b1',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.example',
    '',
    'Final-Recipient: rfc822; Gone@x.example',
    `Action: ${action}`,
    'Status: 5.1.1',
    'Diagnostic-Code: smtp; 550 5.1.1',
    ' No such user',
    '',
    '--b1',
    'Content-Type: text/rfc822-headers',
    `Content-Transfer-Encoding: ${encoding}`,
    '',
    part,
    '--b1--',
  ].join('\r\n');

it('finds the mail by its Message-ID in the headers that came back, and whom it did not reach', () => {
  expect(readBounceReport(report())).toEqual({
    mailId: MAIL,
    failed: [{ address: 'gone@x.example', status: '5.1.1', code: 550, text: '550 5.1.1 No such user' }],
  });
});

it('finds it where the report has encoded it', () => {
  const part = Buffer.from(`Message-ID: ${ID}\r\n`).toString('base64');
  expect(readBounceReport(report({ part, encoding: 'base64' }))?.mailId).toBe(MAIL);
  const soft = `Message-ID: ${ID.slice(0, 30)}=\r\n${ID.slice(30)}`;
  expect(readBounceReport(report({ part: soft, encoding: 'quoted-printable' }))?.mailId).toBe(MAIL);
});

it('fails nobody by a report of a delay, and is about no mail of others', () => {
  expect(readBounceReport(report({ action: 'delayed' }))).toEqual({ mailId: MAIL, failed: [] });
  expect(readBounceReport(report({ part: 'Message-ID: <1@x.example>' }))).toBeUndefined();
});

it('takes the id of the envelope, and the one in whom the report is to', () => {
  const strange = report({ part: 'Subject: x' });
  expect(
    readBounceReport(strange.replace('Reporting', `Original-Envelope-Id: ${MAIL}\r\nReporting`))?.mailId,
  ).toBe(MAIL);
  expect(readBounceReport(`To: sam+b-${MAIL}@own.example\r\n${strange}`)?.mailId).toBe(MAIL);
});

it('reads a long report of anything quickly', () => {
  const began = performance.now();
  readBounceReport(`Content-Transfer-Encoding: base64\r\n${'a: b\r\n'.repeat(40_000)}`);
  readBounceReport(`${'Content-Transfer-Encoding: base64\r\n'.repeat(8_000)}`);
  expect(performance.now() - began).toBeLessThan(2_000);
});
