import { afterEach, expect, it, vi } from 'vitest';
import { logger } from '../../logger.ts';
import { logRedisTrouble } from './redis-trouble.ts';

const refused = () =>
  Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:6379'), { code: 'ECONNREFUSED' });

afterEach(() => vi.restoreAllMocks());

it('tells of a lost Redis once a minute, whoever notices it, and without a stack', () => {
  const warn = vi.spyOn(logger, 'warn').mockImplementation(() => {});
  const begin = 1_000_000_000;
  for (let second = 0; second < 150; second++)
    for (const queue of ['events', 'timeline']) logRedisTrouble(refused(), { queue }, begin + second * 1_000);
  expect(warn).toHaveBeenCalledTimes(3);
  for (const [fields] of warn.mock.calls) expect(JSON.stringify(fields)).not.toContain(' at ');
});

it('logs every other error as it is', () => {
  const warn = vi.spyOn(logger, 'warn').mockImplementation(() => {});
  const error = new Error('WRONGTYPE Operation against a key');
  for (let i = 0; i < 3; i++) logRedisTrouble(error, { queue: 'events' });
  expect(warn).toHaveBeenCalledTimes(3);
  expect(warn.mock.calls[0]?.[0]).toEqual({ err: error, queue: 'events' });
});
