import { setTimeout as pause } from 'node:timers/promises';
import { SLACK_PATH } from '@clianta/bot/channels/slack/slack-path';
import { TEAMS_PATH } from '@clianta/bot/channels/teams/teams-path';
import { ChatMessage } from '@clianta/crm-core/conversations/chat-message/chat-message.schema';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { makeLinkCode } from '@clianta/crm-core/workspace/link-codes';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { startBots } from '../support/bots.ts';
import { DiscordEvents, textsOf } from '../support/discord-events.ts';
import { APPLICATION, DISCORD_TOKEN, DiscordStandIn, snowflake } from '../support/discord-stand-in.ts';
import { freePort } from '../support/free-port.ts';
import { openOwnDatabase } from '../support/own-database.ts';
import { program } from '../support/program.ts';
import { nextTs, SIGNING_SECRET, SlackRequests } from '../support/slack-requests.ts';
import { BOT_TOKEN, SlackStandIn } from '../support/slack-stand-in.ts';
import { nextId, TeamsRequests } from '../support/teams-requests.ts';
import { APP_ID, APP_PASSWORD, TENANT, TeamsStandIn } from '../support/teams-stand-in.ts';
import { aWorkspace, type TestWorkspace } from '../support/test-crm.ts';

/**
 * After each of these the process is killed, and as often as KILL_ROUNDS says: in three, after each with each channel.
 * KILL_CHANNEL=Teams leaves out the others.
 */
const STEPS = ['said', 'acknowledged', 'stored', 'running', 'posted'] as const;
type Step = (typeof STEPS)[number];
const ROUNDS = Number(process.env.KILL_ROUNDS ?? 1);
const ONLY = process.env.KILL_CHANNEL;

const STEP_MS = 60_000;
/** What a dead process had acknowledged and not handed on is taken up after half a minute. */
const RECOVERED_MS = 90_000;
/** Of what the platform took in so short a time before the kill nobody can know; a busy machine notes it later. */
const UNKNOWN_MS = 2_000;

/** A platform, and the one person who writes there. */
interface Platform {
  name: string;
  /** Delivers a message, as often as the platform does until it is acknowledged. */
  deliver(text: string, at: number): Promise<void>;
  /** When each message was posted in which the word stands. */
  postsWith(word: string): number[];
  /** Of what may have been taken already and is posted again; absent: it is looked up there, or has no effect. */
  saysAgain?: (word: string) => boolean;
}

const closing: Array<() => Promise<unknown>> = [];
let db: Awaited<ReturnType<typeof openOwnDatabase>>;
let home: TestWorkspace;
let discord: DiscordStandIn;
let platforms: Platform[];
let shared: Parameters<typeof startBots>[1];

/** Brings it again and again, as long as nobody answers that it is taken. */
async function untilTaken(send: () => Promise<{ status: number }>): Promise<void> {
  for (;;) {
    const status = await send().then(
      (answer) => answer.status,
      () => undefined,
    );
    if (status === 200) return;
    await pause(100);
  }
}

beforeAll(async () => {
  db = await openOwnDatabase();
  home = await aWorkspace(db.crm);
  const slack = await new SlackStandIn().start();
  const teams = await new TeamsStandIn().start();
  discord = await new DiscordStandIn().start();
  const port = await freePort();
  closing.push(
    () => db.close(),
    () => slack.stop(),
    () => teams.stop(),
    () => discord.stop(),
  );
  shared = {
    MONGODB_URI: db.uri,
    PORT: String(port),
    ENCRYPTION_KEYS: Buffer.alloc(32, 7).toString('base64'),
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
  };
  const people = await Promise.all(['Slack', 'Teams', 'Discord'].map((name) => home.member(`${name} Doe`)));
  const [onSlack, onTeams, onDiscord] = people as [
    (typeof people)[0],
    (typeof people)[0],
    (typeof people)[0],
  ];
  slack.users.set('UDOE', { id: 'UDOE', name: onSlack.actor.name, email: onSlack.email });
  teams.roster.set('29:doe', {
    id: '29:doe',
    name: onTeams.actor.name,
    email: onTeams.email,
    tenantId: TENANT,
  });
  const slackRequests = new SlackRequests(`http://127.0.0.1:${port}${SLACK_PATH}`);
  const teamsRequests = new TeamsRequests(`http://127.0.0.1:${port}${TEAMS_PATH}`, teams);
  const events = new DiscordEvents(discord);
  const author = { id: snowflake(), username: 'doe' };
  const all: Platform[] = [
    {
      name: 'Slack',
      deliver: (text, at) => {
        const ts = nextTs();
        const event = { user: 'UDOE', channel: `D${at}`, ts };
        return untilTaken(() => slackRequests.directMessage(text, event, { eventId: `Ev${ts}` }));
      },
      postsWith: (word) =>
        slack.calls
          .filter(({ method }) => method === 'chat.postMessage')
          .filter(({ body }) => JSON.stringify(body).includes(word))
          .map(({ at }) => at),
    },
    {
      name: 'Teams',
      saysAgain: (word) => teams.messages.some(({ body }) => saysBoth(body, word, 'I was interrupted')),
      deliver: (text, at) => {
        const conversation = { id: `19:${at}@thread.v2`, conversationType: 'groupChat', tenantId: TENANT };
        const from = { id: '29:doe', aadObjectId: 'aad-doe', name: 'Teams Doe' };
        const mention = { type: 'mention', mentioned: { id: `28:${APP_ID}` }, text: '<at>Clianta</at>' };
        const activity = teamsRequests.activity({
          id: nextId(),
          text: `<at>Clianta</at> ${text}`,
          entities: [mention],
          from,
          conversation,
        });
        return untilTaken(() => teamsRequests.send(activity));
      },
      postsWith: (word) =>
        teams.calls
          .filter(({ method, body }) => method === 'POST' && body.type === 'message')
          .filter(({ body }) => JSON.stringify(body).includes(word))
          .map(({ at }) => at),
    },
    {
      name: 'Discord',
      deliver: async (text) => {
        events.tell(text, { author });
      },
      postsWith: (word) =>
        discord
          .in(discord.directChannel(author.id))
          .filter(({ content, components }) => `${content} ${textsOf(components)}`.includes(word))
          .map(() => 0),
    },
  ];
  platforms = all.filter(({ name }) => !ONLY || name === ONLY);
  // the account of Discord is linked before
  const bots = await startBots(1, shared, [program('bot-process')]);
  await vi.waitUntil(() => discord.gateway.isReady, STEP_MS);
  events.tell(`link ${(await makeLinkCode(db.crm, onDiscord)).code}`, { author });
  await vi.waitUntil(() => discord.in(discord.directChannel(author.id)).length > 0, STEP_MS);
  await bots.stop();
});
afterAll(async () => {
  for (const close of closing.reverse()) await close();
});

