import { describe, expect, it } from 'vitest';
import { firstSlot, nextRun } from './next-run.ts';

const berlin = { timeZone: 'Europe/Berlin', localTime: '02:40' };
const at = (iso: string) => new Date(iso);

describe('the next run', () => {
  it('is as much later on the day whose clocks skip its time, and comes once', () => {
    const night = nextRun({ ...berlin, lastSlot: '2026-03-28' }, at('2026-03-28T22:00:00Z'));
    expect(night).toEqual({ slot: '2026-03-29', at: at('2026-03-29T01:40:00Z') });
    expect(nextRun({ ...berlin, lastSlot: night.slot }, night.at)).toEqual({
      slot: '2026-03-30',
      at: at('2026-03-30T00:40:00Z'),
    });
  });

  it('is the first of the two on the day whose clocks show its time twice, and comes once', () => {
    const night = nextRun({ ...berlin, lastSlot: '2026-10-24' }, at('2026-10-24T22:30:00Z'));
    expect(night).toEqual({ slot: '2026-10-25', at: at('2026-10-25T00:40:00Z') });
    // at the second 02:40 of that night
    expect(nextRun({ ...berlin, lastSlot: night.slot }, at('2026-10-25T01:40:00Z')).slot).toBe('2026-10-26');
  });

  it('is made up for on the same day and not for days before', () => {
    const missed = { timeZone: 'America/Lima', localTime: '09:00', lastSlot: '2026-05-01' };
    expect(nextRun(missed, at('2026-05-04T12:00:00Z'))).toEqual({
      slot: '2026-05-04',
      at: at('2026-05-04T14:00:00Z'),
    });
    const late = at('2026-05-04T23:00:00Z');
    const run = nextRun(missed, late);
    expect(run.at < late && run.slot).toBe('2026-05-04');
  });

  it('does no day twice when the zone changes or the clock is set back', () => {
    const done = { localTime: '09:00', lastSlot: '2026-05-04' };
    // in Honolulu it is still the 3rd
    expect(nextRun({ ...done, timeZone: 'Pacific/Honolulu' }, at('2026-05-04T08:00:00Z')).slot).toBe(
      '2026-05-05',
    );
    const interval = { everyMs: 7_200_000, timeZone: 'UTC', lastSlot: '2026-05-04T08:00:00.000Z' };
    expect(nextRun(interval, at('2026-05-04T07:10:00Z')).slot).toBe('2026-05-04T10:00:00.000Z');
  });

  it('of a new workspace does not make up for what was over before', () => {
    const nine = { timeZone: 'UTC', localTime: '09:00' };
    expect(firstSlot(nine, at('2026-05-04T10:00:00Z'))).toBe('2026-05-04');
    expect(firstSlot(nine, at('2026-05-04T08:00:00Z'))).toBeUndefined();
  });
});
