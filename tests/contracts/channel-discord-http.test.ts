import { request } from 'node:http';
import { DISCORD_PATH } from '@clianta/bot/channels/discord/discord-path';
import { afterEach, describe, expect } from 'vitest';
import { discordTest, until } from '../support/discord-bot.ts';
import { DiscordEvents, JANE } from '../support/discord-events.ts';
import { sendToDiscordPath, signedByDiscord } from '../support/discord-requests.ts';
import { type DiscordStandIn, GUILD } from '../support/discord-stand-in.ts';
import { randomFrom } from '../support/random.ts';

const it = discordTest;
const MUTATIONS = 10_000;
const AT_ONCE = 20;
const seconds = () => Math.floor(Date.now() / 1_000);

/** `/clianta say:hello` as Discord sends it. */
function aCommand(discord: DiscordStandIn): string {
  const options = [{ name: 'say', type: 3, value: 'hello' }];
  return JSON.stringify(
    new DiscordEvents(discord).interaction(2, { id: '1', name: 'clianta', type: 1, options }),
  );
}

/** With header lines of our own, which fetch would join or refuse. */
function sendRaw(url: string, headers: string[], body: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(`${url}${DISCORD_PATH}`, { method: 'POST', headers }, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode ?? 0));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

describe('interactions over HTTP', () => {
  afterEach<{ discord: DiscordStandIn }>(({ discord }) => expect(discord.broken).toEqual([]));

  it('answers a ping, which is how Discord checks the address', async ({ bot }) => {
    const pinged = await sendToDiscordPath(
      bot.url,
      signedByDiscord(JSON.stringify({ type: 1, id: '1', token: 't' })),
    );
    expect(pinged).toEqual({ status: 200, body: { type: 1 } });
  });

  it('is deferred at once, for the person alone in a server, and worked on then', async ({
    bot,
    discord,
  }) => {
    bot.handle = () => new Promise((resolve) => setTimeout(resolve, 300));
    const begun = performance.now();
    const answer = await sendToDiscordPath(bot.url, signedByDiscord(aCommand(discord)));
    expect(performance.now() - begun).toBeLessThan(250);
    expect(answer).toEqual({ status: 200, body: { type: 5, data: { flags: 64 } } });
    await until(() => expect(bot.messages).toHaveLength(1));
    expect(bot.messages[0]).toMatchObject({
      text: 'hello',
      sender: { externalTeamId: GUILD, externalUserId: JANE.id },
      thread: { details: { kind: 'private', userId: JANE.id } },
    });
  });

  it('is refused when it is forged, old, from the future, or was here already', async ({ bot, discord }) => {
    const statusOf = async (options?: Parameters<typeof signedByDiscord>[1]) =>
      (await sendToDiscordPath(bot.url, signedByDiscord(aCommand(discord), options))).status;
    expect(await statusOf({ isForged: true })).toBe(401);
    expect(await statusOf({ timestamp: seconds() - 301 })).toBe(401);
    expect(await statusOf({ timestamp: seconds() + 301 })).toBe(401);
    expect(await statusOf({ timestamp: `${seconds()}.5` })).toBe(401);
    expect(await statusOf({ timestamp: '' })).toBe(401);
    expect(bot.messages).toEqual([]);
    const taken = signedByDiscord(aCommand(discord), { timestamp: seconds() - 290 });
    expect((await sendToDiscordPath(bot.url, taken)).status).toBe(200);
    expect((await sendToDiscordPath(bot.url, taken)).status).toBe(401);
    // another process, which knows the interaction by what is stored
    await until(() => expect(bot.host.dispatched.size).toBe(1));
    expect(bot.messages).toHaveLength(1);
    await bot.stop();
    discord.gateway.forget();
    await bot.start();
    expect((await sendToDiscordPath(bot.url, taken)).status).toBe(200);
    expect(bot.messages).toEqual([]);
  });

  it('is refused when a header comes twice', async ({ bot, discord }) => {
    const body = aCommand(discord);
    const { headers } = signedByDiscord(body);
    const lines = ['host', 'localhost', ...Object.entries(headers).flat()];
    for (const name of ['x-signature-timestamp', 'x-signature-ed25519'])
      for (const twice of [headers[name] ?? '', '1'])
        expect(await sendRaw(bot.url, [...lines, name, twice], body)).toBe(401);
    expect(bot.messages).toEqual([]);
    expect(await sendRaw(bot.url, lines, body)).toBe(200);
  });

  it.for([
    '',
    '{',
    'null',
    '[]',
    '5',
    '"x"',
    '{}',
    '{"type":9}',
    '{"type":2}',
    '{"type":2,"id":"1","token":"t"}',
  ])('is refused when it is signed and nothing that Discord sends: %s', async (body, { bot }) => {
    expect((await sendToDiscordPath(bot.url, signedByDiscord(body))).status).toBe(400);
  });

  it('is refused when it is too large, or of an encoding that is none', async ({ bot, discord }) => {
    expect((await sendToDiscordPath(bot.url, signedByDiscord('x'.repeat(1_100_000)))).status).toBe(413);
    const { body, headers } = signedByDiscord(aCommand(discord));
    for (const encoding of ['gzip', 'none'])
      expect(
        (await sendToDiscordPath(bot.url, { body, headers: { ...headers, 'content-encoding': encoding } }))
          .status,
      ).toBeOneOf([400, 415]);
    expect(bot.messages).toEqual([]);
  });

  it(`accepts none of ${MUTATIONS} requests that were changed on their way, and fails at none`, async ({
    bot,
    discord,
  }) => {
    const random = randomFrom(20_261_128);
    const statuses = new Map<number, number>();
    const whole = aCommand(discord);
    for (let done = 0; done < MUTATIONS; done += AT_ONCE)
      await Promise.all(
        Array.from({ length: AT_ONCE }, async () => {
          const { status } = await sendToDiscordPath(bot.url, mutated(signedByDiscord(whole), random));
          statuses.set(status, (statuses.get(status) ?? 0) + 1);
        }),
      );
    expect(Object.fromEntries(statuses)).toEqual({ 401: MUTATIONS });
    expect(bot.messages).toEqual([]);
  });
});

/** One thing of a signed request is another: a bit of its body, its time or its signature, or where one of them ends. */
function mutated(signed: ReturnType<typeof signedByDiscord>, random: () => number): typeof signed {
  const below = (most: number) => Math.floor(random() * most);
  const body = Buffer.from(signed.body);
  const headers = { ...signed.headers };
  const name = random() < 0.5 ? 'x-signature-timestamp' : 'x-signature-ed25519';
  const value = headers[name] ?? '';
  const at = below(value.length);
  const bit = below(body.length);
  switch (below(6)) {
    case 0:
      body.writeUInt8(body.readUInt8(bit) ^ (1 << below(8)), bit);
      return { body, headers };
    case 1:
      return { body: body.subarray(0, below(body.length)), headers };
    case 2:
      return { body: Buffer.concat([body, Buffer.from([below(256)])]), headers };
    case 3: {
      const digit = (Number.parseInt(value[at] ?? '0', 16) + 1 + below(9)) % 10;
      const changed = `${value.slice(0, at)}${digit === Number(value[at]) ? (digit + 1) % 10 : digit}${value.slice(at + 1)}`;
      return { body, headers: { ...headers, [name]: changed } };
    }
    case 4:
      return { body, headers: { ...headers, [name]: value.slice(0, at) + value.slice(at + 1) } };
    default: {
      const { [name]: _gone, ...rest } = headers;
      return { body, headers: rest as Record<string, string> };
    }
  }
}
