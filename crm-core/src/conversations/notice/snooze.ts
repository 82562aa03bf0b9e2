import { DateTime } from 'luxon';
import { InvalidError } from '../../errors.ts';
import type { Snooze } from './snooze.schema.ts';

const EVENING = 19;
const MORNING = 9;

/**
 * Tonight is 19:00, and three hours from now when that is past; tomorrow and Monday are 9:00.
 *
 * @throws InvalidError for what is not in the future
 */
export function snoozeAt(until: Snooze, now: Date, zone: string): Date {
  const local = DateTime.fromJSDate(now, { zone });
  const hour = (day: DateTime, value: number) =>
    day.set({ hour: value, minute: 0, second: 0, millisecond: 0 });
  switch (until) {
    case 'tonight': {
      const evening = hour(local, EVENING);
      return (evening > local ? evening : local.plus({ hours: 3 })).toJSDate();
    }
    case 'tomorrow':
      return hour(local.plus({ days: 1 }), MORNING).toJSDate();
    case 'monday':
      return hour(local.plus({ days: 8 - local.weekday }), MORNING).toJSDate();
    default: {
      const at = new Date(until);
      if (at <= now) throw new InvalidError('That is past. Choose a later time.');
      return at;
    }
  }
}
