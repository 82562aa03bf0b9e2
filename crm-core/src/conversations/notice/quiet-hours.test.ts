import { describe, expect, it } from 'vitest';
import { afterQuiet, nextTime } from './quiet-hours.ts';

const night = { from: '18:30', to: '08:00' };
const berlin = (iso: string, quiet: Parameters<typeof afterQuiet>[0] = night) =>
  afterQuiet(quiet, new Date(iso), 'Europe/Berlin').toISOString();

describe('quiet hours', () => {
  it.each([
    ['in the evening, until the next morning', '2026-11-30T20:00:00Z', '2026-12-01T07:00:00.000Z'],
    ['after midnight, until the same morning', '2026-12-01T01:00:00Z', '2026-12-01T07:00:00.000Z'],
    ['from their first minute', '2026-11-30T17:30:00Z', '2026-12-01T07:00:00.000Z'],
    ['not any more when they end', '2026-12-01T07:00:00Z', '2026-12-01T07:00:00.000Z'],
    ['not at noon', '2026-12-01T11:00:00Z', '2026-12-01T11:00:00.000Z'],
    ['by the clock when it is set back', '2026-10-24T20:00:00Z', '2026-10-25T07:00:00.000Z'],
  ])('hold %s', (_when, at, told) => {
    expect(berlin(at)).toBe(told);
  });

  it('may lie within a day, may not be set, and may be on other clocks than the workspace’s', () => {
    const noon = '2026-12-01T11:10:00Z';
    expect(berlin(noon, { from: '12:00', to: '13:00' })).toBe('2026-12-01T12:00:00.000Z');
    expect(berlin(noon, { ...night, zone: 'Asia/Tokyo' })).toBe('2026-12-01T23:00:00.000Z');
    expect(afterQuiet(undefined, new Date(noon), 'UTC')).toEqual(new Date(noon));
  });

  it('belong to the day on which they begin', () => {
    const fridays = { ...night, days: [5] };
    // a Saturday at two in the morning is still the night of Friday
    expect(berlin('2026-12-05T01:00:00Z', fridays)).toBe('2026-12-05T07:00:00.000Z');
    expect(berlin('2026-12-05T20:00:00Z', fridays)).toBe('2026-12-05T20:00:00.000Z');
  });
});

it('finds the next time of day on a clock', () => {
  const at = (iso: string) => nextTime('08:00', new Date(iso), 'Europe/Berlin').toISOString();
  expect(at('2026-12-01T06:59:00Z')).toBe('2026-12-01T07:00:00.000Z');
  expect(at('2026-12-01T07:00:00Z')).toBe('2026-12-02T07:00:00.000Z');
});
