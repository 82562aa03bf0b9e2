import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, it } from 'vitest';
import { spawnProduct } from '../../support/product-process.ts';
import { startTestRedis } from '../../support/redis.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

const dirs: string[] = [];
afterEach(() => {
  for (const dir of dirs.splice(0)) rmSync(dir, { recursive: true, force: true });
});

function start(env: Record<string, string>) {
  const dataDir = mkdtempSync(join(tmpdir(), 'clianta-start-'));
  dirs.push(dataDir);
  return { dataDir, ...spawnProduct(dataDir, env, root) };
}

it('stops in order also in the middle of a start, and leaves no lock behind', async () => {
  const one = start({});
  const lock = join(one.dataDir, 'db', 'server.lock');
  await expect.poll(() => existsSync(lock), { timeout: 20_000, interval: 5 }).toBe(true);
  one.child.kill('SIGTERM');
  expect(await one.ended).toBe(0);
  expect(existsSync(lock)).toBe(false);
});

it('stops in order and in time when its Redis is gone', async () => {
  const redis = await startTestRedis({ isOwn: true });
  const one = start({ QUEUE: 'auto', REDIS_URL: redis.url, LOG_LEVEL: 'silent' });
  await expect.poll(() => one.output(), { timeout: 30_000 }).toMatch(/Clianta is ready/);
  await redis.stop();
  const begin = performance.now();
  one.child.kill('SIGTERM');
  expect(await one.ended).toBe(0);
  expect(performance.now() - begin).toBeLessThan(10_000);
  expect(existsSync(join(one.dataDir, 'db', 'server.lock'))).toBe(false);
});

it('tells of a lost Redis in one line, and of a Slack that lacks a variable in the block of the start', async () => {
  const redis = await startTestRedis({ isOwn: true });
  const one = start({ QUEUE: 'auto', REDIS_URL: redis.url, SLACK_BOT_TOKEN: 'xoxb-1' });
  await expect.poll(() => one.output(), { timeout: 30_000 }).toMatch(/Stop {2,}Ctrl/);
  expect(one.output()).toMatch(/^ {2}Slack {2,}off: SLACK_SIGNING_SECRET is not set$/m);
  const begin = one.output().length;
  await redis.stop();
  await expect.poll(() => one.output().slice(begin), { timeout: 10_000 }).toContain('Redis is not reachable');
  // long enough for every connection to try again several times
  await new Promise((resolve) => setTimeout(resolve, 5_000));
  expect(one.output().slice(begin).trim().split('\n')).toHaveLength(1);
  one.child.kill('SIGTERM');
  await one.ended;
});

it('does not wait for a Redis that is not there, and names the variable', async () => {
  const one = start({ QUEUE: 'auto', REDIS_URL: 'redis://127.0.0.1:1', LOG_LEVEL: 'silent' });
  expect(await one.ended).toBe(1);
  expect(one.output().trim()).toBe(
    'Clianta could not start. The Redis server that REDIS_URL names does not answer. Is it running?',
  );
});
