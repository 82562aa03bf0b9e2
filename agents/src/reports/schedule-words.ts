import type { ReportRecord } from '@clianta/crm-core/intelligence/report/report.schema';
import type { Schedule } from '@clianta/crm-core/intelligence/report/schedule';
import { Info } from 'luxon';
import { counted, listed } from '../tools/format.ts';

/** "every Monday at 08:00", "on the last day of every month at 08:00". */
export function scheduleInWords({ every, day, time }: Schedule): string {
  if (every === 'day') return `every day at ${time}`;
  if (every === 'week') return `every ${Info.weekdays('long')[Math.min(day, 7) - 1]} at ${time}`;
  const which = day === 31 ? 'last day' : ordinal(day);
  return `on the ${which} of every month at ${time}`;
}

function ordinal(day: number): string {
  const ending = day > 10 && day < 14 ? 'th' : ({ 1: 'st', 2: 'nd', 3: 'rd' }[day % 10] ?? 'th');
  return `${day}${ending}`;
}

const TEAM = { one: 'teammate', many: 'teammates' };

/** "Lena Fox and board@acme.example", "7 teammates". */
export function recipientsInWords(
  team: ReadonlyArray<{ id: string; name: string }>,
  { recipientIds, outsideRecipients }: Pick<ReportRecord, 'recipientIds' | 'outsideRecipients'>,
): string {
  const names = recipientIds.flatMap((id) => team.find((one) => one.id === id)?.name ?? []);
  const inside = names.length > 3 ? [counted(names.length, TEAM)] : names;
  return listed([...inside, ...outsideRecipients]);
}
