import { registerCommands } from '@clianta/bot/channels/discord/interactions/register-commands';
import { discordRest } from '@clianta/bot/channels/discord/outbound/discord-rest';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { APPLICATION, DISCORD_TOKEN, DiscordStandIn, GUILD } from '../support/discord-stand-in.ts';

let discord: DiscordStandIn;
let rest: ReturnType<typeof discordRest>;

beforeAll(async () => {
  discord = await new DiscordStandIn().start();
  rest = discordRest(DISCORD_TOKEN, discord.apiUrl);
});
afterAll(() => discord.stop());
beforeEach(() => discord.reset());

const written = () => discord.callsOf('PUT', /commands$/).map(({ path }) => path);

it('registers the commands everywhere, or in one server, and writes nothing when they are the same', async () => {
  const everywhere = { applicationId: APPLICATION };
  expect(await registerCommands(rest, everywhere)).toBe('registered');
  expect(await registerCommands(rest, everywhere)).toBe('unchanged');
  expect(written()).toEqual([`/applications/${APPLICATION}/commands`]);
  const inGuild = { applicationId: APPLICATION, guildId: GUILD };
  expect(await registerCommands(rest, inGuild)).toBe('registered');
  expect(await registerCommands(rest, inGuild)).toBe('unchanged');
  expect(written()).toHaveLength(2);
});

it('registers them anew when one is another, or there is one too many', async () => {
  const everywhere = { applicationId: APPLICATION };
  await registerCommands(rest, everywhere);
  const there = discord.commands.get('commands') ?? [];
  discord.commands.set('commands', [{ ...there[0], description: 'Something else' }, ...there.slice(1)]);
  expect(await registerCommands(rest, everywhere)).toBe('registered');
  discord.commands.set('commands', [
    ...there,
    { name: 'old', description: 'An old one', type: 1, options: [] },
  ]);
  expect(await registerCommands(rest, everywhere)).toBe('registered');
  expect(discord.commands.get('commands')).toEqual(there);
});

it('registers what Discord takes: names, descriptions and options within its limits', async () => {
  await registerCommands(rest, { applicationId: APPLICATION });
  const commands = discord.commands.get('commands') ?? [];
  expect(commands.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['clianta', 'contact', 'deal', 'task', 'brief', 'pipeline', 'link', 'connect']),
  );
  const all = commands.flatMap((command) => [command, ...(command.options as typeof commands)]);
  for (const { name, description } of all) {
    expect(name).toMatch(/^[a-z-]{1,32}$/);
    expect(String(description).length).toBeLessThanOrEqual(100);
  }
  for (const { options } of commands) {
    const required = (options as Array<{ required: boolean }>).map((option) => option.required);
    // Discord wants those that are needed first
    expect(required).toEqual([...required].sort((a, b) => Number(b) - Number(a)));
  }
  expect(commands.find(({ name }) => name === 'connect')).toMatchObject({
    default_member_permissions: '32',
    contexts: [0],
  });
});
