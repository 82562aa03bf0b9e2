import type { DateTime } from 'luxon';
import type { Options } from 'mingo/types';
import { MongoError } from '../mongo-error.ts';
import { isDoc } from '../values/doc.ts';
import { isBsonNumber } from '../values/exact-number.ts';

type Expression = (doc: unknown, expression: unknown, options: Options) => unknown;

const UNITS = ['year', 'quarter', 'month', 'week', 'day', 'hour', 'minute', 'second', 'millisecond'];

/** Sums of dates and durations on the clock of a place: a month after the 31st is the last day, and a day may have 23 hours. */
export function dateArithmetic(evaluate: Expression, time: typeof DateTime): Record<string, Expression> {
  const localTime = (date: Date, zone: string): DateTime => {
    const local = time.fromJSDate(date, { zone: zoneOf(zone) });
    if (!local.isValid) throw new MongoError(40485, `unrecognized time zone identifier: "${zone}"`);
    return local;
  };
  const add =
    (name: string, sign: 1 | -1): Expression =>
    (doc, expression, options) => {
      if (!isDoc(expression)) throw new MongoError('FailedToParse', `${name} expects an object`);
      const of = (field: string) => evaluate(doc, expression[field], options);
      const [start, unit, amount] = [of('startDate'), of('unit'), of('amount')];
      const zone = expression.timezone === undefined ? 'UTC' : of('timezone');
      if ([start, unit, amount, zone].some((value) => value === null || value === undefined)) return null;
      if (!(start instanceof Date)) throw new MongoError(5166403, `${name} requires startDate to be a date`);
      if (!UNITS.includes(String(unit)))
        throw new MongoError('FailedToParse', `unknown time unit value: ${unit}`);
      if (!isBsonNumber(amount) || !Number.isInteger(Number(amount))) {
        throw new MongoError(5166405, `${name} expects integer amount of time units`);
      }
      return localTime(start, String(zone))
        .plus({ [`${unit}s`]: sign * Number(amount) })
        .toJSDate();
    };
  return {
    $dateAdd: add('$dateAdd', 1),
    $dateSubtract: add('$dateSubtract', -1),
    // 0 to 53; weeks begin on Sundays, and what is before the first Sunday is week 0
    $week: (doc, expression, options) => {
      const named = isDoc(expression) && 'date' in expression ? expression : { date: expression };
      const date = evaluate(doc, named.date, options);
      const zone = 'timezone' in named ? evaluate(doc, named.timezone, options) : 'UTC';
      if (!date || !zone) return null;
      if (!(date instanceof Date)) throw new MongoError(16006, "can't convert to a date");
      const { ordinal, weekday } = localTime(date, String(zone));
      return Math.floor((ordinal + 6 - (weekday % 7)) / 7);
    },
  };
}

/** `+02:00` is a zone to MongoDB; luxon calls it `UTC+02:00`. */
const zoneOf = (zone: string) => (/^[+-]\d\d/.test(zone) ? `UTC${zone}` : zone);
