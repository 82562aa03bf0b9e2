import { expect, it } from 'vitest';
import { guessServers } from './guess-servers.ts';

const nobody = async () => {
  throw new Error('ENOTFOUND');
};

it('knows the servers of a usual address, and by whom a domain has its mail read', async () => {
  expect(await guessServers('ada@gmail.com', nobody)).toMatchObject({
    smtp: { host: 'smtp.gmail.com', port: 465, security: 'tls' },
    hint: expect.stringContaining('app password'),
  });
  expect(
    await guessServers('ada@acme.example', async () => ['acme-example.mail.protection.outlook.com']),
  ).toMatchObject({ smtp: { host: 'smtp.office365.com', port: 587, security: 'starttls' } });
});

it('proposes what most call their servers where nothing is known', async () => {
  expect(await guessServers('ada@acme.example', nobody)).toEqual({
    smtp: { host: 'smtp.acme.example', port: 465, security: 'tls' },
    imap: { host: 'imap.acme.example', port: 993, security: 'tls' },
  });
  expect(await guessServers('ada@acme.example', async () => ['mx.notgoogle.com'])).toMatchObject({
    smtp: { host: 'smtp.acme.example' },
  });
});
