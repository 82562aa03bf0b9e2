import type { TimedEvent } from '@clianta/crm-core/calendar/calendar-event/calendar-event.schema';
import { DateTime } from 'luxon';
import type { ToolContext } from '../../tool.ts';
import { counted, formatClock, formatDay } from '../../tools/format.ts';

type Local = Pick<ToolContext, 'timeZone' | 'locale' | 'currency'>;

/** "Tue 27 Oct 2026, 10:00 AM to 10:30 AM". */
export function spanInWords(from: Date, to: Date, local: Local): string {
  const isOneDay = formatDay(from, local) === formatDay(new Date(to.getTime() - 1), local);
  const end = isOneDay ? formatClock(to, local) : `${formatDay(to, local)}, ${formatClock(to, local)}`;
  return `${formatDay(from, local)}, ${formatClock(from, local)} to ${end}`;
}

/** When an event is: of whole days their names. */
export function whenInWords(
  event: Pick<TimedEvent, 'startAt' | 'endAt' | 'startDate' | 'endDate' | 'rrule'>,
  local: Local,
  at: { startAt: Date; endAt: Date } = event,
): string {
  const { startDate, endDate = startDate } = event;
  if (startDate)
    return startDate === endDate
      ? `${formatDay(startDate, local)}, all day`
      : `${formatDay(startDate, local)} to ${formatDay(endDate ?? startDate, local)}`;
  return spanInWords(at.startAt, at.endAt, local);
}

/** The same time on other clocks: "5:00 PM for Akira". Empty where all have the same. */
export function elsewhere(
  at: Date,
  people: ReadonlyArray<{ name: string; zone?: string | undefined }>,
  local: Local,
): string {
  const offset = (zone: string) => DateTime.fromJSDate(at, { zone }).offset;
  const others = people.flatMap(({ name, zone }) =>
    zone && offset(zone) !== offset(local.timeZone)
      ? [`${formatClock(at, { ...local, timeZone: zone })} for ${name.split(' ')[0]}`]
      : [],
  );
  return others.join(', ');
}

export const lengthInWords = (minutes: number): string =>
  minutes % 60 === 0
    ? counted(minutes / 60, { one: 'hour', many: 'hours' })
    : counted(minutes, { one: 'minute', many: 'minutes' });

const REPEATS: Readonly<Record<string, string>> = {
  DAILY: 'every day',
  WEEKLY: 'every week',
  MONTHLY: 'every month',
  YEARLY: 'every year',
};

/** "every week": of a rule that says more, only how often. */
export function repeatInWords({ rrule }: Pick<TimedEvent, 'rrule'>): string {
  if (!rrule) return '';
  if (/BYDAY=MO,TU,WE,TH,FR(;|$)/.test(rrule)) return 'every working day';
  const interval = Number(/INTERVAL=(\d+)/.exec(rrule)?.[1] ?? 1);
  const unit = /FREQ=(\w+)/.exec(rrule)?.[1] ?? '';
  if (interval === 1) return REPEATS[unit] ?? 'again and again';
  const noun = { DAILY: 'days', WEEKLY: 'weeks', MONTHLY: 'months', YEARLY: 'years' }[unit] ?? '';
  return `every ${interval} ${noun}`;
}
