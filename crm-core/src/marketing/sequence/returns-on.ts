import { DateTime } from 'luxon';

const WEEK_DAYS = 7;
const MOST_DAYS = 120;
const MONTHS =
  'jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?';
const MONTH = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const ISO = /\b(\d{4})-(\d{2})-(\d{2})\b/g;
const DOTTED = /\b(\d{1,2})\.(\d{1,2})\.(\d{4})?/g;
const DAY_MONTH = new RegExp(
  `\\b(\\d{1,2})(?:st|nd|rd|th)?\\.?\\s+(?:of\\s+)?(${MONTHS})\\b(?:,?\\s+(\\d{4}))?`,
  'gi',
);
const MONTH_DAY = new RegExp(`\\b(${MONTHS})\\s+(\\d{1,2})(?:st|nd|rd|th)?\\b(?:,?\\s+(\\d{4}))?`, 'gi');

/** Until when an automatic reply says that somebody is away: the last day it names, else a week. */
export function returnsOn(text: string, now: Date): Date {
  const at = DateTime.fromJSDate(now, { zone: 'utc' });
  const named = [
    ...[...text.matchAll(ISO)].map(([, y, m, d]) => dayOf(at, Number(d), Number(m), y)),
    ...[...text.matchAll(DOTTED)].map(([, d, m, y]) => dayOf(at, Number(d), Number(m), y)),
    ...[...text.matchAll(DAY_MONTH)].map(([, d, m = '', y]) => dayOf(at, Number(d), monthOf(m), y)),
    ...[...text.matchAll(MONTH_DAY)].map(([, m = '', d, y]) => dayOf(at, Number(d), monthOf(m), y)),
  ]
    .filter((one) => one.isValid && one > at && one < at.plus({ days: MOST_DAYS }))
    .sort((a, b) => b.toMillis() - a.toMillis());
  return (named[0] ?? at.plus({ days: WEEK_DAYS })).toJSDate();
}

const monthOf = (name: string) => MONTH.indexOf(name.slice(0, 3).toLowerCase()) + 1;

/** Without a year the next such day. */
function dayOf(now: DateTime, day: number, month: number, year: string | undefined): DateTime {
  const at = DateTime.fromObject({ year: year ? Number(year) : now.year, month, day }, { zone: 'utc' });
  return year || at >= now.startOf('day') ? at : at.plus({ years: 1 });
}