/** The names of all that were added. */
async function added(cursor?: string): Promise<string[]> {
  const query = { search: 'Kim', limit: 200, ...(cursor && { cursor }) };
  const { records, nextCursor } = await db.crm.records(Contact).find(home.system, query);
  return [...records.map(({ name }) => name), ...(nextCursor ? await added(nextCursor) : [])];
}

const saysBoth = (body: unknown, ...words: string[]) =>
  words.every((word) => JSON.stringify(body).includes(word));

/** A surname of letters, so that it is read as one; all have the same length, so that none is the beginning of another. */
const surname = (platform: string, at: number) =>
  `${platform}${String.fromCharCode(...[676, 26, 1].map((place) => 97 + (Math.floor(at / place) % 26)))}`;

/** So many messages each platform has brought; a second try of the test says none of the first again. */
let begun = 0;

/** Resolves when the message has come so far. */
async function reached(step: Step, text: string, taken: Promise<void>, posts: () => number): Promise<void> {
  if (step === 'said') return;
  if (step === 'acknowledged') return taken;
  const where = [{ field: 'text', op: 'eq' as const, value: text }];
  const isThere = async () => {
    if (step === 'posted') return posts() > 0;
    const [found] = (await db.crm.records(ChatMessage).find(home.system, { where })).records;
    return found !== undefined && (step === 'stored' || found.status !== 'queued');
  };
  await vi.waitUntil(isThere, { timeout: STEP_MS, interval: 2 });
}

it('a process that is killed after any step loses no message of any channel, and does none twice', {
  timeout: 200_000 + ROUNDS * 120_000,
}, async () => {
  const before = await added();
  const said: Array<{ platform: Platform; word: string }> = [];
  const taken: Promise<void>[] = [];
  const kills: number[] = [];
  for (let round = 0; round < ROUNDS; round++)
    for (const [at, step] of STEPS.entries()) {
      const watched = platforms[(round + at) % platforms.length];
      const { bots, stop } = await startBots(1, shared, [program('bot-process')]);
      await vi.waitUntil(() => discord.gateway.isReady, STEP_MS);
      const nth = begun++;
      const deliveries = platforms.map((platform) => {
        const word = surname(platform.name, nth);
        said.push({ platform, word });
        const text = `Add Kim ${word}`;
        const isTaken = platform.deliver(text, nth);
        taken.push(isTaken);
        return { platform, word, text, isTaken };
      });
      const one = deliveries.find(({ platform }) => platform === watched);
      try {
        if (one) await reached(step, one.text, one.isTaken, () => one.platform.postsWith(one.word).length);
      } finally {
        bots[0]?.process.kill('SIGKILL');
        kills.push(Date.now());
        await stop();
      }
      if (ROUNDS > 1) console.info(`${kills.length} of ${ROUNDS * STEPS.length}: ${watched?.name}, ${step}`);
    }
  const { stop } = await startBots(1, shared, [program('bot-process')]);
  closing.push(stop);
  await Promise.all(taken);
  await vi.waitFor(
    () => {
      const unanswered = said.filter(({ platform, word }) => platform.postsWith(word).length === 0);
      expect(unanswered.map(({ word }) => word)).toEqual([]);
    },
    { timeout: RECOVERED_MS, interval: 250 },
  );
  const now = (await added()).filter((name) => !before.includes(name));
  expect(now.sort()).toEqual(said.map(({ word }) => `Kim ${word}`).sort());
  const twice = said.filter(({ platform, word }) => platform.postsWith(word).length > 1);
  if (ROUNDS > 1)
    console.info(`${said.length} said, ${twice.length} posted again: ${twice.map(({ word }) => word)}`);
  for (const { platform, word } of twice) {
    const posts = platform.postsWith(word);
    expect(platform.saysAgain?.(word), word).toBe(true);
    // taken, and the process killed before it could note so: only then it is posted again, and says so
    for (const at of posts.slice(0, -1))
      expect(
        kills.some((kill) => at <= kill && kill - at <= UNKNOWN_MS),
        word,
      ).toBe(true);
  }
});
