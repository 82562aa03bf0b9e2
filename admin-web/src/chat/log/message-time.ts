import { dayNumber, formatInstant } from '../../formatting.ts';

/** Whose clock the times of a conversation go by: the workspace's, as those of tasks and of the audit log do. */
export interface Clock {
  locale: string;
  timeZone: string;
}

/** Today's messages show the time, older ones the day too. */
export function messageTime(instant: string, { locale, timeZone }: Clock, now: Date): string {
  const at = new Date(instant);
  if (dayNumber(at, timeZone) !== dayNumber(now, timeZone)) return formatInstant(instant, locale, timeZone);
  return new Intl.DateTimeFormat(locale, { timeStyle: 'short', timeZone }).format(at);
}
