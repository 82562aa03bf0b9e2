import { RateLimitedError } from '@clianta/crm-core/errors';
import { expect, it } from 'vitest';
import { TurnRateLimit } from './rate-limit.ts';

it('lets sixty messages through in a minute, refuses the next, and says how long to wait', () => {
  const limit = new TurnRateLimit();
  for (let i = 0; i < 60; i++) limit.take('a', 1000 + i);
  expect(() => limit.take('a', 2000)).toThrow(RateLimitedError);
  expect(() => limit.take('a', 2000)).toThrow(/wait 59 seconds/);
  limit.take('b', 2000);
  limit.take('a', 61_100);
});
