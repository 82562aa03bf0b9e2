import { SLACK_PATH } from '@clianta/bot/channels/slack/slack-path';
import { newId } from '@clianta/crm-core/entity/ids';
import { io, type Socket } from 'socket.io-client';
import { request, signedIn } from '../support/api-server.ts';
import { nextTs, SIGNING_SECRET, SlackRequests } from '../support/slack-requests.ts';
import { BOT_TOKEN, SlackStandIn } from '../support/slack-stand-in.ts';
import { aBenchServer, aProcess, BENCH_PASSWORD, type BenchServer, rssOfTree } from './bench-server.ts';

const EVENTS = 200;
const CHATS = 1_000;
/** Open pages of one person at most. */
const CHATS_OF_ONE = 50;
const MESSAGES = 200;
const AT_ONCE = 20;
const ACK_MS = 30_000;

/** Slack's events at once and how soon each is acknowledged; open web chats beside plain Socket.IO ones. */
export async function run({ json }: { json: boolean }): Promise<Record<string, number>> {
  const slack = await measureSlack();
  const chats = await measureChats();
  const figures = { ...slack, ...chats };
  if (!json)
    console.table({
      'Slack: 200 events at once, acknowledged, p50 ms': { value: figures.slackAckP50Ms, aim: '' },
      'Slack: 200 events at once, acknowledged, p99 ms': { value: figures.slackAckP99Ms, aim: 500 },
      'Slack: events answered a second': { value: figures.slackAnsweredPerSecond, aim: '' },
      '1,000 chats: connections a second, ratio to Socket.IO': { value: figures.connectRatio, aim: '' },
      '1,000 chats: a message is stored, p99 ms': { value: figures.chatAckP99Ms, aim: '' },
      '1,000 chats: the same, ratio to an echo': { value: figures.chatAckRatio, aim: '' },
      '1,000 chats: KB of memory for each': { value: figures.chatKb, aim: '' },
      '1,000 chats: the same of Socket.IO alone': { value: figures.echoKb, aim: '' },
    });
  return figures;
}

async function measureSlack() {
  const slack = await new SlackStandIn().start();
  const server = await aBenchServer({
    SLACK_BOT_TOKEN: BOT_TOKEN,
    SLACK_SIGNING_SECRET: SIGNING_SECRET,
    SLACK_API_URL: slack.apiUrl,
  });
  try {
    slack.users.set('USAM', { id: 'USAM', name: 'Sam Rivera', email: 'sam@clianta.example' });
    const requests = new SlackRequests(`${server.url}${SLACK_PATH}`);
    const say = (channel: string) =>
      requests.directMessage('How many deals do we have?', { user: 'USAM', channel, ts: nextTs() });
    await say('DWARM');
    while (slack.messages.length === 0) await pause(20);
    const begun = performance.now();
    // a person may say sixty things a minute: most are refused with a sentence, which is an answer too
    const answers = await Promise.all(Array.from({ length: EVENTS }, (_, at) => say(`D${at}`)));
    const acknowledged = answers.map(({ ms }) => ms).sort((a, b) => a - b);
    while (slack.messages.length < EVENTS + 1) await pause(20);
    const seconds = (performance.now() - begun) / 1_000;
    return {
      slackAckP50Ms: rounded(quantile(acknowledged, 0.5)),
      slackAckP99Ms: rounded(quantile(acknowledged, 0.99)),
      slackAnsweredPerSecond: rounded(EVENTS / seconds),
    };
  } finally {
    await server.stop();
    await slack.stop();
  }
}

async function measureChats() {
  const server = await aBenchServer();
  const echo = await aProcess(['--import', 'tsx', 'tests/bench/echo-server.ts']);
  try {
    const people = await teammates(server.url);
    const ours = await openChats(server, (at) => {
      const { cookie, workspaceId } = people[Math.floor(at / CHATS_OF_ONE)] ?? {};
      return io(server.url, {
        auth: { workspaceId },
        extraHeaders: { cookie: cookie ?? '' },
        transports: ['websocket'],
        forceNew: true,
      });
    });
    const conversations = await Promise.all(
      Array.from({ length: MESSAGES }, async (_, at) => {
        const opened = await emit(ours.socket(at), 'conversation:open', { fresh: true });
        return (opened as { data: { conversationId: string } }).data.conversationId;
      }),
    );
    const send = (socket: Socket, at: number) =>
      emit(socket, 'message:send', {
        conversationId: conversations[at],
        clientMessageId: newId(),
        text: 'hello',
      });
    const stored = await timed((at) => send(ours.socket(at), at));
    ours.close();
    const plain = await openChats(echo, () => io(echo.url, { transports: ['websocket'], forceNew: true }));
    const echoed = await timed((at) => send(plain.socket(at), at));
    plain.close();
    return {
      connectRatio: rounded(ours.perSecond / plain.perSecond, 2),
      chatAckP99Ms: rounded(quantile(stored, 0.99)),
      chatAckRatio: rounded(quantile(stored, 0.5) / quantile(echoed, 0.5), 1),
      chatKb: rounded(ours.kb),
      echoKb: rounded(plain.kb),
    };
  } finally {
    await server.stop();
    await echo.stop();
  }
}

/** As many as the chats take: each signed in. */
async function teammates(url: string) {
  const sam = await signedIn({ url }, 'sam@clianta.example', BENCH_PASSWORD);
  const own = { 'X-Clianta-Client': 'bench' };
  const people = [sam];
  while (people.length < CHATS / CHATS_OF_ONE) {
    const name = `Bench ${people.length}`;
    const email = `bench${people.length}@clianta.example`;
    const { body } = await sam.call('POST', '/team-members/invite', { name, email });
    const chosen = { token: body.token, password: 'a password of some length' };
    await request(`${url}/api/auth/choose-password`, 'POST', chosen, own);
    people.push(await signedIn({ url }, email, chosen.password));
  }
  return people;
}

async function openChats({ pid }: BenchServer, open: (at: number) => Socket) {
  const before = rssOfTree(pid);
  const begun = performance.now();
  const sockets: Socket[] = [];
  for (let from = 0; from < CHATS; from += AT_ONCE) {
    const some = Array.from({ length: AT_ONCE }, (_, at) => open(from + at));
    sockets.push(...some);
    await Promise.all(some.map(connected));
  }
  const perSecond = CHATS / ((performance.now() - begun) / 1_000);
  return {
    perSecond,
    kb: (rssOfTree(pid) - before) / CHATS,
    /** Spread over all people. */
    socket: (at: number) => sockets[(at * (CHATS / MESSAGES)) % CHATS] as Socket,
    close: () => {
      for (const socket of sockets) socket.close();
    },
  };
}

function connected(socket: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', reject);
  });
}

const emit = (socket: Socket, event: string, body: unknown): Promise<unknown> =>
  socket.timeout(ACK_MS).emitWithAck(event, body);

/** Milliseconds of each, in order of length. */
async function timed(work: (at: number) => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  for (let from = 0; from < MESSAGES; from += AT_ONCE)
    await Promise.all(
      Array.from({ length: AT_ONCE }, async (_, at) => {
        const begun = performance.now();
        await work(from + at);
        times.push(performance.now() - begun);
      }),
    );
  return times.sort((a, b) => a - b);
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
const rounded = (value: number, digits = 0): number => Number(value.toFixed(digits));
