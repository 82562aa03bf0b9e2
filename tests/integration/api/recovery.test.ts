import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ApiServer, anApiServer, request } from '../../support/api-server.ts';
import { freePort } from '../../support/free-port.ts';
import { aMailServer, type MailServer } from '../../support/mail-server.ts';

let mail: MailServer;
let server: ApiServer;
let port: string;

beforeAll(async () => {
  mail = await aMailServer();
  port = await freePort();
  server = await anApiServer({
    PORT: port,
    MAIL_URL: mail.url,
    MAIL_FROM: 'Clianta <crm@clianta.example>',
    PUBLIC_URL: 'https://crm.example.com',
  });
});
afterAll(async () => {
  await server?.stop();
  await mail?.close();
});

const post = (path: string, body: object) =>
  request(`http://127.0.0.1:${port}/api/auth/${path}`, 'POST', body);

it('mails a link by which a password is chosen once, and answers strangers the same', async () => {
  const known = await post('forgot-password', { email: ' Lena@Clianta.example ' });
  const stranger = await post('forgot-password', { email: 'stranger@x.example' });
  expect([known.status, known.body]).toEqual([stranger.status, stranger.body]);
  const [{ source = '' } = {}] = await mail.mailTo('lena@clianta.example');
  const token = /https:\/\/crm\.example\.com\/welcome#(\S+)/.exec(source.replaceAll('=3D', '='))?.[1];
  const choose = () => post('choose-password', { token, password: 'a new long password' });
  expect((await choose()).body.user.name).toBe('Lena Schmidt');
  expect((await choose()).status).toBe(403);
  expect(mail.received).toHaveLength(1);
});

it('floods no mailbox', async () => {
  const forget = () => post('forgot-password', { email: 'tom@clianta.example' });
  for (let i = 0; i < 3; i++) expect((await forget()).status).toBe(202);
  expect((await forget()).status).toBe(429);
});
