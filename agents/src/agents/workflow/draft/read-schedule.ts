import type { Schedule } from '@clianta/crm-core/intelligence/report/schedule';

const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const TIME = /\b(?:at|around)\s+(\d{1,2})(?:[:.](\d\d))?\s*(am|pm)?/i;

/** "every Monday at 9" on the clock of a place. */
export function scheduleIn(said: string, zone: string): Schedule {
  const text = said.toLowerCase();
  const time = timeIn(text) ?? (/\bnight/.test(text) ? '02:00' : '08:00');
  const weekday = DAYS.findIndex((day) => text.includes(day)) + 1;
  if (weekday > 0) return { every: 'week', day: weekday, time, zone };
  if (/\bmonth/.test(text)) {
    const day = /\blast\b/.test(text) ? 31 : Number(/\b(\d{1,2})(?:st|nd|rd|th)?\b/.exec(text)?.[1] ?? 1);
    return { every: 'month', day: Math.min(Math.max(day, 1), 31), time, zone };
  }
  return /\bweek/.test(text) ? { every: 'week', day: 1, time, zone } : { every: 'day', day: 1, time, zone };
}

/** "09:00" where a time of day is said. */
export function timeIn(said: string): string | undefined {
  const [, hours, minutes = '00', half] = TIME.exec(said) ?? [];
  if (!hours) return undefined;
  const hour = Number(hours) + (half?.toLowerCase() === 'pm' && Number(hours) < 12 ? 12 : 0);
  return hour < 24 ? `${String(hour).padStart(2, '0')}:${minutes}` : undefined;
}
