import { SLACK_PATH } from '@clianta/bot/channels/slack/slack-path';
import { TEAMS_PATH } from '@clianta/bot/channels/teams/teams-path';
import { signedIn } from '../support/api-server.ts';
import { DiscordEvents } from '../support/discord-events.ts';
import { APPLICATION, DISCORD_TOKEN, DiscordStandIn, snowflake } from '../support/discord-stand-in.ts';
import { nextTs, SIGNING_SECRET, SlackRequests } from '../support/slack-requests.ts';
import { BOT_TOKEN, SlackStandIn } from '../support/slack-stand-in.ts';
import { nextId, TeamsRequests } from '../support/teams-requests.ts';
import { APP_ID, APP_PASSWORD, TENANT, TeamsStandIn } from '../support/teams-stand-in.ts';
import { BENCH_PASSWORD } from './bench-server.ts';

/** A platform on loopback, with the one person who writes there. */
export interface BenchPlatform {
  /** With which the server finds it. */
  env: Record<string, string>;
  /** Once the server runs: the person is known. */
  join(url: string): Promise<void>;
  /**
   * Says something in a conversation of its own.
   *
   * @returns where it is answered, and after how many milliseconds it was acknowledged, if it is
   */
  say(text: string, at: number): Promise<{ place: string; ms?: number }>;
  /** How many messages stand there. */
  answersIn(place: string): number;
  stop(): Promise<unknown>;
}

export const PLATFORMS: Readonly<Record<string, () => Promise<BenchPlatform>>> = { slack, teams, discord };

async function slack(): Promise<BenchPlatform> {
  const standIn = await new SlackStandIn().start();
  standIn.users.set('USAM', { id: 'USAM', name: 'Sam Rivera', email: 'sam@clianta.example' });
  let requests: SlackRequests;
  return {
    env: {
      SLACK_BOT_TOKEN: BOT_TOKEN,
      SLACK_SIGNING_SECRET: SIGNING_SECRET,
      SLACK_API_URL: standIn.apiUrl,
    },
    async join(url) {
      requests = new SlackRequests(`${url}${SLACK_PATH}`);
    },
    async say(text, at) {
      const place = `D${at}`;
      const { ms } = await requests.directMessage(text, { user: 'USAM', channel: place, ts: nextTs() });
      return { place, ms };
    },
    answersIn: (place) => standIn.messages.filter(({ channel }) => channel === place).length,
    stop: () => standIn.stop(),
  };
}

async function teams(): Promise<BenchPlatform> {
  const standIn = await new TeamsStandIn().start();
  const sam = { id: '29:sam', name: 'Sam Rivera', email: 'sam@clianta.example', tenantId: TENANT };
  standIn.roster.set(sam.id, sam);
  let requests: TeamsRequests;
  return {
    env: {
      TEAMS_APP_ID: APP_ID,
      TEAMS_APP_PASSWORD: APP_PASSWORD,
      TEAMS_TENANT_ID: TENANT,
      TEAMS_API_URL: standIn.url,
    },
    async join(url) {
      requests = new TeamsRequests(`${url}${TEAMS_PATH}`, standIn);
    },
    async say(text, at) {
      const place = `a:sam-${at}`;
      const conversation = { id: place, conversationType: 'personal', tenantId: TENANT };
      const from = { id: sam.id, name: sam.name, aadObjectId: 'aad-sam' };
      const { ms } = await requests.say(text, { id: nextId(), from, conversation });
      return { place, ms };
    },
    answersIn: (place) => standIn.messages.filter(({ conversationId }) => conversationId === place).length,
    stop: () => standIn.stop(),
  };
}

async function discord(): Promise<BenchPlatform> {
  const standIn = await new DiscordStandIn().start();
  const events = new DiscordEvents(standIn);
  const author = { id: snowflake(), username: 'sam' };
  return {
    env: {
      DISCORD_BOT_TOKEN: DISCORD_TOKEN,
      DISCORD_APPLICATION_ID: APPLICATION,
      DISCORD_API_URL: standIn.apiUrl,
    },
    async join(url) {
      const sam = await signedIn({ url }, 'sam@clianta.example', BENCH_PASSWORD);
      const { body } = await sam.call('POST', '/link-codes', {});
      while (!standIn.gateway.isReady) await pause(20);
      events.tell(`link ${body.code}`, { author });
      while (standIn.in(standIn.directChannel(author.id)).length === 0) await pause(20);
    },
    /** In a channel, where each begins a thread; the gateway acknowledges nothing. */
    async say(text) {
      return { place: events.say(`<@${APPLICATION}> ${text}`, { author }).id };
    },
    answersIn: (place) => standIn.in(place).length,
    stop: () => standIn.stop(),
  };
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
