import { once } from 'node:events';
import type { MessagePush, Opened, TurnPush } from '@clianta/bot/channels/web/web.schema';
import { ChatMessage } from '@clianta/crm-core/conversations/chat-message/chat-message.schema';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { newId } from '@clianta/crm-core/entity/ids';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type ApiClient, request, signedIn } from '../support/api-server.ts';
import { aSocket } from '../support/api-socket.ts';
import { aBalancer, type Balancer } from '../support/balancer.ts';
import { type Bot, startBots } from '../support/bots.ts';
import { openOwnDatabase } from '../support/own-database.ts';
import { program } from '../support/program.ts';
import { startTestRedis } from '../support/redis.ts';
import { aWorkspace, TEST_PASSWORD, type TestWorkspace } from '../support/test-crm.ts';

const CALLERS = 30;
const PEOPLE = 6;
/** Alone each takes a few seconds; beside other suites several times that. */
const TIMEOUT_MS = 120_000;

describe.each([
  { count: 3, over: 'Redis' },
  { count: 2, over: 'MongoDB' },
])('$count servers on one database, with $over between them', ({ count, over }) => {
  const closing: Array<() => Promise<unknown>> = [];
  let db: Awaited<ReturnType<typeof openOwnDatabase>>;
  let home: TestWorkspace;
  let bots: Bot[];
  let balancer: Balancer;
  let people: ApiClient[];

  beforeAll(async () => {
    db = await openOwnDatabase();
    closing.push(() => db.close());
    home = await aWorkspace(db.crm);
    const redis = over === 'Redis' ? await startTestRedis() : undefined;
    if (redis) closing.push(() => redis.stop());
    const servers = await startBots(count, { MONGODB_URI: db.uri, ...(redis && { REDIS_URL: redis.url }) }, [
      program('bot-process'),
    ]);
    closing.push(servers.stop);
    bots = servers.bots;
    balancer = await aBalancer(bots.map(({ url }) => url));
    closing.push(() => balancer.stop());
    people = [];
    for (let at = 0; at < PEOPLE; at++) {
      const { email } = await home.member(`Person${at} Doe`);
      people.push(await signedIn(balancer, email, TEST_PASSWORD));
    }
  });
  afterAll(async () => {
    for (const close of closing.reverse()) await close();
  });

  const url = (base: string) => `${base}/api/workspaces/${home.workspaceId}/agents/chat`;

  /** What is answered; asks again, as the same message, when the connection breaks. */
  async function chat(base: string, who: ApiClient, body: object, isStream = false): Promise<string> {
    const headers = {
      cookie: who.cookie,
      'X-Clianta-Client': 'web',
      ...(isStream && { Accept: 'text/event-stream' }),
    };
    const message = { clientMessageId: newId(), ...body };
    for (;;) {
      const answer = await request(url(base), 'POST', message, headers).catch(() => undefined);
      if (!answer) continue;
      expect(answer.status, JSON.stringify(answer.body)).toBe(200);
      if (!isStream) return answer.body.reply.text;
      const done = /^event: done\ndata: (.*)$/m.exec(answer.body)?.[1];
      if (done) return JSON.parse(done).result.reply.text;
    }
  }

  /** Many callers at once, each person in one conversation whose messages come in at all servers. */
  const callAll = (word: string) =>
    Promise.all(
      Array.from({ length: CALLERS }, async (_, at) => {
        const name = `Ada ${word}${at}`;
        const body = { message: `Add ${name}`, thread: word };
        const text = await chat(balancer.url, people[at % PEOPLE] as ApiClient, body, at % 2 === 0);
        expect(text).toContain(name);
      }),
    );
  const contactsNamed = async (word: string) =>
    (await db.crm.records(Contact).find(home.system, { search: word, limit: 100 })).records.length;

  it('every caller gets their own answer, wherever the turn runs', { timeout: TIMEOUT_MS }, async () => {
    await callAll('Spread');
    expect(await contactsNamed('Spread')).toBe(CALLERS);
  });

  it('a page at one sees each event of a turn at another once', { timeout: TIMEOUT_MS }, async () => {
    const [here, there] = bots as [Bot, Bot];
    const who = people[0] as ApiClient;
    const page = await aSocket(there, who);
    const turns: TurnPush[] = [];
    const messages: MessagePush[] = [];
    page.socket.on('turn', (push) => turns.push(push));
    page.socket.on('message', (push) => messages.push(push));
    const ack = await page.emit('conversation:open', { fresh: true });
    const { conversationId } = (ack as { data?: unknown }).data as Opened;
    const asked = 'How many contacts do we have?';
    const text = await chat(here.url, who, { message: asked, conversationId });
    await vi.waitFor(() => expect(messages).toHaveLength(4), 10_000);
    expect(turns.map(({ seq }) => seq)).toEqual(turns.map((_, at) => at + 1));
    expect(turns.at(-1)?.event).toMatchObject({ type: 'done', result: { reply: { text } } });
    // each once; should the page's own server run the turn, what the other stored may come after it has begun
    const seen = messages.map(({ message }) => [message.text, message.status]);
    expect(seen).toEqual(
      expect.arrayContaining([
        [asked, 'queued'],
        [asked, 'running'],
        [text, 'done'],
        [asked, 'done'],
      ]),
    );
    page.close();
  });

  it('a message that is delivered to all of them is done once', { timeout: TIMEOUT_MS }, async () => {
    const body = { message: 'Add Ada Olsen', thread: 'olsen', clientMessageId: newId() };
    const answers = await Promise.all(bots.map(({ url }) => chat(url, people[1] as ApiClient, body)));
    expect(new Set(answers).size).toBe(1);
    expect(await contactsNamed('Olsen')).toBe(1);
    const where = [{ field: 'text', op: 'eq' as const, value: body.message }];
    expect(await db.crm.records(ChatMessage).count(home.system, { where })).toBe(1);
  });

  it('a session that ends at one is over at the others', { timeout: TIMEOUT_MS }, async () => {
    const [here, there] = bots as [Bot, Bot];
    const { email } = await home.member('Gone Doe');
    const who = await signedIn(here, email, TEST_PASSWORD);
    const page = await aSocket(there, who);
    const headers = { cookie: who.cookie, 'X-Clianta-Client': 'web' };
    expect((await request(`${here.url}/api/auth/sign-out`, 'POST', {}, headers)).status).toBeLessThan(300);
    await page.closed;
  });

  it('nobody goes without an answer when one is killed in a turn', { timeout: TIMEOUT_MS }, async () => {
    const [doomed] = bots as [Bot];
    const { pid } = doomed.process;
    const surnames: string[] = [];
    let calls: Promise<unknown> | undefined;
    /** Something is always being said, until it dies. */
    const keepCalling = () => {
      if (calls) return;
      surnames.push(`${String.fromCharCode(65 + surnames.length)}killed`);
      calls = callAll(surnames.at(-1) ?? '').finally(() => {
        calls = undefined;
      });
    };
    // stopped where it holds a conversation, so that it surely dies in a turn
    const conversations = db.crm.store.model('conversation');
    const holds = () => conversations.countDocuments({ leaseOwner: new RegExp(`^${pid}-`) });
    await vi.waitFor(
      async () => {
        keepCalling();
        doomed.process.kill('SIGSTOP');
        const held = await holds();
        if (held === 0) doomed.process.kill('SIGCONT');
        expect(held).toBeGreaterThan(0);
      },
      { timeout: 30_000, interval: 5 },
    );
    const ended = once(doomed.process, 'exit');
    doomed.process.kill('SIGKILL');
    await ended;
    await calls;
    for (const surname of surnames) expect(await contactsNamed(surname)).toBe(CALLERS);
  });
});
