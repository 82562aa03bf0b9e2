import type { Duration } from '@clianta/crm-core/automation/definition.schema';
import { numberWords } from '../../../language/text/number-words.ts';

const AMOUNT = `(?:\\d+|half an?|an?|${[...numberWords.keys()].join('|')})`;
const UNIT = '(?:minute|min|hour|day|week|month|quarter|year)s?';
/** Where a length of time stands in a text. */
export const DURATION = new RegExp(
  `\\b(${AMOUNT})[\\s-]+(?:more\\s+|working\\s+|business\\s+)?(${UNIT})\\b`,
  'i',
);
const DAYS: Readonly<Record<string, number>> = { month: 30, quarter: 91, year: 365 };

const amountOf = (said: string) => (/^an?$/.test(said) ? 1 : (numberWords.get(said) ?? Number(said)));

/** "two days"; months are thirty days, half a year is 182. Undefined where none is said. */
export function durationIn(text: string): Duration | undefined {
  if (/\btomorrow\b|\bthe next day\b/i.test(text)) return { amount: 1, unit: 'days' };
  if (/\bnext week\b/i.test(text)) return { amount: 1, unit: 'weeks' };
  const [, said = '', word = ''] = DURATION.exec(text) ?? [];
  if (!word) return undefined;
  const unit = word.toLowerCase().replace(/s$/, '');
  const isHalf = /^half/i.test(said);
  const amount = isHalf ? 0.5 : amountOf(said.toLowerCase());
  const days = DAYS[unit];
  if (days !== undefined) return { amount: Math.max(1, Math.floor(amount * days)), unit: 'days' };
  if (isHalf && unit === 'hour') return { amount: 30, unit: 'minutes' };
  if (isHalf && unit === 'day') return { amount: 12, unit: 'hours' };
  if (unit === 'min' || unit === 'minute') return { amount, unit: 'minutes' };
  return { amount: Math.max(1, amount), unit: `${unit}s` as Duration['unit'] };
}
