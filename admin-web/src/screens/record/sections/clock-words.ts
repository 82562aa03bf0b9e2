import type { Values } from '../../../metadata/value-text.ts';

export interface Clock {
  label: string;
  /** `running` is far, `near` has less than an hour or is late within the day. */
  state: 'met' | 'late' | 'stands' | 'running' | 'near';
  /** "Due in 3 h 20 min". */
  said: string;
  /** When it is due, or came. */
  at?: string;
}

const NEAR_MS = 60 * 60_000;

/** What both clocks of a ticket say now: whether it was kept, runs, stands still, or is late. */
export function clocksOf(ticket: Values, now: Date): Clock[] {
  const { status, firstDueAt, firstAnsweredAt, isFirstLate, resolveDueAt, resolvedAt, isResolveLate } =
    ticket;
  return [
    clock('First answer', { due: firstDueAt, done: firstAnsweredAt, isLate: isFirstLate, status }, now),
    clock('Solution', { due: resolveDueAt, done: resolvedAt, isLate: isResolveLate, status }, now),
  ];
}

interface Facts {
  due: unknown;
  done: unknown;
  isLate: unknown;
  status: unknown;
}

function clock(label: string, { due, done, isLate, status }: Facts, now: Date): Clock {
  if (typeof done === 'string')
    return { label, state: isLate ? 'late' : 'met', said: isLate ? 'Came too late' : 'In time', at: done };
  if (typeof due !== 'string') {
    const isWaiting = status === 'waiting_customer' || status === 'on_hold';
    return { label, state: 'stands', said: isWaiting ? 'Stands still while it waits' : 'Has no end' };
  }
  const left = Date.parse(due) - now.getTime();
  if (left < 0) return { label, state: 'late', said: `Late by ${spanOf(-left)}`, at: due };
  return { label, state: left < NEAR_MS ? 'near' : 'running', said: `Due in ${spanOf(left)}`, at: due };
}

/** "2 days 3 h", "3 h 20 min", "5 min". */
function spanOf(ms: number): string {
  const minutes = Math.max(1, Math.round(ms / 60_000));
  const [days, hours, rest] = [Math.floor(minutes / 1_440), Math.floor(minutes / 60) % 24, minutes % 60];
  if (days > 0) return `${days} ${days === 1 ? 'day' : 'days'}${hours > 0 ? ` ${hours} h` : ''}`;
  return hours > 0 ? `${hours} h${rest > 0 ? ` ${rest} min` : ''}` : `${rest} min`;
}
