import type { Duration } from '@clianta/crm-core/automation/definition.schema';

const NUMBERS: Readonly<Record<string, number>> = {
  a: 1,
  an: 1,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  twelve: 12,
  fourteen: 14,
  thirty: 30,
};
const AMOUNT = `(?:\\d+|half an?|${Object.keys(NUMBERS).join('|')})`;
const UNIT = '(?:minute|min|hour|day|week|month|quarter|year)s?';
/** Where a length of time stands in a text. */
export const DURATION = new RegExp(
  `\\b(${AMOUNT})[\\s-]+(?:more\\s+|working\\s+|business\\s+)?(${UNIT})\\b`,
  'i',
);
const DAYS: Readonly<Record<string, number>> = { month: 30, quarter: 91, year: 365 };

/** "two days"; months are thirty days, half a year is 182. Undefined where none is said. */
export function durationIn(text: string): Duration | undefined {
  if (/\btomorrow\b|\bthe next day\b/i.test(text)) return { amount: 1, unit: 'days' };
  if (/\bnext week\b/i.test(text)) return { amount: 1, unit: 'weeks' };
  const [, said = '', word = ''] = DURATION.exec(text) ?? [];
  if (!word) return undefined;
  const unit = word.toLowerCase().replace(/s$/, '');
  const isHalf = /^half/i.test(said);
  const amount = isHalf ? 0.5 : (NUMBERS[said.toLowerCase()] ?? Number(said));
  const days = DAYS[unit];
  if (days !== undefined) return { amount: Math.max(1, Math.floor(amount * days)), unit: 'days' };
  if (isHalf && unit === 'hour') return { amount: 30, unit: 'minutes' };
  if (isHalf && unit === 'day') return { amount: 12, unit: 'hours' };
  if (unit === 'min' || unit === 'minute') return { amount, unit: 'minutes' };
  return { amount: Math.max(1, amount), unit: `${unit}s` as Duration['unit'] };
}
