import { readConfig } from '@clianta/bot/config';
import { openMailer } from '@clianta/bot/mail/smtp-mailer';
import { InvalidError, UpstreamError } from '@clianta/crm-core/errors';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { aMailServer, type MailServer } from '../support/mail-server.ts';

const MAIL_FROM = 'Clianta <crm@clianta.example>';
let mailServer: MailServer;

beforeAll(async () => {
  mailServer = await aMailServer();
});
afterAll(() => mailServer.close());

function aMailer(MAIL_URL = mailServer.url) {
  const mailer = openMailer(readConfig({ MAIL_URL, MAIL_FROM }));
  if (!mailer) throw new Error('There is a mail server.');
  return mailer;
}

it('is none where no mail server is named, and not half configured', () => {
  expect(openMailer(readConfig({}))).toBeUndefined();
  expect(() => readConfig({ MAIL_URL: mailServer.url })).toThrow('MAIL_FROM must be set where MAIL_URL is');
});

it('sends both texts to one person, and nothing in them adds a header or somebody else', async () => {
  const mailer = aMailer();
  await mailer.send({
    to: 'ada@northwind.example',
    subject: 'Reminder: call\r\nBcc: eve@evil.example',
    text: 'Call back.',
    html: '<p>Call back.</p>',
    messageKey: 'n1',
  });
  await mailer
    .send({ to: 'bob@x.example, eve@evil.example', subject: 'x', text: 'x' })
    .catch(() => undefined);
  mailer.close();
  const [mail] = await mailServer.mailTo('ada@northwind.example');
  expect(mail).toMatchObject({ from: 'crm@clianta.example', to: ['ada@northwind.example'] });
  expect(mail?.source).toMatch(/^Message-ID: <n1@clianta\.example>/m);
  expect(mail?.source).not.toMatch(/^Bcc:/m);
  expect(mail?.source).toContain('<p>Call back.</p>');
  expect(mailServer.received.filter(({ to }) => to.includes('eve@evil.example'))).toEqual([]);
});

it('tells what cannot be sent from what may be sent later', async () => {
  const mailer = aMailer();
  const send = () => mailer.send({ to: 'ada@northwind.example', subject: 'x', text: 'x' });
  mailServer.refuse({ code: 451, message: 'Later.' });
  await expect(send()).rejects.toBeInstanceOf(UpstreamError);
  mailServer.refuse({ code: 550, message: 'Nobody of that name.' });
  await expect(send()).rejects.toBeInstanceOf(InvalidError);
  mailServer.refuse(undefined);
  await expect(send()).resolves.toBeUndefined();
  mailer.close();
  const closed = aMailer('smtp://127.0.0.1:1');
  await expect(closed.send({ to: 'a@b.example', subject: 'x', text: 'x' })).rejects.toBeInstanceOf(
    UpstreamError,
  );
  closed.close();
});
