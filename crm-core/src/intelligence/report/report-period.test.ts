import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { PLAIN_CALENDAR } from '../../entity/calendar.ts';
import { PERIODS } from '../../entity/totals-period.ts';
import { movingPeriod, partBefore, spanBefore, spanOfPeriod } from './report-period.ts';

const clock = (now: string, calendar = PLAIN_CALENDAR) => ({
  now: new Date(now),
  timeZone: 'Europe/Berlin',
  calendar,
});
const days = ({ from, to }: { from: DateTime; to: DateTime }) => [from.toISODate(), to.toISODate()];
const zone = 'Europe/Berlin';
const span = (from: string, to: string) => ({
  from: DateTime.fromISO(from, { zone }),
  to: DateTime.fromISO(to, { zone }),
});

describe('the period of a report', () => {
  it('moves along with the calendar, on the clock of its reader', () => {
    const month = { unit: 'month' as const, count: 1, back: 1 };
    expect(days(spanOfPeriod(month, clock('2026-11-29T10:00:00Z')))).toEqual(['2026-10-01', '2026-11-01']);
    // in Berlin it is December already
    expect(days(spanOfPeriod(month, clock('2026-11-30T23:30:00Z')))).toEqual(['2026-11-01', '2026-12-01']);
  });

  it('is found back from what was said today, and is another one tomorrow', () => {
    const today = clock('2026-11-29T10:00:00Z');
    for (const unit of PERIODS)
      for (const count of [1, 2, 3])
        for (const back of [0, 1, 5]) {
          const said = spanOfPeriod({ unit, count, back }, today);
          expect(days(spanOfPeriod(movingPeriod(said, today), today)), `${unit} ${count} ${back}`).toEqual(
            days(said),
          );
        }
    expect(movingPeriod(span('2026-10-01', '2026-11-01'), today)).toEqual({
      unit: 'month',
      count: 1,
      back: 1,
    });
    expect(movingPeriod(span('2026-07-01', '2027-01-01'), today)).toEqual({
      unit: 'quarter',
      count: 2,
      back: 1,
    });
  });

  it('follows a financial year', () => {
    const april = { weekStart: 1 as const, yearStart: 4 };
    const at = clock('2026-11-29T10:00:00Z', april);
    expect(days(spanOfPeriod({ unit: 'year', count: 1, back: 0 }, at))).toEqual(['2026-04-01', '2027-04-01']);
    expect(days(spanBefore(span('2026-10-01', '2027-01-01'), april))).toEqual(['2026-07-01', '2026-10-01']);
  });

  it('is measured against as much of the one before as has passed', () => {
    const november = span('2026-11-01', '2026-12-01');
    const october = spanBefore(november, PLAIN_CALENDAR);
    const part = partBefore(november, october, new Date('2026-11-10T12:00:00Z'));
    expect(part && days(part)).toEqual(['2026-10-01', '2026-10-11']);
    expect(partBefore(november, october, new Date('2026-12-10T12:00:00Z'))).toBeUndefined();
  });
});
