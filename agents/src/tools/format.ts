import { isDay, startOfDay } from '@clianta/crm-core/entity/days';
import { minorDigits } from '@clianta/crm-core/entity/money';
import { DateTime } from 'luxon';
import type { ToolContext } from '../tool.ts';

type Local = Pick<ToolContext, 'locale' | 'timeZone' | 'currency'>;

export function toMinor(amount: number, currency: string): number {
  return Math.round(amount * 10 ** minorDigits(currency));
}

/** "$12,000", "€1,250.50": no decimals where they are zero. */
export function formatMoney(minor: number, currency: string, local: Local): string {
  const amount = minor / 10 ** minorDigits(currency);
  return new Intl.NumberFormat(local.locale, {
    style: 'currency',
    currency,
    ...(Number.isInteger(amount) && { minimumFractionDigits: 0, maximumFractionDigits: 0 }),
  }).format(amount);
}

export function formatNumber(value: number, local: Local): string {
  return new Intl.NumberFormat(local.locale, { maximumFractionDigits: 2 }).format(value);
}

/** "Tue 24 Nov 2026", for what happens on a day, and for a day of the calendar. */
export function formatDay(date: Date | string, local: Local): string {
  const at = isDay(date) ? startOfDay(date, local.timeZone) : new Date(date);
  return DateTime.fromJSDate(at, { zone: local.timeZone }).toFormat('ccc d LLL yyyy');
}

/** "Tue 24 Nov 2026, 10:00 AM": the time of day as the locale has it, unless it is midnight in the user's zone. */
export function formatDate(date: Date | string, local: Local): string {
  const time = formatTime(date, local);
  return time ? `${formatDay(date, local)}, ${time}` : formatDay(date, local);
}

/** "10:00 AM", as the locale has it; empty for midnight in the user's zone, which says that no time was given. */
export function formatTime(date: Date | string, local: Local): string {
  const at = DateTime.fromJSDate(new Date(date), { zone: local.timeZone });
  return at.hour === 0 && at.minute === 0 ? '' : formatClock(date, local);
}

/** "10:00 AM", as the locale has it, midnight too: where a time was surely meant. */
export function formatClock(date: Date | string, local: Local): string {
  return DateTime.fromJSDate(new Date(date), { zone: local.timeZone })
    .setLocale(local.locale)
    .toLocaleString(DateTime.TIME_SIMPLE)
    .replace(/\u202f/g, ' ');
}

/** "1 contact", "12 contacts". */
export function counted(count: number, label: { one: string; many: string }): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? label.one : label.many}`;
}

/** A name of the code as people read it: "expected close" of `expectedClose`, "in progress" of `in_progress`. */
export const nameInWords = (name: string): string =>
  name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/_/g, ' ')
    .toLowerCase();

export function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** "a, b and c". */
export function listed(items: readonly string[]): string {
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}

/** 1536 is "1.5 KB". */
export function sizeInWords(bytes: number): string {
  const units = ['bytes', 'KB', 'MB', 'GB'];
  let [size, unit] = [bytes, 0];
  while (size >= 1024 && unit < units.length - 1) [size, unit] = [size / 1024, unit + 1];
  return `${unit === 0 ? size : Number(size.toFixed(1))} ${units[unit]}`;
}
