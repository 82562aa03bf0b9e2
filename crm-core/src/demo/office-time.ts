import { DateTime } from 'luxon';

const OPENS = 9;
const HOURS = 7;
const SLOTS_AN_HOUR = 4;
const SATURDAY = 6;

/**
 * When people talk to each other: the last office hours up to an instant, never on a weekend.
 *
 * @param seed - the same one gives the same quarter of an hour
 */
export function officeTime(at: Date, timeZone: string, seed: string): Date {
  const sum = [...seed].reduce((total, letter) => (total * 31 + letter.charCodeAt(0)) % 9_973, 7);
  const slot = sum % (HOURS * SLOTS_AN_HOUR);
  const given = DateTime.fromJSDate(at, { zone: timeZone });
  let time = given.set({
    hour: OPENS + Math.floor(slot / SLOTS_AN_HOUR),
    minute: (slot % SLOTS_AN_HOUR) * (60 / SLOTS_AN_HOUR),
    second: 0,
    millisecond: 0,
  });
  while (time > given || time.weekday >= SATURDAY) time = time.minus({ days: 1 });
  return time.toJSDate();
}
