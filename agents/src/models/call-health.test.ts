import { expect, it } from 'vitest';
import { CallHealth } from './call-health.ts';

const minutes = ['10:00', '10:01', '10:02', '10:03'];
const aHealth = () => {
  const at = [...minutes];
  return new CallHealth(() => new Date(`2026-11-23T${at.shift()}:00.000Z`));
};
const failed = (status: number, message = 'no') => Object.assign(new Error(message), { status });

it('is healthy before the first call', () => {
  expect(aHealth().health).toEqual({ isHealthy: true });
});

it('says since when calls fail and how the last one failed, until one works', () => {
  const calls = aHealth();
  calls.handleLLMError(failed(503));
  calls.handleLLMError(failed(429));
  expect(calls.health).toEqual({
    isHealthy: false,
    failingSince: '2026-11-23T10:00:00.000Z',
    lastCallAt: '2026-11-23T10:01:00.000Z',
    error: 'rate_limited',
  });
  calls.handleLLMEnd();
  expect(calls.health).toEqual({ isHealthy: true, lastCallAt: '2026-11-23T10:02:00.000Z' });
});

it('tells kinds of failure apart, and nothing of their message', () => {
  const kindOf = (error: unknown) => {
    const calls = aHealth();
    calls.handleLLMError(error);
    return calls.health.error;
  };
  expect(kindOf(failed(403))).toBe('credentials');
  expect(kindOf(failed(400, 'API key not valid. Please pass a valid API key: abc'))).toBe('credentials');
  expect(kindOf(failed(400))).toBe('refused');
  expect(kindOf(failed(500))).toBe('unavailable');
  expect(kindOf(new DOMException('The operation timed out', 'TimeoutError'))).toBe('timeout');
  expect(kindOf(new TypeError('fetch failed'))).toBe('unreachable');
  expect(kindOf('what?')).toBe('other');
});
