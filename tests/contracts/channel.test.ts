import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { SLACK_PATH } from '@clianta/bot/channels/slack/slack-path';
import { TEAMS_PATH } from '@clianta/bot/channels/teams/teams-path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ApiServer, anApiServer } from '../support/api-server.ts';
import type { ChannelDriver } from '../support/channel-drivers/channel-driver.ts';
import { discordDriver } from '../support/channel-drivers/discord-driver.ts';
import { slackDriver } from '../support/channel-drivers/slack-driver.ts';
import { teamsDriver } from '../support/channel-drivers/teams-driver.ts';
import { terminalDriver } from '../support/channel-drivers/terminal-driver.ts';
import { webDriver } from '../support/channel-drivers/web-driver.ts';
import { APPLICATION, DISCORD_TOKEN, DiscordStandIn } from '../support/discord-stand-in.ts';
import { SIGNING_SECRET } from '../support/slack-requests.ts';
import { BOT_TOKEN, SlackStandIn } from '../support/slack-stand-in.ts';
import { APP_ID, APP_PASSWORD, TENANT, TeamsStandIn } from '../support/teams-stand-in.ts';
import { aWorkspace, type TestWorkspace } from '../support/test-crm.ts';
import { channelContract } from './channel.contract.ts';

let slack: SlackStandIn;
let teams: TeamsStandIn;
let discord: DiscordStandIn;
let server: ApiServer;
let home: TestWorkspace;

beforeAll(async () => {
  slack = await new SlackStandIn().start();
  teams = await new TeamsStandIn().start();
  discord = await new DiscordStandIn().start();
  server = await anApiServer({
    CLIANTA_DEMO: 'off',
    SLACK_BOT_TOKEN: BOT_TOKEN,
    SLACK_SIGNING_SECRET: SIGNING_SECRET,
    SLACK_API_URL: slack.apiUrl,
    TEAMS_APP_ID: APP_ID,
    TEAMS_APP_PASSWORD: APP_PASSWORD,
    TEAMS_TENANT_ID: TENANT,
    TEAMS_API_URL: teams.url,
    DISCORD_BOT_TOKEN: DISCORD_TOKEN,
    DISCORD_APPLICATION_ID: APPLICATION,
    DISCORD_API_URL: discord.apiUrl,
  });
  home = await aWorkspace(server.product.crm);
});
afterAll(async () => {
  await server?.stop();
  await slack?.stop();
  await teams?.stop();
  await discord?.stop();
});

/** How the suite speaks with each channel. */
const DRIVERS: Record<string, () => ChannelDriver | Promise<ChannelDriver>> = {
  web: () => webDriver(server.url),
  terminal: () => terminalDriver(server.url),
  teams: () => teamsDriver(`${server.url}${TEAMS_PATH}`, teams, () => server.inbound.recover()),
  slack: () => slackDriver(`${server.url}${SLACK_PATH}`, slack, () => server.inbound.recover()),
  discord: () => discordDriver(discord, server.product.crm, () => server.inbound.recover()),
};

it('the suite runs for every channel there is', () => {
  const folder = fileURLToPath(new URL('../../bot/src/channels', import.meta.url));
  const entries = readdirSync(folder, { withFileTypes: true });
  expect(
    entries.filter((entry) => entry.isFile() && !entry.name.endsWith('.test.ts')).map((entry) => entry.name),
  ).toEqual(['registry.ts']);
  const channels = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  expect(channels.sort()).toEqual(Object.keys(DRIVERS).sort());
  for (const name of channels) expect(existsSync(`${folder}/${name}/${name}.channel.ts`), name).toBe(true);
});

for (const [name, driverOf] of Object.entries(DRIVERS)) {
  channelContract(name, async () => ({ crm: server.product.crm, home, driver: await driverOf() }));
}
