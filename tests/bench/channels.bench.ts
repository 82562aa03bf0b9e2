import { newId } from '@clianta/crm-core/entity/ids';
import { io, type Socket } from 'socket.io-client';
import { request, signedIn } from '../support/api-server.ts';
import { aBenchServer, aProcess, BENCH_PASSWORD, type BenchServer, rssOfTree } from './bench-server.ts';
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
      '1,000 chats: KB of memory for each': { value: chats.chatKb, aim: '' },
      '1,000 chats: the same of Socket.IO alone': { value: chats.echoKb, aim: '' },
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
