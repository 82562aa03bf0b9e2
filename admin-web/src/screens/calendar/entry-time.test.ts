import { expect, it } from 'vitest';
import { entryTime } from './entry-time.ts';

const style = { locale: 'en-GB', timeZone: 'Europe/Berlin' };
const onDay = (startAt: string, endAt: string, day: string, isWholeDay = false) =>
  entryTime({ startAt, endAt, isWholeDay }, day, style).replaceAll(/\s+/g, ' ');

it('says times on the clock of whoever looks, and of what goes over midnight the part of the day', () => {
  expect(onDay('2026-12-01T08:00:00Z', '2026-12-01T08:30:00Z', '2026-12-01')).toBe('09:00–09:30');
  const night = ['2026-12-01T21:00:00Z', '2026-12-03T00:00:00Z'] as const;
  expect(onDay(...night, '2026-12-01')).toBe('From 22:00');
  expect(onDay(...night, '2026-12-02')).toBe('All day');
  expect(onDay(...night, '2026-12-03')).toBe('Until 01:00');
  expect(onDay('2026-12-01T21:00:00Z', '2026-12-01T23:00:00Z', '2026-12-01')).toBe('22:00–00:00');
  expect(onDay('2026-12-01T05:00:00Z', '2026-12-02T05:00:00Z', '2026-12-01', true)).toBe('All day');
});
