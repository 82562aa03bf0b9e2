import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CrmCore } from '@clianta/crm-core/crm-core';
import { type Database, openDatabase } from '@clianta/crm-core/database';
import { type PrivateRedis, startPrivateRedis } from '@clianta/crm-core/events/private-redis';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ownUri } from '../support/own-database.ts';
import { program } from '../support/program.ts';
import { randomFrom } from '../support/random.ts';
import { aWorkspace } from '../support/test-crm.ts';

const WRITES = 1_000;
const KILLS = 5;
/** The kills come when about this share of the writes is acknowledged, and a random moment later. */
const LATEST_KILL = 0.9;

/** Alone each takes 15 to 17 s on two cores; beside other suites several times that. */
const TIMEOUT_MS = 240_000;

let dir: string;
let database: Database;
let crm: CrmCore;
let uri: string;
const children = new Set<ChildProcess>();

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'clianta-kill-'));
  uri = ownUri();
  database = await openDatabase({ uri, dataDir: '' });
  crm = new CrmCore({ connection: database.connection });
  await crm.store.ensureIndexes();
});
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  children.clear();
  await database.connection.dropDatabase();
  await database.stop();
  rmSync(dir, { recursive: true, force: true });
});

const acknowledged = (): string[] => {
  const file = join(dir, 'acknowledged');
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : [];
};

interface Writer {
  child: ChildProcess;
  exit: Promise<number | null>;
}

/** A process that waits for its start. */
function aWriter(workspaceId: string, redisUrl?: string): Writer {
  const options = {
    mongoUri: uri,
    redisUrl,
    // everybody's work is under fire once; over Redis it is the way to them that is
    subscribers: redisUrl ? 'timeline' : 'all',
    workspaceId,
    writes: WRITES,
    acknowledged: join(dir, 'acknowledged'),
  };
  const child = spawn(process.execPath, [program('events-writer'), JSON.stringify(options)], {
    stdio: ['pipe', 'ignore', 'inherit'],
    env: { ...process.env, LOG_LEVEL: 'silent' },
  });
  children.add(child);
  return { child, exit: new Promise((resolve) => child.once('exit', resolve)) };
}

/** Kills the writer at random moments and lets the next one go on, the last one to its end. */
async function writeUnderFire(workspaceId: string, redisUrl?: string, onKill?: () => Promise<void>) {
  const random = randomFrom(7);
  let next = aWriter(workspaceId, redisUrl);
  for (let kill = 1; kill <= KILLS; kill++) {
    const { child, exit } = next;
    child.stdin?.write('go\n');
    next = aWriter(workspaceId, redisUrl);
    const target = (WRITES * LATEST_KILL * kill) / KILLS;
    while (acknowledged().length < target && child.exitCode === null) await pause(10);
    await pause(random() * 60);
    child.kill('SIGKILL');
    await exit;
    await onKill?.();
  }
  next.child.stdin?.write('go\n');
  expect(await next.exit).toBe(0);
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function expectEffectsOnce(workspaceId: string): Promise<void> {
  expect(new Set(acknowledged()).size).toBe(WRITES);
  const contacts = await crm.store.model('contact').find({ workspaceId }).lean();
  expect(contacts).toHaveLength(WRITES);
  const audits = await crm.store.model('userAction').find({ workspaceId, entity: 'contact' }).lean();
  expect(audits).toHaveLength(WRITES);
  const auditedIds = new Set(audits.map((audit) => (audit as { recordId?: string }).recordId));
  expect(auditedIds.size).toBe(WRITES);
  const activities = await crm.store.model('activity').find({ workspaceId }).lean();
  const told = activities.map((activity) => (activity as { contactId?: string }).contactId);
  expect(told).toHaveLength(WRITES);
  expect(new Set(told)).toEqual(new Set(contacts.map((contact) => contact._id)));
  const eventIds = new Set(activities.map((activity) => (activity as { eventId?: string }).eventId));
  expect(eventIds).toEqual(new Set(audits.map((audit) => `${audit._id}-0`)));
  // what the timeline tells of the log is no entry of it
  expect(await crm.store.model('userAction').countDocuments({ workspaceId, entity: 'activity' })).toBe(0);
  for (const name of ['contact', 'activity']) {
    expect(await crm.store.model(name).countDocuments({ outbox: { $exists: true } })).toBe(0);
  }
}

describe('kill -9 at random moments of 1,000 writes', () => {
  it('loses no event and has no effect twice, in-process', { timeout: TIMEOUT_MS }, async () => {
    const { workspaceId } = await aWorkspace(crm);
    await writeUnderFire(workspaceId);
    await expectEffectsOnce(workspaceId);
    expect(await database.connection.collection('deadLetters').countDocuments()).toBe(0);
  });

  it('loses no event and has no effect twice, on BullMQ whose Redis is killed too', {
    timeout: TIMEOUT_MS,
  }, async () => {
    const start = async (): Promise<PrivateRedis> => {
      const started = await startPrivateRedis({ dataDir: dir, appendFsync: 'always' });
      if (!started) throw new Error('No redis-server on the PATH.');
      return started;
    };
    let redis = await start();
    let kills = 0;
    const { workspaceId } = await aWorkspace(crm);
    await writeUnderFire(workspaceId, redis.url, async () => {
      if (++kills % 2 === 0 && redis.pid !== undefined) {
        process.kill(redis.pid, 'SIGKILL');
        redis = await start();
      }
    });
    await expectEffectsOnce(workspaceId);
    await redis.stop();
  });
});
