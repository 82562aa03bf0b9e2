import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CrmCore } from '@clianta/crm-core/crm-core';
import { openDatabase } from '@clianta/crm-core/database';
import { DEMO_WORKSPACE, seedDemo } from '@clianta/crm-core/demo/seed-demo';
import { newId } from '@clianta/crm-core/entity/ids';
import { systemScope } from '@clianta/crm-core/entity/scope';
import { TeamMember } from '@clianta/crm-core/workspace/team-member/team-member.schema';
import { hashPassword } from '@clianta/crm-core/workspace/user/password';
import { User } from '@clianta/crm-core/workspace/user/user.schema';
import { startBots } from '../support/bots.ts';
import { startTestRedis } from '../support/redis.ts';

const BOT = ['--import', 'tsx', 'tests/faults/bot-process.ts'];

const PASSWORD = 'correct horse battery';
const PEOPLE = 50;
/** Callers that each wait for their answer before they ask again. */
const CALLERS = 40;
const TURNS = 400;
const AT_ONCE = 500;
const CONTACTS = 600;

const percentile = (values: readonly number[], share: number) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length * share)] ?? 0;

/** Turns and written records with their events a second, of one, two and three servers on one database; 500 turns at once. */
export async function run({ json }: { json: boolean }): Promise<Record<string, number>> {
  const dataDir = mkdtempSync(join(tmpdir(), 'clianta-bench-'));
  const database = await openDatabase({ dataDir });
  const redis = await startTestRedis();
  const figures: Record<string, number> = {};
  const say = (text: string) => {
    if (!json) process.stdout.write(`${text}\n`);
  };
  try {
    const crm = new CrmCore({ connection: database.connection });
    await crm.store.ensureIndexes();
    await seedDemo(crm, { password: PASSWORD });
    const mails = await addPeople(crm);
    for (const count of [1, 2, 3]) {
      const { bots, stop } = await startBots(count, { MONGODB_URI: database.uri, REDIS_URL: redis.url }, BOT);
      try {
        const urls = bots.map(({ url }) => url);
        const people: Person[] = [];
        for (const [at, mail] of mails.entries()) people.push(await signedIn(urls[at % count] ?? '', mail));
        const { perSecond: turns } = await inTurn(TURNS, CALLERS, (at) => ask(people, at));
        const { perSecond: writes } = await inTurn(CONTACTS, CALLERS, (at) => write(people, at));
        figures[`turnsPerSecond${count}`] = Math.round(turns);
        figures[`writesPerSecond${count}`] = Math.round(writes);
        say(
          `${count} processes: ${turns.toFixed(0)} turns/s, ${writes.toFixed(0)} writes with their events/s`,
        );
        if (count < 3) continue;
        const { ms, failed } = await inTurn(AT_ONCE, AT_ONCE, (at) => ask(people, at));
        figures.atOnceP95Ms = Math.round(percentile(ms, 0.95));
        figures.atOnceErrors = countIn(failed);
        const why = [...failed].map(([what, many]) => ` (${many} × ${what})`).join('');
        say(`${AT_ONCE} turns at once: p95 ${figures.atOnceP95Ms} ms, ${countIn(failed)} errors${why}`);
      } finally {
        await stop();
      }
    }
  } finally {
    await redis.stop();
    await database.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
  return figures;
}

interface Person {
  post(path: string, body: object): Promise<{ status: number; text: string }>;
}

async function signedIn(url: string, email: string): Promise<Person> {
  const post = async (path: string, body: object, headers: Record<string, string> = {}) => {
    const answer = await fetch(`${url}/api${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'X-Clianta-Client': 'web', ...headers },
      body: JSON.stringify(body),
    });
    return { status: answer.status, text: await answer.text(), cookie: answer.headers.get('set-cookie') };
  };
  const { cookie, text } = await post('/auth/sign-in', { email, password: PASSWORD });
  const own = { cookie: cookie?.split(';')[0] ?? '' };
  if (!own.cookie) throw new Error(`sign-in failed: ${text}`);
  return { post: (path, body) => post(`/workspaces/${DEMO_WORKSPACE}${path}`, body, own) };
}

async function addPeople(crm: CrmCore): Promise<string[]> {
  const system = systemScope(DEMO_WORKSPACE);
  const passwordHash = await hashPassword(PASSWORD);
  const mails = Array.from({ length: PEOPLE }, (_, at) => `bench${at}@team.example`);
  for (const [at, email] of mails.entries()) {
    const name = `Bench ${at}`;
    const { id: userId } = await crm
      .records(User)
      .create(system, { name, email, passwordHash, workspaceIds: [DEMO_WORKSPACE] });
    await crm.records(TeamMember).create(system, { userId, name, email, role: 'member' });
  }
  return mails;
}

/** So many calls, of which so many are under way at the same time. @param call - says what went wrong, if anything */
async function inTurn(
  count: number,
  callers: number,
  call: (at: number) => Promise<string | undefined>,
): Promise<{ perSecond: number; ms: number[]; failed: ReadonlyMap<string, number> }> {
  const ms: number[] = [];
  const failed = new Map<string, number>();
  let next = 0;
  const startedAt = performance.now();
  const caller = async () => {
    while (next < count) {
      const at = next++;
      const from = performance.now();
      const wrong = await call(at).catch((error: unknown) => String(error));
      if (wrong) failed.set(wrong, (failed.get(wrong) ?? 0) + 1);
      ms.push(performance.now() - from);
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  const done = count - countIn(failed);
  return { perSecond: (done / (performance.now() - startedAt)) * 1_000, ms, failed };
}

const countIn = (failed: ReadonlyMap<string, number>) =>
  [...failed.values()].reduce((sum, one) => sum + one, 0);

async function ask(people: readonly Person[], at: number): Promise<string | undefined> {
  const body = { message: 'How many open deals do we have?', thread: `t${at}`, clientMessageId: newId() };
  const answer = await people[at % people.length]?.post('/agents/chat', body);
  if (answer?.status === 200 && answer.text.includes('deals')) return undefined;
  return `${answer?.status} ${answer?.text.slice(0, 80)}`;
}

async function write(people: readonly Person[], at: number): Promise<string | undefined> {
  const body = { name: `Bench Person ${at}`, email: `${newId()}@bench.example` };
  const answer = await people[at % people.length]?.post('/contacts', body);
  return answer?.status === 201 ? undefined : `${answer?.status} ${answer?.text.slice(0, 80)}`;
}
