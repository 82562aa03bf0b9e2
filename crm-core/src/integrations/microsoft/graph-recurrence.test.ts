import { describe, expect, it } from 'vitest';
import { graphRecurrence, rruleOf } from './graph-recurrence.ts';

// a Monday
const start = new Date('2026-03-02T08:00:00Z');
const zone = 'Europe/Berlin';

describe('what repeats', () => {
  it.each([
    'FREQ=DAILY',
    'FREQ=DAILY;INTERVAL=3;COUNT=5',
    'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE',
    'FREQ=MONTHLY;BYMONTHDAY=15',
    'FREQ=MONTHLY;BYDAY=-1FR',
    'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1',
    'FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=2',
    'FREQ=YEARLY;BYMONTH=6;BYDAY=2TU',
    'FREQ=WEEKLY;BYDAY=TU;UNTIL=20260430T215959Z',
  ])('is the same in Outlook and back: %s', (rule) => {
    expect(rruleOf(graphRecurrence(rule, start, zone))).toBe(rule);
  });

  it('takes from its beginning what the rule leaves to it', () => {
    expect(graphRecurrence('FREQ=WEEKLY', start, zone)).toEqual({
      pattern: { type: 'weekly', interval: 1, daysOfWeek: ['monday'], firstDayOfWeek: 'monday' },
      range: { type: 'noEnd', startDate: '2026-03-02', recurrenceTimeZone: 'W. Europe Standard Time' },
    });
    expect(graphRecurrence('FREQ=DAILY;BYDAY=MO,FR', start, zone).pattern).toMatchObject({
      type: 'weekly',
      daysOfWeek: ['monday', 'friday'],
    });
  });

  it.each(['FREQ=MONTHLY;BYMONTHDAY=-1', 'FREQ=MONTHLY;BYDAY=MO', 'FREQ=DAILY;BYHOUR=9,15'])(
    'is said to be none that Outlook has: %s',
    (rule) => {
      expect(() => graphRecurrence(rule, start, zone)).toThrow(`Outlook has no repetition such as ${rule}.`);
    },
  );
});
