import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { appendMessage, replyId } from '@clianta/agents/conversation/conversations';
import { turnResultSchema } from '@clianta/agents/turn-event.schema';
import { hostByServer } from '@clianta/bot/channels/terminal/host-by-server';
import { ChatMessage } from '@clianta/crm-core/conversations/chat-message/chat-message.schema';
import { Notice } from '@clianta/crm-core/conversations/notice/notice.schema';
import { CrmCore } from '@clianta/crm-core/crm-core';
import { openDatabase } from '@clianta/crm-core/database';
import { systemScope } from '@clianta/crm-core/entity/scope';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { anApiServer, signedIn } from '../../support/api-server.ts';
import { ownUri } from '../../support/own-database.ts';
import { program } from '../../support/program.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** Only a person is told anything without asking. */
const AS_A_PERSON = 'data:text/javascript,process.stdin.isTTY=true';

/** A terminal without a server: the whole product in its own process. */
describe('a terminal alone', () => {
  let dataDir: string;
  const uri = ownUri();
  beforeAll(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'clianta-alone-'));
  });
  afterAll(async () => {
    rmSync(dataDir, { recursive: true, force: true });
    const database = await openDatabase({ uri, dataDir: '' });
    await database.connection.dropDatabase();
    await database.stop();
  });

  const chat = (args: string[], input = '', node: string[] = []) =>
    new Promise<{ code: number | null; out: string; err: string }>((resolve) => {
      const child = spawn(process.execPath, [...node, program('chat'), ...args], {
        cwd: root,
        env: {
          PATH: process.env.PATH,
          DATA_DIR: dataDir,
          MONGODB_URI: uri,
          QUEUE: 'in-process',
          LOG_LEVEL: 'silent',
        },
      });
      let [out, err] = ['', ''];
      child.stdout.on('data', (chunk) => {
        out += chunk;
      });
      child.stderr.on('data', (chunk) => {
        err += chunk;
      });
      child.once('exit', (code) => resolve({ code, out, err }));
      child.stdin.end(input);
    });

  it('answers one question as one JSON object, from the demo company that it makes', async () => {
    const { code, out } = await chat(['--json', 'How many deals do we have?']);
    expect(code).toBe(0);
    expect(turnResultSchema.parse(JSON.parse(out)).reply.text).toMatch(/90 deals/);
  });

  it('holds a conversation over lines, and goes on with it the next time', async () => {
    const talk = await chat([], 'Add Ida Alone, ida@alone.example\nDelete the contact Ida Alone\n');
    expect(talk.out).toMatch(/^Added Ida Alone[\s\S]*Answer yes or no/);
    expect((await chat(['yes'])).out).toMatch(/Deleted/);
  });

  it('answers lines of a file or of another program one by one, with nothing between', async () => {
    const { out } = await chat(['--json'], 'How many deals do we have?\n\nHow many companies do we have?\n');
    const answers = out
      .trim()
      .split('\n')
      .map((line) => turnResultSchema.parse(JSON.parse(line)).reply.text);
    expect(answers).toEqual([expect.stringMatching(/deals/), expect.stringMatching(/companies/)]);
  });

  it('tells the answer to what a server on the same database has worked on', async () => {
    const database = await openDatabase({ uri, dataDir: '' });
    const crm = new CrmCore({ connection: database.connection });
    const elsewhere = { leaseOwner: 'a server', leaseUntil: new Date(Date.now() + 600_000) };
    await crm.store.model('conversation').updateOne({ channel: 'terminal' }, { $set: elsewhere });
    const said = chat(['Who answers this?']);
    const asked = await vi.waitFor(
      async () => {
        const found = await crm.store.model('chatMessage').findOne({ text: 'Who answers this?' }).lean<{
          _id: string;
          workspaceId: string;
          userId: string;
          conversationId: string;
        }>();
        if (!found) throw new Error('not said yet');
        return found;
      },
      { timeout: 20_000 },
    );
    const system = systemScope(asked.workspaceId);
    const scope = { ...system, actor: { type: 'user' as const, id: asked.userId, name: '' } };
    const answer = { id: replyId(asked._id), author: 'assistant' as const, text: 'The server does.' };
    await appendMessage(crm, scope, { id: asked.conversationId, title: 'Talk' }, answer);
    expect((await said).out).toContain('The server does.');
    await crm.records(ChatMessage).update(system, asked._id, { status: 'done' });
    await crm.store.model('conversation').updateOne({ channel: 'terminal' }, { $unset: { leaseUntil: 1 } });
    await database.stop();
  });

  it('tells a person what they have not seen yet, once', async () => {
    const database = await openDatabase({ uri, dataDir: '' });
    const crm = new CrmCore({ connection: database.connection });
    const owner = await database.connection.collection('team-members').findOne({ role: 'owner' });
    await crm.records(Notice).create(systemScope(String(owner?.workspaceId)), {
      userId: String(owner?.userId),
      kind: 'reminder',
      title: 'Reminder: Call Ada',
      at: new Date(),
      key: 'test',
    });
    await database.stop();
    const told = await chat([], '', ['--import', AS_A_PERSON]);
    expect(told.out).toMatch(/Talking to this process[\s\S]*\* Reminder: Call Ada\n> /);
    expect((await chat([], '', ['--import', AS_A_PERSON])).out).not.toContain('Call Ada');
  });

  it('says what it can be asked when its options are wrong, and that nothing was said', async () => {
    const wrong = await chat(['--foo']);
    expect(wrong).toMatchObject({ code: 2, out: '', err: expect.stringMatching(/--foo[\s\S]*npm run chat/) });
    expect(wrong.err).not.toMatch(/ {4}at /);
    expect(await chat([''])).toMatchObject({ code: 1, err: expect.stringMatching(/message is empty/) });
  });

  it('ends with an error when it is refused', async () => {
    const refused = await chat(['x'.repeat(20_001)]);
    expect(refused).toMatchObject({ code: 1, out: '', err: expect.stringMatching(/20,000/) });
    const asJson = await chat(['--json', 'x'.repeat(20_001)]);
    expect(JSON.parse(asJson.out)).toMatchObject({ error: { message: expect.stringMatching(/20,000/) } });
  });
});

describe('a terminal beside a server', () => {
  it('reads the person’s notices there and marks them as seen', async () => {
    const server = await anApiServer();
    try {
      const sam = await signedIn(server);
      const { crm } = server.product;
      const { userId } = (await sam.call('GET', '/team-members')).body.records.find(
        (one: { email: string }) => one.email === 'sam@clianta.example',
      );
      const note = { userId, kind: 'reminder' as const, at: new Date() };
      const system = systemScope(sam.workspaceId);
      for (const title of ['First', 'Second'])
        await crm.records(Notice).create(system, { ...note, title, key: title });
      const token = sam.cookie.slice(sam.cookie.indexOf('=') + 1);
      const { notices } = hostByServer({ url: server.url, pid: 1, token, workspaceId: sam.workspaceId });
      const unread = await notices.unread();
      expect(unread.map(({ title }) => title)).toEqual(['First', 'Second']);
      await notices.seen([String(unread[0]?.id)]);
      expect((await notices.unread()).map(({ title }) => title)).toEqual(['Second']);
    } finally {
      await server.stop();
    }
  });
});
