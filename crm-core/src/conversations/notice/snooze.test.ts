import { expect, it } from 'vitest';
import { snoozeAt } from './snooze.ts';

// a Tuesday, eleven in the morning in Berlin
const now = new Date('2026-12-01T10:00:00Z');
const at = (until: Parameters<typeof snoozeAt>[0], from = now) =>
  snoozeAt(until, from, 'Europe/Berlin').toISOString();

it('puts off until the times that people mean, on their clock', () => {
  expect(at('tonight')).toBe('2026-12-01T18:00:00.000Z');
  expect(at('tonight', new Date('2026-12-01T19:00:00Z'))).toBe('2026-12-01T22:00:00.000Z');
  expect(at('tomorrow')).toBe('2026-12-02T08:00:00.000Z');
  expect(at('monday')).toBe('2026-12-07T08:00:00.000Z');
  expect(at('monday', new Date('2026-12-07T05:00:00Z'))).toBe('2026-12-14T08:00:00.000Z');
  expect(at('2026-12-24T12:00:00+01:00')).toBe('2026-12-24T11:00:00.000Z');
});

it('puts nothing off into the past', () => {
  expect(() => at('2026-11-30T12:00:00Z')).toThrow('past');
});
