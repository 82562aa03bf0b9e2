import { type ChildProcess, spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { openTransport } from '@clianta/crm-core/events/open-transport';
import { startPrivateRedis } from '@clianta/crm-core/events/private-redis';
import { answersPing } from '@clianta/crm-core/events/redis-ping';
import { connectRedis } from '@clianta/crm-core/events/transports/redis-connection';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { program } from '../../support/program.ts';
import { startTestRedis } from '../../support/redis.ts';

describe('the private Redis', () => {
  let dataDir: string;
  const children: ChildProcess[] = [];

  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'clianta-private-'));
  });
  afterEach(async () => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
    await vi.waitFor(
      async () => expect(await answersPing(join(dataDir, 'redis/redis.sock'))).toBe(false),
      5_000,
    );
    rmSync(dataDir, { recursive: true, force: true });
  });

  async function start(options: { dataDir?: string } = {}) {
    const redis = await startPrivateRedis({ dataDir, ...options });
    if (!redis) throw new Error('No redis-server on the PATH.');
    return redis;
  }

  /** Another process that owns a server; resolves once that answers. */
  async function startOwner(): Promise<ChildProcess> {
    const child = spawn(process.execPath, [program('redis-owner'), dataDir], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    children.push(child);
    await new Promise((resolve) => child.stdout?.once('data', resolve));
    return child;
  }

  async function using<T>(
    url: string,
    work: (redis: ReturnType<typeof connectRedis>) => Promise<T>,
  ): Promise<T> {
    const redis = connectRedis(url);
    try {
      return await work(redis);
    } finally {
      redis.disconnect();
    }
  }

  it('keeps its data over a restart, evicts nothing, and lets only its user in', async () => {
    const first = await start();
    expect(first.binary).toMatch(/^(redis|valkey)-server$/);
    await using(first.url, async (redis) => {
      await redis.set('greeting', 'hello');
      expect(await redis.config('GET', 'maxmemory-policy')).toEqual(['maxmemory-policy', 'noeviction']);
      expect(await redis.config('GET', 'appendonly')).toEqual(['appendonly', 'yes']);
      expect(await redis.config('GET', 'port')).toEqual(['port', '0']);
    });
    expect(statSync(first.url).mode & 0o077).toBe(0);
    await first.stop();
    expect(await answersPing(first.url)).toBe(false);
    const second = await start();
    expect(await using(second.url, (redis) => redis.get('greeting'))).toBe('hello');
    await second.stop();
  });

  it('ends when its owner is killed, and the next start takes the folder over', async () => {
    const owner = await startOwner();
    const socket = join(dataDir, 'redis/redis.sock');
    await using(socket, (redis) => redis.set('left', 'behind'));
    owner.kill('SIGKILL');
    const next = await start();
    expect(next.pid).toBeTypeOf('number');
    expect(await using(next.url, (redis) => redis.get('left'))).toBe('behind');
    await next.stop();
  });

  it('starts over what a killed server left: socket and process id', async () => {
    const first = await start();
    if (first.pid) process.kill(first.pid, 'SIGKILL');
    const second = await start();
    expect(await answersPing(second.url)).toBe(true);
    expect(second.pid).not.toBe(first.pid);
    await second.stop();
    writeFileSync(join(dataDir, 'redis/redis.pid'), String(process.pid));
    const third = await start();
    expect(await answersPing(third.url)).toBe(true);
    await third.stop();
  });

  it('shares the server of another living process on the same folder and does not stop it', async () => {
    await startOwner();
    const shared = await start();
    expect(shared.pid).toBeUndefined();
    await shared.stop();
    expect(await answersPing(shared.url)).toBe(true);
  });

  it('finds a shorter place for the socket when the folder has a very long name, closed to all others', async () => {
    const long = join(dataDir, 'x'.repeat(120));
    const redis = await start({ dataDir: long });
    expect(redis.url.length).toBeLessThanOrEqual(100);
    expect(statSync(dirname(redis.url)).mode & 0o077).toBe(0);
    expect(await answersPing(redis.url)).toBe(true);
    const shared = await start({ dataDir: long });
    expect(shared).toMatchObject({ url: redis.url, pid: undefined });
    await redis.stop();
    expect(existsSync(dirname(redis.url))).toBe(false);
    const next = await start({ dataDir: long });
    expect(dirname(next.url)).not.toBe(dirname(redis.url));
    await next.stop();
  });

  it('closes its folder, and does not take up the server of a stranger', async () => {
    const stranger = await startPrivateRedis({ dataDir: join(dataDir, 'stranger') });
    const folder = join(dataDir, 'redis');
    mkdirSync(folder);
    chmodSync(folder, 0o777);
    writeFileSync(join(folder, 'owner.pid'), String(process.pid));
    symlinkSync(stranger?.url as string, join(folder, 'redis.sock'));
    const own = await start();
    expect(own.pid).toBeTypeOf('number');
    expect(statSync(folder).mode & 0o077).toBe(0);
    await own.stop();

    const open = join(dataDir, 'clianta-redis-open');
    mkdirSync(open);
    symlinkSync(stranger?.url as string, join(open, 'redis.sock'));
    const long = join(dataDir, 'x'.repeat(120));
    for (const planted of [open, join(dataDir, 'clianta-redis-link'), dirname(stranger?.url as string)]) {
      if (planted.endsWith('-link')) symlinkSync(open, planted);
      mkdirSync(join(long, 'redis'), { recursive: true });
      writeFileSync(join(long, 'redis', 'owner.pid'), String(process.pid));
      writeFileSync(join(long, 'redis', 'socket-folder'), planted);
      const redis = await start({ dataDir: long });
      expect(redis.pid, planted).toBeTypeOf('number');
      expect(redis.pid).not.toBe(stranger?.pid);
      await redis.stop();
    }
    await stranger?.stop();
  });

  it('is not there without a binary', async () => {
    expect(await startPrivateRedis({ dataDir, path: dataDir })).toBeUndefined();
  });
});

it('in production a Redis that throws work away when it is full is refused', async () => {
  const redis = await startTestRedis({ isOwn: true });
  const client = connectRedis(redis.url);
  const open = () =>
    openTransport({ redisUrl: redis.url, dataDir: '', isProduction: true, connection: {} as never });
  await (await open()).stop();
  await client.config('SET', 'maxmemory-policy', 'allkeys-lru');
  await expect(open()).rejects.toThrow('maxmemory-policy allkeys-lru');
  client.disconnect();
  await redis.stop();
});
