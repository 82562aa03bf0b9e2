import { describe, expect, it } from 'vitest';
import { type Attender, freeSlots, freeTime, openTime, spread } from './free-slots.ts';

const week = (from: string, to: string) => [1, 2, 3, 4, 5, 6, 7].map((day) => ({ day, from, to }));
const berlin: Attender = {
  hours: { spans: week('09:00', '17:00'), holidays: new Set(['2026-04-06']), timeZone: 'Europe/Berlin' },
  busy: [],
};
const newYork: Attender = {
  hours: { spans: week('09:00', '17:00'), holidays: new Set(), timeZone: 'America/New_York' },
  busy: [],
};
const within = (from: string, to: string) => ({ from: Date.parse(from), to: Date.parse(to) });
const iso = (ms: number) => new Date(ms).toISOString().slice(5, 16);

describe('free time', () => {
  it('is built for each local day, on both changes of clocks', () => {
    const spring = openTime(berlin.hours, within('2026-03-28T00:00:00Z', '2026-03-31T00:00:00Z'));
    expect(spring.map(({ from, to }) => `${iso(from)} ${iso(to)}`)).toEqual([
      '03-28T08:00 03-28T16:00',
      '03-29T07:00 03-29T15:00',
      '03-30T07:00 03-30T15:00',
    ]);
    const autumn = openTime(berlin.hours, within('2026-10-24T00:00:00Z', '2026-10-27T00:00:00Z'));
    expect(autumn.map(({ from }) => iso(from))).toEqual(['10-24T07:00', '10-25T08:00', '10-26T08:00']);
  });

  it('is what everybody has in common, in the weeks when their clocks change apart as well', () => {
    const common = (day: string) =>
      freeTime([berlin, newYork], within(`${day}T00:00:00Z`, `${day}T23:59:00Z`)).map(
        ({ from, to }) => `${iso(from)} ${iso(to)}`,
      );
    // six hours apart, then five, because America is first
    expect(common('2026-03-04')).toEqual(['03-04T14:00 03-04T16:00']);
    expect(common('2026-03-18')).toEqual(['03-18T13:00 03-18T16:00']);
    expect(common('2026-04-06')).toEqual([]);
  });

  it('goes around what is there, and begins on the grid', () => {
    const busy = [within('2026-03-10T08:00:00Z', '2026-03-10T09:20:00Z')];
    const free = freeTime([{ ...berlin, busy }], within('2026-03-10T00:00:00Z', '2026-03-10T11:00:00Z'));
    const slots = freeSlots(free, 'Europe/Berlin', { minutes: 60 });
    expect([...slots].map(({ from }) => iso(from))).toEqual(['03-10T09:30', '03-10T09:45', '03-10T10:00']);
  });

  it('is offered on several days rather than one after the other', () => {
    const free = freeTime([berlin], within('2026-03-10T00:00:00Z', '2026-03-14T00:00:00Z'));
    const slots = freeSlots(free, 'Europe/Berlin', { minutes: 30 });
    const days = spread(slots, 'Europe/Berlin', 3).map(({ from }) => iso(from));
    expect(days).toEqual(['03-10T08:00', '03-11T08:00', '03-12T08:00']);
  });
});
