import { DateTime } from 'luxon';
import { RRuleTemporal } from 'rrule-temporal';
import { Temporal } from 'temporal-polyfill';
import { InvalidError } from '../../errors.ts';

/** A series has no more meetings than this, however long its rule goes on. */
const MOST_OCCURRENCES = 730;
const FREQUENCIES = /^(?:RRULE:)?(?:.*;)?FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY)(?:;|$)/i;

/** What times of a series follow from. */
export interface Series {
  startAt: Date;
  endAt: Date;
  zone: string;
  rrule?: string | null | undefined;
  exDates?: readonly Date[] | undefined;
  overrides?: readonly Override[] | undefined;
}

/** One of a series that is not as the others: somewhere else in time. */
export interface Override {
  originalAt: Date;
  startAt: Date;
  endAt: Date;
}

export interface Occurrence {
  /** When the series has it, whatever was changed of this one. */
  originalAt: Date;
  startAt: Date;
  endAt: Date;
}

/** @throws InvalidError for a rule that is none, or repeats within a day */
export function requireRule(rule: string, startAt: Date, zone: string): void {
  if (!FREQUENCIES.test(rule))
    throw new InvalidError('Meetings repeat daily, weekly, monthly or yearly.', { rrule: 'is no such rule' });
  try {
    ruleOf(rule, startAt, zone);
  } catch (error) {
    throw new InvalidError(`This is no rule that a calendar understands: ${(error as Error).message}`, {
      rrule: 'is no rule',
    });
  }
}

/**
 * The meetings of a series that lie, at least in part, between two instants; of one that does not repeat itself. One that
 * would begin in the hour that a spring night lacks does not take place (RFC 5545).
 */
export function occurrencesOf(series: Series, from: Date, to: Date): Occurrence[] {
  const { startAt, endAt, zone, rrule, exDates = [], overrides = [] } = series;
  if (!rrule) return startAt < to && endAt > from ? [{ originalAt: startAt, startAt, endAt }] : [];
  const lengthMs = endAt.getTime() - startAt.getTime();
  const isOut = new Set(exDates.map((at) => at.getTime()));
  const changed = new Map(overrides.map((one) => [one.originalAt.getTime(), one]));
  const begins = beginsBetween(rrule, startAt, zone, new Date(from.getTime() - lengthMs), to);
  const regular = begins
    .filter((at) => !isOut.has(at.getTime()) && !changed.has(at.getTime()))
    .map((at) => ({ originalAt: at, startAt: at, endAt: new Date(at.getTime() + lengthMs) }));
  return [...regular, ...overrides.map((one) => ({ ...one }))]
    .filter((one) => one.startAt < to && one.endAt > from && !isOut.has(one.originalAt.getTime()))
    .sort((a, b) => a.startAt.getTime() - b.startAt.getTime());
}

/** From when to when anything of a series takes place, so that the database can look for it. */
export function extentOf(series: Series): { firstAt: Date; lastAt: Date } {
  const { startAt, endAt, zone, rrule, overrides = [] } = series;
  const lengthMs = endAt.getTime() - startAt.getTime();
  const last = rrule
    ? ruleOf(rrule, startAt, zone)
        .all((_, at) => at < MOST_OCCURRENCES)
        .at(-1)?.epochMilliseconds
    : undefined;
  const ends = [endAt.getTime(), (last ?? startAt.getTime()) + lengthMs];
  return {
    firstAt: new Date(Math.min(startAt.getTime(), ...overrides.map((one) => one.startAt.getTime()))),
    lastAt: new Date(Math.max(...ends, ...overrides.map((one) => one.endAt.getTime()))),
  };
}

/** The rule with an end before an instant: what is left of a series whose following meetings are others. */
export function endedBefore(rrule: string, at: Date): string {
  const until = DateTime.fromJSDate(at, { zone: 'utc' })
    .minus({ seconds: 1 })
    .toFormat("yyyyMMdd'T'HHmmss'Z'");
  const kept = rrule
    .replace(/^RRULE:/i, '')
    .split(';')
    .filter((part) => !/^(UNTIL|COUNT)=/i.test(part));
  return [...kept, `UNTIL=${until}`].join(';');
}

/** The rule of what is left from an instant on: of a number of meetings, those that are still to come. */
export function ruleFrom(
  { startAt, zone }: Pick<Series, 'startAt' | 'zone'>,
  rrule: string,
  at: Date,
): string {
  return rrule.replace(/COUNT=(\d+)/i, (_, count: string) => {
    const over = ruleOf(rrule, startAt, zone)
      .all((_one, index) => index < MOST_OCCURRENCES)
      .filter((one) => one.epochMilliseconds < at.getTime()).length;
    return `COUNT=${Math.max(1, Number(count) - over)}`;
  });
}

function ruleOf(rule: string, startAt: Date, zone: string): RRuleTemporal {
  const dtstart = Temporal.Instant.fromEpochMilliseconds(startAt.getTime()).toZonedDateTimeISO(zone);
  return new RRuleTemporal({ rruleString: rule.replace(/^RRULE:/i, ''), dtstart });
}

/** Reading a series of years takes as long as it has meetings, unless it begins near what is asked. */
function beginsBetween(rule: string, startAt: Date, zone: string, from: Date, to: Date): Date[] {
  const near = ruleOf(rule, nearer(rule, startAt, zone, from), zone);
  const found = near.between(from, to, true).map(({ epochMilliseconds }) => new Date(epochMilliseconds));
  return found.filter((at) => at >= startAt && at < to);
}

const STEP_DAYS = { DAILY: 1, WEEKLY: 7 } as const;
const FAR_DAYS = 60;

/** A beginning shortly before an instant from where the rule goes on the same. */
function nearer(rule: string, startAt: Date, zone: string, until: Date): Date {
  const part = (name: string) => new RegExp(`(?:^|[;:])${name}=([^;]+)`, 'i').exec(rule)?.[1];
  const days = STEP_DAYS[part('FREQ')?.toUpperCase() as keyof typeof STEP_DAYS];
  if (!days || part('COUNT') || part('BYSETPOS')) return startAt;
  const step = days * Number(part('INTERVAL') ?? 1);
  const first = DateTime.fromJSDate(startAt, { zone });
  const far = Math.floor(DateTime.fromJSDate(until, { zone }).diff(first, 'days').days) - FAR_DAYS;
  for (let steps = Math.floor(far / step); steps > 0; steps--) {
    const at = first.plus({ days: steps * step });
    // on the night that clocks change it would be another hour, and so would all that follow
    if (at.hour === first.hour && at.minute === first.minute) return at.toJSDate();
  }
  return startAt;
}
