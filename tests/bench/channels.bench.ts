import { newId } from '@clianta/crm-core/entity/ids';
import { io, type Socket } from 'socket.io-client';
import { request, signedIn } from '../support/api-server.ts';
import {
  aBenchServer,
  aProcess,
  BENCH_PASSWORD,
  type BenchServer,
  COLLECTING,
  restingMemoryOf,
} from './bench-server.ts';
import { type BenchPlatform, PLATFORMS } from './channel-platforms.ts';

const EVENTS = 200;
/** One after the other, within what a person may say in a minute. */
const TURNS = 30;
const CHATS = 1_000;
/** Open pages of one person at most. */
const CHATS_OF_ONE = 50;
const MESSAGES = 200;
const AT_ONCE = 20;
const ACK_MS = 30_000;
/** Until the turns of the first few chats are over. */
const WARM_MS = 5_000;

/** What each platform's events take, at once and one by one; open web chats beside plain Socket.IO ones. */
export async function run({ json }: { json: boolean }): Promise<Record<string, number>> {
  const figures: Record<string, number> = {};
  const rows: Record<string, { value: number | undefined; aim: number | string }> = {};
  for (const [name, start] of Object.entries(PLATFORMS)) {
    const { ackP50Ms, ackP99Ms, answeredPerSecond, answerP50Ms, answerP99Ms } = await measure(await start());
    const own = {
      answeredPerSecond,
      answerP50Ms,
      answerP99Ms,
      ...(ackP99Ms !== undefined && { ackP50Ms, ackP99Ms }),
    };
    for (const [figure, value] of Object.entries(own)) figures[`${name}.${figure}`] = value ?? 0;
    if (ackP99Ms !== undefined) {
      rows[`${name}: ${EVENTS} events at once, acknowledged, p50 ms`] = { value: ackP50Ms, aim: '' };
      rows[`${name}: ${EVENTS} events at once, acknowledged, p99 ms`] = { value: ackP99Ms, aim: 500 };
    }
    rows[`${name}: ${EVENTS} events at once, answered a second`] = { value: answeredPerSecond, aim: '' };
    rows[`${name}: one after the other, until it is answered, p50 ms`] = { value: answerP50Ms, aim: '' };
    rows[`${name}: one after the other, until it is answered, p99 ms`] = { value: answerP99Ms, aim: '' };
  }
  const chats = await measureChats();
  if (!json)
    console.table({
      ...rows,
      '1,000 chats: connections a second, ratio to Socket.IO': { value: chats.connectRatio, aim: '' },
      '1,000 chats: a message is stored, p99 ms': { value: chats.chatAckP99Ms, aim: '' },
      '1,000 chats: the same, ratio to an echo': { value: chats.chatAckRatio, aim: '' },
      '1,000 chats: KB held for each': { value: chats.chatKb, aim: '' },
      '1,000 chats: the same of Socket.IO alone': { value: chats.echoKb, aim: '' },
      '1,000 chats: MB resident with all of them': {
        value: chats.chatsRssMb,
        aim: `${chats.emptyRssMb} without`,
      },
      '1,000 chats: the same of Socket.IO alone, MB': {
        value: chats.echoesRssMb,
        aim: `${chats.emptyEchoRssMb} without`,
      },
    });
  return { ...figures, ...chats };
}

async function measure(platform: BenchPlatform) {
  const server = await aBenchServer(platform.env);
  const answered = async (place: string) => {
    while (platform.answersIn(place) === 0) await pause(2);
  };
  try {
    await platform.join(server.url);
    let at = 0;
    const ask = () => platform.say('How many deals do we have?', at++);
    await answered((await ask()).place);
    const latencies: number[] = [];
    for (let turn = 0; turn < TURNS; turn++) {
      const begun = performance.now();
      await answered((await ask()).place);
      latencies.push(performance.now() - begun);
    }
    const begun = performance.now();
    // a person may say sixty things a minute: most are refused with a sentence, which is an answer too
    const said = await Promise.all(Array.from({ length: EVENTS }, ask));
    for (const { place } of said) await answered(place);
    const seconds = (performance.now() - begun) / 1_000;
    const acknowledged = said.flatMap(({ ms }) => (ms === undefined ? [] : [ms])).sort((a, b) => a - b);
    latencies.sort((a, b) => a - b);
    return {
      ...(acknowledged.length > 0 && {
        ackP50Ms: rounded(quantile(acknowledged, 0.5)),
        ackP99Ms: rounded(quantile(acknowledged, 0.99)),
      }),
      answeredPerSecond: rounded(EVENTS / seconds),
      answerP50Ms: rounded(quantile(latencies, 0.5)),
      answerP99Ms: rounded(quantile(latencies, 0.99)),
    };
  } finally {
    await server.stop();
    await platform.stop();
  }
}

