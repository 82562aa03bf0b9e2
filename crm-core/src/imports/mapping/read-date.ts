import { DateTime } from 'luxon';
import type { DATE_ORDERS } from '../import/import.schema.ts';

export type DateOrder = (typeof DATE_ORDERS)[number];

const ISO =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?)?$/;
const YEAR_FIRST = /^(\d{4})[/.](\d{1,2})[/.](\d{1,2})$/;
const DOTTED = /^(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{2}|\d{4})(?:[ ,]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?$/;
const SLASHED =
  /^(\d{1,2})[/-](\d{1,2})[/-](\d{2}|\d{4})(?:[ ,]+(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([ap]m)?)?$/i;
const IN_WORDS = [
  'd MMM yyyy',
  'd MMMM yyyy',
  'MMM d, yyyy',
  'MMMM d, yyyy',
  'MMM d yyyy',
  'd. MMMM yyyy',
  'd-MMM-yyyy',
];

/** What a day with slashes says of the order of its column: nothing when both its numbers could be a month. */
export function orderProvenBy(text: string): DateOrder | 'unsure' | undefined {
  const found = SLASHED.exec(text.trim());
  if (!found) return undefined;
  const [first, second] = [Number(found[1]), Number(found[2])];
  if (first > 12 && second <= 12) return 'dmy';
  if (second > 12 && first <= 12) return 'mdy';
  return first === second ? undefined : 'unsure';
}

/**
 * A day or an instant as people write it, never guessed: with slashes it needs the order of its column.
 *
 * @param zone - on whose clock a time without a zone is
 * @returns undefined when it is none, or no day of the calendar
 */
export function readDate(text: string, order: DateOrder | undefined, zone: string): DateTime | undefined {
  const written = text.trim();
  const at = (year: string, month: string, day: string, clock: Array<string | undefined> = []) => {
    const short = Number(year);
    const full = year.length === 2 ? short + (short < 70 ? 2000 : 1900) : short;
    const [hour = 0, minute = 0, second = 0] = clock.map((one) => Number(one ?? 0));
    const found = DateTime.fromObject(
      { year: full, month: Number(month), day: Number(day), hour, minute, second },
      { zone },
    );
    return found.isValid ? found : undefined;
  };
  const iso = ISO.exec(written);
  if (iso?.[7]) {
    const found = DateTime.fromISO(written.replace(' ', 'T').replace(/\s/g, ''), { zone });
    return found.isValid ? found : undefined;
  }
  if (iso) return at(iso[1] ?? '', iso[2] ?? '', iso[3] ?? '', iso.slice(4, 7));
  const yearFirst = YEAR_FIRST.exec(written);
  if (yearFirst) return at(yearFirst[1] ?? '', yearFirst[2] ?? '', yearFirst[3] ?? '');
  const dotted = DOTTED.exec(written);
  if (dotted) return at(dotted[3] ?? '', dotted[2] ?? '', dotted[1] ?? '', dotted.slice(4, 7));
  const slashed = SLASHED.exec(written);
  if (slashed && order) {
    const [, first = '', second = '', year = '', hour, minute, seconds, half] = slashed;
    const [day, month] = order === 'dmy' ? [first, second] : [second, first];
    const onClock = half ? String((Number(hour) % 12) + (/p/i.test(half) ? 12 : 0)) : hour;
    return at(year, month, day, [onClock, minute, seconds]);
  }
  for (const format of IN_WORDS) {
    const found = DateTime.fromFormat(written, format, { zone, locale: 'en' });
    if (found.isValid) return found;
  }
  return undefined;
}
