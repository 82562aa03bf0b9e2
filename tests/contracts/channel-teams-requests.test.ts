import { request as httpRequest } from 'node:http';
import { describe, expect, vi } from 'vitest';
import { randomFrom } from '../support/random.ts';
import { teamsTest as it, until } from '../support/teams-bot.ts';
import { APP_ID, TENANT } from '../support/teams-stand-in.ts';

// botbuilder writes refused tokens to the console
vi.spyOn(console, 'error').mockReturnValue();

const DAMAGED = 10_000;
const AT_ONCE = 50;

const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

describe('a request to the messaging endpoint', () => {
  it('is taken with a token of Microsoft for us, and answered however long its work takes', async ({
    bot,
  }) => {
    let begin = () => {};
    bot.handle = () => new Promise((resolve) => (begin = resolve));
    expect((await bot.requests.say('hello')).status).toBe(200);
    expect(bot.messages).toEqual([]);
    await until(() => {
      begin();
      expect(bot.messages).toHaveLength(1);
    });
    await until(() => expect(bot.messages).toHaveLength(1));
  });

  it('is not answered as taken when it could not be', async ({ bot }) => {
    const { setAll } = bot.host.store;
    bot.host.store.setAll = () => Promise.reject(new Error('the database is gone'));
    const sent = bot.requests.activity({ text: 'Add Ida' });
    expect((await bot.requests.send(sent)).status).toBe(500);
    bot.host.store.setAll = setAll;
    expect((await bot.requests.send(sent)).status).toBe(200);
    await until(() => expect(bot.messages).toHaveLength(1));
  });

  const forged: Array<
    [
      string,
      (teams: {
        token: (claims?: object, key?: 'foreign') => Promise<string>;
      }) => Promise<Record<string, string>>,
    ]
  > = [
    ['without a token', async () => ({})],
    ['with another scheme', async (teams) => ({ authorization: `Basic ${await teams.token()}` })],
    ['with a token for another bot', async (teams) => bearer(await teams.token({ aud: 'somebody-else' }))],
    [
      'with a token of another issuer',
      async (teams) => bearer(await teams.token({ iss: 'https://sts.windows.net/x/' })),
    ],
    [
      'with a token of another service',
      async (teams) => bearer(await teams.token({ serviceurl: 'https://evil.example/' })),
    ],
    ['with a token without a service', async (teams) => bearer(await teams.token({ serviceurl: '' }))],
    ['with a token that has expired', async (teams) => bearer(await teams.token({ expiresIn: -600 }))],
    ['with a signature of somebody else', async (teams) => bearer(await teams.token({}, 'foreign'))],
    [
      'with a token without a signature',
      async (teams) => {
        const [, payload] = (await teams.token()).split('.');
        return bearer(`${base64({ alg: 'none', typ: 'JWT', kid: 'stand-in-key' })}.${payload}.`);
      },
    ],
    [
      'with a token that says it is signed by a shared secret',
      async (teams) => {
        const [, payload, signature] = (await teams.token()).split('.');
        return bearer(`${base64({ alg: 'HS256', kid: 'stand-in-key' })}.${payload}.${signature}`);
      },
    ],
    [
      'with a token whose text was changed',
      async (teams) => {
        const [head, , signature] = (await teams.token()).split('.');
        const payload = base64({
          aud: APP_ID,
          iss: 'https://api.botframework.com',
          serviceurl: 'https://x/',
          exp: 9e9,
        });
        return bearer(`${head}.${payload}.${signature}`);
      },
    ],
  ];
  for (const [how, headers] of forged) {
    it(`is refused ${how}`, async ({ bot, teams }) => {
      const { status } = await bot.requests.send(
        bot.requests.activity({ text: 'Add Mallory' }),
        await headers(teams),
      );
      expect(status).toBe(401);
      expect(bot.inputs).toBe(0);
      expect(teams.messages).toEqual([]);
    });
  }

  it('is refused when its service is not the one that the token is for', async ({ bot }) => {
    const { status } = await bot.requests.say('Add Mallory', { serviceUrl: 'https://evil.example/' });
    expect(status).toBe(401);
  });

  it.for([
    ['another tenant', { channelData: { tenant: { id: 'another' } } }, 403],
    ['no tenant', { channelData: {}, conversation: { id: 'a:x', conversationType: 'personal' } }, 403],
    ['another channel, for which other rules would be taken', { channelId: 'AseChannel' }, 403],
    ["the emulator's channel", { channelId: 'emulator' }, 403],
    ['no sender', { from: undefined }, 400],
    ['a service that is no text', { serviceUrl: { href: 'https://x/' } }, 400],
  ] as const)('is refused from %s', async ([, more, expected], { bot }) => {
    expect((await bot.requests.say('Add Mallory', more)).status).toBe(expected);
    expect(bot.inputs).toBe(0);
  });

  it('is taken from another tenant where several are served, whose e-mail addresses are not believed', async ({
    bot,
    teams,
  }) => {
    await bot.restart({ isSingleTenant: false });
    teams.roster.set('29:eve', {
      id: '29:eve',
      name: 'Eve',
      email: 'jane@clianta.example',
      tenantId: 'another',
    });
    const from = { id: '29:eve', aadObjectId: 'aad-eve' };
    await bot.requests.say('hello', { from, channelData: { tenant: { id: 'another' } } });
    await until(() =>
      expect(bot.messages[0]?.sender).toEqual({
        externalTeamId: 'another',
        externalUserId: 'aad-eve',
        name: 'Eve',
      }),
    );
    await bot.requests.say('hello');
    await until(() =>
      expect(bot.messages[1]?.sender).toMatchObject({
        externalTeamId: TENANT,
        email: 'jane@clianta.example',
      }),
    );
  });

  it('is refused with two tokens, and while the process stops it is asked to come again', async ({
    bot,
    teams,
  }) => {
    const token = `Bearer ${await teams.token()}`;
    const status = await new Promise<number | undefined>((resolve) => {
      const sent = httpRequest(bot.requests.url, { method: 'POST' }, (answer) => resolve(answer.statusCode));
      sent.setHeader('authorization', [token, token]);
      sent.end(JSON.stringify(bot.requests.activity({ text: 'x' })));
    });
    expect(status).toBe(400);
    await bot.channel.stop();
    expect((await bot.requests.say('hello')).status).toBe(503);
  });

  it(`does nothing and never fails when it is damaged, ${DAMAGED} times`, async ({ bot, teams }) => {
    const random = randomFrom(20_261_130);
    const good = {
      token: await teams.token(),
      body: JSON.stringify(bot.requests.activity({ text: 'Add Mallory' })),
    };
    const statuses = new Set<number>();
    const sendDamaged = async (_: unknown, count: number) => {
      // a damaged token with a good body, or no token with a damaged body
      const isToken = count % 2 === 0;
      const { token, body } = isToken
        ? { ...good, token: damaged(good.token, random) }
        : { ...good, body: damaged(good.body, random) };
      const headers = { 'content-type': 'application/json', ...(isToken && bearer(token)) };
      const { status } = await fetch(bot.requests.url, { method: 'POST', headers, body });
      statuses.add(status);
    };
    for (let done = 0; done < DAMAGED; done += AT_ONCE)
      await Promise.all(Array.from({ length: AT_ONCE }, sendDamaged));
    expect([...statuses].filter((status) => status !== 400 && status !== 401)).toEqual([]);
    expect(bot.inputs).toBe(0);
  });
});

/** With one character another one. */
function damaged(text: string, random: () => number): string {
  // the last character of a signature has bits that mean nothing
  const at = Math.floor(random() * (text.length - 2));
  const other = text[at] === 'A' ? 'B' : 'A';
  return `${text.slice(0, at)}${other}${text.slice(at + 1)}`;
}

describe('for the Playground', () => {
  it('requests of this machine are taken without a token, and no others', async ({ bot }) => {
    await bot.restart({ isLocal: true });
    const activity = bot.requests.activity({ text: 'hello', channelId: 'emulator' });
    expect((await bot.requests.send(activity, {})).status).toBe(200);
    await until(() => expect(bot.messages).toHaveLength(1));
    expect((await bot.requests.send(activity, { 'x-forwarded-for': '203.0.113.9' })).status).toBe(403);
    const elsewhere = { ...activity, serviceUrl: 'https://evil.example/' };
    expect((await bot.requests.send(elsewhere, {})).status).toBe(403);
    expect(bot.inputs).toBe(1);
  });
});