async function measureChats() {
  const server = await aBenchServer(COLLECTING);
  const echo = await aProcess(['--import', 'tsx', 'tests/bench/echo-server.ts'], COLLECTING);
  try {
    const people = await teammates(server.url);
    const conversations: string[] = [];
    const ours = await measureOpen(server, {
      connect: (at) => {
        const { cookie, workspaceId } = people[Math.floor(at / CHATS_OF_ONE)] ?? {};
        return io(server.url, {
          auth: { workspaceId },
          extraHeaders: { cookie: cookie ?? '' },
          transports: ['websocket'],
          forceNew: true,
        });
      },
      open: async (socket, at) => {
        const opened = await emit(socket, 'conversation:open', { fresh: true });
        conversations[at] = (opened as { data: { conversationId: string } }).data.conversationId;
      },
      send: (socket, at) =>
        emit(socket, 'message:send', {
          conversationId: conversations[at],
          clientMessageId: newId(),
          text: 'hello',
        }),
    });
    const plain = await measureOpen(echo, {
      connect: () => io(echo.url, { transports: ['websocket'], forceNew: true }),
      open: (socket) => emit(socket, 'message:send', {}),
      send: (socket) => emit(socket, 'message:send', { clientMessageId: newId(), text: 'hello' }),
    });
    return {
      connectRatio: rounded(ours.perSecond / plain.perSecond, 2),
      chatAckP99Ms: rounded(quantile(ours.sent, 0.99)),
      chatAckRatio: rounded(quantile(ours.sent, 0.5) / quantile(plain.sent, 0.5), 1),
      chatKb: rounded((ours.after.held - ours.before.held) / CHATS, 1),
      echoKb: rounded((plain.after.held - plain.before.held) / CHATS, 1),
      emptyRssMb: rounded(ours.before.rss / 1_024),
      chatsRssMb: rounded(ours.after.rss / 1_024),
      emptyEchoRssMb: rounded(plain.before.rss / 1_024),
      echoesRssMb: rounded(plain.after.rss / 1_024),
    };
  } finally {
    await server.stop();
    await echo.stop();
  }
}

interface ChatServer {
  connect(at: number): Socket;
  /** What a page does once it is connected. */
  open(socket: Socket, at: number): Promise<unknown>;
  send(socket: Socket, at: number): Promise<unknown>;
}

/** The same of both: a few chats first, which have everything loaded and compiled; then the memory before and with all of them open. */
async function measureOpen({ pid }: BenchServer, { connect, open, send }: ChatServer) {
  const warm = await connectAll(AT_ONCE, connect);
  await Promise.all(warm.map(async (socket, at) => open(socket, at).then(() => send(socket, at))));
  await pause(WARM_MS);
  for (const socket of warm) socket.close();
  const before = await restingMemoryOf(pid);
  const begun = performance.now();
  const sockets = await connectAll(CHATS, connect);
  const perSecond = CHATS / ((performance.now() - begun) / 1_000);
  await timed(CHATS, (at) => open(sockets[at] as Socket, at));
  const after = await restingMemoryOf(pid);
  // spread over all people
  const spread = (at: number) => at * (CHATS / MESSAGES);
  const sent = await timed(MESSAGES, (at) => send(sockets[spread(at)] as Socket, spread(at)));
  for (const socket of sockets) socket.close();
  return { before, after, perSecond, sent };
}

async function connectAll(count: number, connect: (at: number) => Socket): Promise<Socket[]> {
  const sockets: Socket[] = [];
  for (let from = 0; from < count; from += AT_ONCE) {
    const some = Array.from({ length: AT_ONCE }, (_, at) => connect(from + at));
    sockets.push(...some);
    await Promise.all(some.map(connected));
  }
  return sockets;
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

function connected(socket: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', reject);
  });
}

const emit = (socket: Socket, event: string, body: unknown): Promise<unknown> =>
  socket.timeout(ACK_MS).emitWithAck(event, body);

/** Milliseconds of each, in order of length. */
async function timed(count: number, work: (at: number) => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  for (let from = 0; from < count; from += AT_ONCE)
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
