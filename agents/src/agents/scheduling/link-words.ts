import { linkAddress } from '@clianta/crm-core/calendar/booking-link/link-address';
import type { MeetingSchedulerRecord } from '@clianta/crm-core/calendar/booking-link/meeting-scheduler.schema';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import { listed } from '../../tools/format.ts';
import { lengthInWords } from './time-words.ts';

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
type Span = { day: number; from: string; to: string };

/** "Tue to Fri 9:00 to 17:00". */
export function hoursInWords(spans: readonly Span[]): string {
  const byTime = new Map<string, number[]>();
  for (const { day, from, to } of spans) {
    const time = `${from.replace(/^0/, '')} to ${to.replace(/^0/, '')}`;
    byTime.set(time, [...(byTime.get(time) ?? []), day]);
  }
  return listed([...byTime].map(([time, days]) => `${daysInWords(days)} ${time}`));
}

function daysInWords(days: readonly number[]): string {
  const sorted = [...new Set(days)].sort((a, b) => a - b);
  const [first = 1, last = first] = [sorted[0], sorted.at(-1)];
  const isRun = sorted.length > 2 && last - first === sorted.length - 1;
  return isRun ? `${DAYS[first - 1]} to ${DAYS[last - 1]}` : listed(sorted.map((day) => DAYS[day - 1] ?? ''));
}

/** The rules of a link, read back. */
export function rulesInWords(link: MeetingSchedulerRecord, hosts: readonly string[]): string[] {
  const { minutes, hours, perDay, perWeek, bufferBeforeMin, bufferAfterMin, noticeMin, horizonDays, mode } =
    link;
  const buffers = [
    ...(bufferBeforeMin ? [`${bufferBeforeMin} minutes before`] : []),
    ...(bufferAfterMin ? [`${bufferAfterMin} minutes after`] : []),
  ];
  const who = { one: 'whoever has time', all: 'all of them together', round_robin: 'each in turn' }[mode];
  return [
    listed(minutes.map(lengthInWords)),
    hours && hours.length > 0 ? hoursInWords(hours) : 'within working hours',
    ...(perDay ? [`at most ${perDay} a day`] : []),
    ...(perWeek ? [`at most ${perWeek} a week`] : []),
    ...(buffers.length > 0 ? [`${listed(buffers)} kept free`] : []),
    `${noticeMin % 60 === 0 ? lengthInWords(noticeMin) : `${noticeMin} minutes`} notice, up to ${horizonDays} days ahead`,
    ...(hosts.length > 1 ? [`with ${listed(hosts)}: ${who}`] : []),
    ...(link.needsConfirmation ? ['a host confirms each'] : []),
    ...(link.isOn ? [] : ['switched off']),
  ];
}

export const addressOf = (crm: CrmCore, { slug }: Pick<MeetingSchedulerRecord, 'slug'>): string => {
  const address = linkAddress(crm, slug);
  return `[${address}](${address})`;
};
