import { describe, expect, it } from 'vitest';
import { sendTime, wallTime } from './send-times.ts';

const TUESDAY = { day: '2026-12-01', time: '10:00', zone: 'recipient', timeZone: 'Europe/Berlin' } as const;

describe('when somebody gets a campaign', () => {
  it('is at ten on the clock of each, and on that of the sender where none is known', () => {
    const now = new Date('2026-11-30T12:00:00Z');
    expect(sendTime(TUESDAY, 'America/New_York', now).at.toISOString()).toBe('2026-12-01T15:00:00.000Z');
    expect(sendTime(TUESDAY, undefined, now).at.toISOString()).toBe('2026-12-01T09:00:00.000Z');
    expect(sendTime({ ...TUESDAY, zone: 'fixed' }, 'Asia/Tokyo', now).at.toISOString()).toBe(
      '2026-12-01T09:00:00.000Z',
    );
  });

  it('is the next day where ten has passed by over an hour, and at once within the hour', () => {
    const now = new Date('2026-12-01T02:30:00Z');
    expect(sendTime(TUESDAY, 'Asia/Tokyo', now)).toEqual({
      at: new Date('2026-12-02T01:00:00.000Z'),
      isNextDay: true,
    });
    const soon = new Date('2026-12-01T01:59:00Z');
    expect(sendTime(TUESDAY, 'Asia/Tokyo', soon)).toEqual({ at: soon, isNextDay: false });
  });

  it('is the first instant there is when the clocks skip it, and the first of two', () => {
    expect(wallTime('2026-03-29', '02:30', 'Europe/Berlin').toISOString()).toBe('2026-03-29T01:00:00.000Z');
    expect(wallTime('2026-10-25', '02:30', 'Europe/Berlin').toISOString()).toBe('2026-10-25T00:30:00.000Z');
    expect(wallTime('2026-10-04', '02:15', 'Australia/Lord_Howe').toISOString()).toBe(
      '2026-10-03T15:30:00.000Z',
    );
  });
});
