import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TurnResult } from '@clianta/agents/turn-event.schema';
import { Conversation } from '@clianta/crm-core/conversations/conversation/conversation.schema';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { newId } from '@clianta/crm-core/entity/ids';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openOwnDatabase } from '../support/own-database.ts';
import { program } from '../support/program.ts';
import { aWorkspace, type TestDatabase, type TestWorkspace } from '../support/test-crm.ts';
import type { TurnProcessOptions } from './turn-process.ts';

const call = (name: string, args: Record<string, unknown> = {}) => ({ toolCalls: [{ name, args }] });
const routeTo = (...agents: string[]) => [{ text: JSON.stringify({ agents, mode: 'sequential' }) }];

let db: TestDatabase & { uri: string };
let home: TestWorkspace;
let dir: string;
let base: Pick<TurnProcessOptions, 'mongoUri' | 'scope' | 'conversationId' | 'turnId' | 'log'>;

beforeAll(async () => {
  db = await openOwnDatabase();
});
afterAll(() => db.close());
beforeEach(async () => {
  home = await aWorkspace(db.crm);
  dir = mkdtempSync(join(tmpdir(), 'clianta-turn-'));
  const { id: conversationId } = await db.crm
    .records(Conversation)
    .create(home.system, { userId: home.scope.actor.id, channel: 'web', externalId: newId() });
  base = { mongoUri: db.uri, scope: home.scope, conversationId, turnId: newId(), log: join(dir, 'log') };
  return () => rmSync(dir, { recursive: true, force: true });
});

/** Runs the turn in a process of its own. @returns what it came to; undefined when the process was killed in it */
async function run(more: Partial<TurnProcessOptions>): Promise<TurnResult | undefined> {
  const options: TurnProcessOptions = { ...base, isRetry: false, agent: [], router: [], ...more };
  const child = spawn(process.execPath, [program('turn-process'), JSON.stringify(options)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, LOG_LEVEL: 'silent' },
  });
  let said = '';
  child.stdout.on('data', (data) => {
    said += data;
  });
  const signal = await new Promise((resolve) => child.once('close', (_code, by) => resolve(by)));
  return signal === 'SIGKILL' ? undefined : JSON.parse(said);
}

const done = () => (existsSync(base.log) ? readFileSync(base.log, 'utf8').trim().split('\n') : []);

describe('a turn whose process is killed between two steps', () => {
  it('that only read is run again as a whole', async () => {
    const script = [call('look'), { text: 'It is there.' }];
    // killed as if before its answer was told: nothing of it is kept
    await run({ agent: script, router: routeTo('generalAgent') });
    const result = await run({ isRetry: true, agent: script, router: routeTo('generalAgent') });
    expect(result?.reply.text).toContain('It is there.');
    expect(done()).toEqual(['look', 'look']);
  });

  it('goes on at the call it was in, and makes no earlier one again', async () => {
    const first = [call('add_person', { name: 'Ada' }), call('ask_first')];
    const asked = await run({ agent: first, router: routeTo('contactAgent') });
    const approvalId = String(asked?.approval?.approvalId);
    // the process that runs the approved call dies in it; the next one is handed the same decision
    expect(await run({ decide: { approvalId, key: 'click' } })).toBeUndefined();
    const result = await run({ decide: { approvalId, key: 'click' }, agent: [{ text: 'All done.' }] });
    expect(result?.reply.text).toContain('All done.');
    expect(done()).toEqual(['add Ada', 'survive']);
    expect(await db.crm.records(Contact).count(home.scope)).toBe(1);
  });

  it('that wrote goes on at the next write, with what the first one gave it', async () => {
    const router = routeTo('contactAgent', 'dealAgent');
    const agent = [call('add_person', { name: 'Ada' }), { text: 'Added.' }, call('die')];
    expect(await run({ agent, router })).toBeUndefined();
    // of the plan only what was left is done: no router is asked, no person added
    const result = await run({ isRetry: true, agent: [{ text: 'All done.' }] });
    expect(result?.reply.text).toContain('All done.');
    expect(result?.changes).toHaveLength(1);
    expect(done()).toEqual(['add Ada', 'survive']);
    expect(await db.crm.records(Contact).count(home.scope)).toBe(1);
  });

  it('that was killed in its only write makes that call again, and asks no model for it', async () => {
    const router = routeTo('dealAgent');
    expect(await run({ agent: [call('die')], router })).toBeUndefined();
    const result = await run({ isRetry: true, agent: [{ text: 'Survived it.' }] });
    expect(result?.reply.text).toContain('Survived it.');
    expect(done()).toEqual(['survive']);
  });
});
