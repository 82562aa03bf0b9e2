import { describe, expect, vi } from 'vitest';
import { apiTest } from '../../support/api-fixtures.ts';
import { signedIn } from '../../support/api-server.ts';
import { anSmtpServer } from '../../support/smtp-stand-in.ts';

const it = apiTest;
const elsewhere = { host: 'smtp.invalid', port: 465 };

describe('mailboxes through the API', () => {
  it('are for their owner and admins to change, and nobody is shown a password', async ({ server, sam }) => {
    const akira = await signedIn(server, 'akira@clianta.example');
    const made = await akira.call('POST', '/email-accounts', {
      address: 'akira@own.example',
      ownerId: (await akira.call('GET', '/team-members')).body.records.find(
        ({ email }: { email: string }) => email === 'akira@clianta.example',
      ).userId,
      smtp: elsewhere,
    });
    expect(made.status).toBe(201);
    const lena = await signedIn(server, 'lena@clianta.example');
    const { id } = made.body;
    expect((await lena.call('PATCH', `/email-accounts/${id}`, { isPaused: true })).status).toBe(403);
    expect((await lena.call('POST', `/email-accounts/${id}/password`, { password: 'x' })).status).toBe(403);
    expect((await lena.call('POST', `/email-accounts/${id}/test`, {})).status).toBe(403);
    expect((await sam.call('PATCH', `/email-accounts/${id}`, { isPaused: true })).status).toBe(200);
    expect((await sam.call('PATCH', `/email-accounts/${id}`, { sharing: 'full' })).status).toBe(403);
    expect((await akira.call('PATCH', `/email-accounts/${id}`, { sealedCredentials: 'x' })).status).toBe(400);
  });

  it('refuse private addresses, other ports and line breaks, and say no more than that', async ({ sam }) => {
    const connect = (smtp: object, password = 'x') =>
      sam.call('POST', '/email-accounts/connect', { address: 'sam@own.example', smtp, password });
    const answers = new Set<string>();
    for (const smtp of [
      { host: '127.0.0.1', port: 465 },
      { host: '169.254.169.254', port: 587, security: 'starttls' },
      { host: 'localhost', port: 465 },
      { host: '203.0.114.9', port: 6379 },
      elsewhere,
    ]) {
      const { status, body } = await connect(smtp);
      expect(status, JSON.stringify(smtp)).toBe(400);
      answers.add(body.error.message);
    }
    expect([...answers]).toEqual([
      'The mail server could not be used. Please check its name, port and encryption.',
    ]);
    expect((await connect({ host: 'a\r\nb', port: 465 })).status).toBe(400);
    expect((await connect(elsewhere, 'a\r\nQUIT')).status).toBe(400);
  });

  it('guess what is to be entered', async ({ sam }) => {
    const { body } = await sam.call('GET', '/email-accounts/guess?address=ada@gmail.com');
    expect(body).toMatchObject({ smtp: { host: 'smtp.gmail.com' }, imap: { host: 'imap.gmail.com' } });
  });
});

const withServer = apiTest
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads from it what a fixture is made of
  .extend('smtp', { scope: 'file' }, async ({}, { onCleanup }) => {
    const server = await anSmtpServer();
    onCleanup(() => server.close());
    return server;
  })
  .extend('environment', { scope: 'file' }, ({ smtp }) => ({
    MAIL_PRIVATE_HOSTS: `127.0.0.1:${smtp.port}`,
  }));

withServer('a mailbox is connected with its password, and a test of it arrives', async ({ sam, smtp }) => {
  const server = { host: '127.0.0.1', port: smtp.port, security: 'none' };
  const values = { address: 'sam@own.example', displayName: 'Sam', smtp: server };
  const wrong = await sam.call('POST', '/email-accounts/connect', { ...values, password: 'wrong' });
  expect(wrong).toMatchObject({ status: 400, body: { error: { fields: { password: expect.any(String) } } } });
  const made = await sam.call('POST', '/email-accounts/connect', { ...values, password: smtp.password });
  expect(made.status).toBe(201);
  for (const path of ['/email-accounts', `/email-accounts/${made.body.id}`, '/audit'])
    expect(JSON.stringify((await sam.call('GET', path)).body), path).not.toMatch(/secret word|sealedCred/);
  const test = await sam.call('POST', `/email-accounts/${made.body.id}/test`, {});
  expect(test).toMatchObject({ status: 202, body: { to: 'sam@clianta.example' } });
  await vi.waitFor(() => expect(smtp.arrived).toHaveLength(1), 10_000);
  await vi.waitFor(async () => {
    const { body } = await sam.call('GET', `/email-messages/${test.body.messageId}`);
    expect(body.status).toBe('sent');
  }, 5_000);
  // a password does not go along to another server
  await sam.call('PATCH', `/email-accounts/${made.body.id}`, { smtp: { ...server, host: 'localhost' } });
  const { body: moved } = await sam.call('GET', `/email-accounts/${made.body.id}`);
  expect(moved.sendState).toBe('reconnect');
  smtp.password = 'another word';
  const back = await sam.call('PATCH', `/email-accounts/${made.body.id}`, { smtp: server });
  expect(back.body.sendState).toBe('reconnect');
  const renewed = await sam.call('POST', `/email-accounts/${made.body.id}/password`, {
    password: 'another word',
  });
  expect(renewed.status).toBe(204);
  expect((await sam.call('GET', `/email-accounts/${made.body.id}`)).body.sendState).toBe('ok');
});
