import { numberWords } from '../../text/number-words.ts';
import type { LengthUnit } from './time-value.ts';

const MONTH_NAMES = [
  'january jan',
  'february feb',
  'march mar',
  'april apr',
  'may',
  'june jun',
  'july jul',
  'august aug',
  'september sep sept',
  'october oct',
  'november nov',
  'december dec',
];
const WEEKDAY_NAMES = [
  'monday mon',
  'tuesday tue tues',
  'wednesday wed weds',
  'thursday thu thur thurs',
  'friday fri',
  'saturday sat',
  'sunday sun',
];

const numbered = (names: string[]) =>
  new Map(names.flatMap((list, index) => list.split(' ').map((name) => [name, index + 1] as const)));

/** 1 is January. */
export const months: ReadonlyMap<string, number> = numbered(MONTH_NAMES);
/** 1 is Monday, as luxon counts. */
export const weekdays: ReadonlyMap<string, number> = numbered(WEEKDAY_NAMES);
/** Names that are also other words: they mean time only beside a number or after a word of time. */
export const doubtfulNames: ReadonlySet<string> = new Set([
  'may',
  'march',
  'mar',
  'sat',
  'sun',
  'mon',
  'wed',
  'dec',
]);

export const smallNumbers: ReadonlyMap<string, number> = new Map([
  ...numberWords,
  ['a', 1],
  ['an', 1],
  ['couple', 2],
  ['few', 3],
]);

export const ordinalWords: ReadonlyMap<string, number> = new Map([
  ['first', 1],
  ['second', 2],
  ['third', 3],
  ['fourth', 4],
  ['fifth', 5],
  ['sixth', 6],
  ['last', -1],
]);

export type Unit = 'minute' | 'hour' | 'day' | 'week' | 'month' | 'quarter' | 'year';

export const units: ReadonlyMap<string, Unit> = new Map([
  ['minute', 'minute'],
  ['minutes', 'minute'],
  ['min', 'minute'],
  ['mins', 'minute'],
  ['hour', 'hour'],
  ['hours', 'hour'],
  ['hrs', 'hour'],
  ['day', 'day'],
  ['days', 'day'],
  ['week', 'week'],
  ['weeks', 'week'],
  ['wk', 'week'],
  ['wks', 'week'],
  ['month', 'month'],
  ['months', 'month'],
  ['quarter', 'quarter'],
  ['quarters', 'quarter'],
  ['year', 'year'],
  ['years', 'year'],
  ['yr', 'year'],
  ['yrs', 'year'],
]);

/** The letters of filters' relative dates. Minutes have none. */
export const unitLetters: Readonly<Record<Unit, LengthUnit | undefined>> = {
  minute: undefined,
  hour: 'h',
  day: 'd',
  week: 'w',
  month: 'm',
  quarter: 'q',
  year: 'y',
};

/** The hour that a part of the day begins at when it stands for a time. */
export const dayParts: ReadonlyMap<string, number> = new Map([
  ['morning', 9],
  ['noon', 12],
  ['midday', 12],
  ['lunchtime', 12],
  ['afternoon', 14],
  ['evening', 18],
  ['night', 20],
  ['midnight', 0],
]);
