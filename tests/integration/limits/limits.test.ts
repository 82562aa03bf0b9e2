import { LIMIT_KINDS } from '@clianta/bot/limits/limit-kinds';
import { Limits } from '@clianta/bot/limits/limits';
import { newId } from '@clianta/crm-core/entity/ids';
import { RateLimitedError } from '@clianta/crm-core/errors';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestRedis } from '../../support/redis.ts';
import { openTestCrm, type TestDatabase } from '../../support/test-crm.ts';

let db: TestDatabase;
let redis: Awaited<ReturnType<typeof startTestRedis>>;
const opened: Limits[] = [];

beforeAll(async () => {
  [db, redis] = await Promise.all([openTestCrm(), startTestRedis()]);
});
afterAll(async () => {
  for (const limits of opened) limits.close();
  await Promise.all([db.close(), redis.stop()]);
});

/** Two processes' limits on the same store. */
async function two(store: 'MongoDB' | 'Redis'): Promise<[Limits, Limits]> {
  const open = () => Limits.open(db.database.connection, store === 'Redis' ? redis.url : undefined);
  const both = await Promise.all([open(), open()]);
  opened.push(...both);
  return both as [Limits, Limits];
}

const isTaken = (taking: Promise<void>) =>
  taking.then(
    () => true,
    (error) => {
      expect(error).toBeInstanceOf(RateLimitedError);
      return false;
    },
  );
const countTaken = async (takings: Promise<void>[]) =>
  (await Promise.all(takings.map(isTaken))).filter(Boolean).length;

describe.each(['MongoDB', 'Redis'] as const)('limits in %s', (store) => {
  it('hold over processes, also for what comes at once, and for each key alone', async () => {
    const [one, other] = await two(store);
    const key = newId();
    const { points } = LIMIT_KINDS.attemptFromAddress;
    const attempts = Array.from({ length: 4 * points }, (_, i) =>
      (i % 2 ? one : other).take('attemptFromAddress', key),
    );
    expect(await countTaken(attempts)).toBe(points);
    expect(await isTaken(one.take('attemptFromAddress', newId()))).toBe(true);
  });

  it('that are counted in batches are exact for one process, and never passed by two', async () => {
    const [one, other] = await two(store);
    const { points, batch } = LIMIT_KINDS.message;
    const alone = newId();
    const takings = Array.from({ length: points + 5 }, () => one.take('message', alone));
    expect(await countTaken(takings)).toBe(points);
    const shared = newId();
    const both = Array.from({ length: 2 * points }, (_, i) => (i % 2 ? one : other).take('message', shared));
    const taken = await countTaken(both);
    expect(taken).toBeLessThanOrEqual(points);
    expect(taken).toBeGreaterThan(points - batch);
  });

  it('forget a good attempt, and forgive when told to', async () => {
    const [one, other] = await two(store);
    const key = newId();
    for (let i = 0; i < 3 * LIMIT_KINDS.attemptFromAddress.points; i++) {
      await one.take('attemptFromAddress', key);
      await one.giveBack('attemptFromAddress', key);
    }
    for (let i = 0; i < LIMIT_KINDS.attemptFromAddress.points; i++) await one.take('attemptFromAddress', key);
    expect(await isTaken(other.take('attemptFromAddress', key))).toBe(false);
    await other.forgive('attemptFromAddress', key);
    expect(await isTaken(one.take('attemptFromAddress', key))).toBe(true);
  });
});

it('limits go on in this process while Redis is away', async () => {
  const away = await Limits.open(db.database.connection, '/nowhere/redis.sock');
  opened.push(away);
  const { points } = LIMIT_KINDS.message;
  expect(await countTaken(Array.from({ length: points + 5 }, () => away.take('message', newId())))).toBe(
    points + 5,
  );
  const key = newId();
  expect(await countTaken(Array.from({ length: points + 5 }, () => away.take('message', key)))).toBe(points);
});

it('a refusal says what the limit is and how long to wait', async () => {
  const limits = Limits.inProcess();
  for (let i = 0; i < LIMIT_KINDS.attemptFromAddress.points; i++)
    await limits.take('attemptFromAddress', 'a');
  await expect(limits.take('attemptFromAddress', 'a')).rejects.toThrow(
    'Too many attempts: 5 in 15 minutes is the limit. Please wait 15 minutes and try again.',
  );
});
