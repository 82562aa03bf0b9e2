import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { DiscordStandIn } from '../../support/discord-stand-in.ts';
import { GoogleApiStandIn } from '../../support/google-api-stand-in.ts';
import { aProductProcess } from '../../support/product-process.ts';
import { SlackStandIn } from '../../support/slack-stand-in.ts';
import { APP_ID, TENANT, TeamsStandIn } from '../../support/teams-stand-in.ts';

const ends: Array<() => Promise<unknown> | unknown> = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** The whole product as a process; its output, and what its health page says. */
async function started(env: Record<string, string>) {
  const { url, output, close } = await aProductProcess(env);
  ends.push(close);
  const health = async () => (await fetch(`${url}/healthz`)).json();
  return { output, health };
}

async function aServer(answer: RequestListener): Promise<string> {
  const server: Server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ends.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const of = <T extends { stop(): unknown }>(standIn: T): T => {
  ends.push(() => standIn.stop());
  return standIn;
};

it('tells at the start and on the health page which key is not accepted, in words, and runs on', async () => {
  const slack = of(await new SlackStandIn().start());
  const teams = of(await new TeamsStandIn().start());
  const discord = of(await new DiscordStandIn().start());
  const google = of(await new GoogleApiStandIn().start());
  const model = await aServer((_request, response) =>
    response.writeHead(401).end('{"error":{"message":"no"}}'),
  );
  const secrets = {
    SLACK_BOT_TOKEN: 'xoxb-canary-17653672481',
    TEAMS_APP_PASSWORD: 'canary~teams-secret',
    DISCORD_BOT_TOKEN: 'MTk4.canary.discord',
    GOOGLE_CLIENT_SECRET: 'GOCSPX-canary',
    MODEL_API_KEY: 'sk-canary-model',
  };
  const one = await started({
    SLACK_SIGNING_SECRET: '8f742231b10e8888abcd99yyyzzz85a5',
    SLACK_API_URL: slack.apiUrl,
    TEAMS_APP_ID: APP_ID,
    TEAMS_TENANT_ID: TENANT,
    TEAMS_API_URL: teams.url,
    DISCORD_APPLICATION_ID: '100000000000000009',
    DISCORD_API_URL: discord.apiUrl,
    GOOGLE_CLIENT_ID: 'nobody.apps.googleusercontent.com',
    GOOGLE_API_URL: google.url,
    MODEL_PROVIDER: 'openai-compatible',
    MODEL_BASE_URL: `${model}/v1`,
    MODEL_AGENT: 'gpt-canary',
    ...secrets,
  });
  const told: Array<[string, string[], RegExp]> = [
    ['Language model', ['MODEL_API_KEY'], /does not accept it/],
    ['Slack', ['SLACK_BOT_TOKEN'], /Slack does not know it.*OAuth & Permissions/],
    ['Microsoft Teams', ['TEAMS_APP_PASSWORD'], /the client secret is wrong.*enters its value/],
    ['Discord', ['DISCORD_BOT_TOKEN'], /Discord does not know it.*Reset Token/],
    ['Google', ['GOOGLE_CLIENT_ID', 'GOOGLE_CLIENT_SECRET'], /does not know this id and secret/],
  ];
  await expect.poll(async () => (await one.health()).keys.length, { timeout: 10_000 }).toBe(told.length);
  const { keys, status } = await one.health();
  expect(status).toBe('ok');
  for (const [label, variables, problem] of told) {
    expect(keys).toContainEqual({ label, variables, problem: expect.stringMatching(problem) });
    expect(one.output()).toMatch(new RegExp(`${variables.join('.*')}.*${problem.source}`));
  }
  const said = one.output() + JSON.stringify(await one.health());
  for (const secret of Object.values(secrets)) expect(said).not.toContain(secret);
});

it('takes what was copied from an example for unset, as it does what no key can be', async () => {
  const one = await started({
    SLACK_BOT_TOKEN: 'xoxb-your-token',
    SLACK_SIGNING_SECRET: '8f742231b10e8888abcd99yyyzzz85a5',
    DISCORD_BOT_TOKEN: 'MTk4.two\nlines.canary',
    DISCORD_APPLICATION_ID: 'my application',
    GOOGLE_API_KEY: 'changeme',
    MODEL_PROVIDER: 'ollama',
  });
  const { keys, channels, model, status } = await one.health();
  expect([status, model.provider]).toEqual(['ok', 'embedded']);
  expect(keys).toEqual([
    {
      label: 'Slack',
      variables: ['SLACK_BOT_TOKEN'],
      problem: 'it is what stands in an example. Set the real value, or remove it.',
    },
    {
      label: 'Discord',
      variables: ['DISCORD_BOT_TOKEN'],
      problem: 'it holds a line break or a character that no key has. Copy it anew.',
    },
    {
      label: 'Language model',
      variables: ['GOOGLE_API_KEY'],
      problem: 'it is what stands in an example. Set the real value, or remove it.',
    },
    {
      label: 'Discord',
      variables: ['DISCORD_APPLICATION_ID'],
      problem: 'it must be the digits of an id.',
    },
    {
      label: 'Language model',
      variables: ['MODEL_PROVIDER'],
      problem: 'MODEL_PROVIDER=ollama needs MODEL_AGENT to be set. The built-in engine answers until then.',
    },
  ]);
  expect(channels.find(({ name }: { name: string }) => name === 'slack').missing).toEqual([
    'SLACK_BOT_TOKEN',
  ]);
  expect(one.output()).toContain('Slack: SLACK_BOT_TOKEN: it is what stands in an example.');
  expect(one.output()).not.toContain('canary');
});
