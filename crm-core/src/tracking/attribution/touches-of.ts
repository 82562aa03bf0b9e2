import type { CameFrom } from '../visit/tracking-event.schema.ts';
import type { Touch } from './attribution.schema.ts';

/** A page view, as touches are made of it. */
export interface Seen {
  at: Date;
  visitorId?: string | undefined;
  from?: CameFrom | undefined;
}

const DAY_MS = 86_400_000;
/** Specification: what is older has led to nothing. */
export const LOOKBACK_DAYS = 90;
/** Whoever comes back after so long has come anew. */
const SESSION_MS = 30 * 60_000;
const MOST_TOUCHES = 200;

/** The visits that page views belong to, the oldest first. @param views - in whatever order; of one visitor or of several */
export function visitsOf(views: readonly Seen[]): Touch[] {
  const open = new Map<string, { seen: number; touch: Touch }>();
  const visits: Touch[] = [];
  for (const { at, visitorId = '', from } of views.toSorted((a, b) => a.at.getTime() - b.at.getTime())) {
    const session = open.get(visitorId);
    const isOver = !session || at.getTime() - session.seen > SESSION_MS;
    // within a visit only another source begins a new one
    const isOther = from && from.medium !== 'direct' && !isSame(from, session?.touch);
    if (!isOver && !isOther) {
      session.seen = at.getTime();
      continue;
    }
    const touch = { ...(from ?? { source: 'direct', medium: 'direct' as const }), at };
    open.set(visitorId, { seen: at.getTime(), touch });
    visits.push(touch);
  }
  return visits;
}

/**
 * The visits that led to a conversion, one touch each, the oldest first. Direct ones count only where there are no others: who
 * comes directly has heard of us before.
 */
export function touchesOf(views: readonly Seen[], convertedAt: Date): Touch[] {
  const until = convertedAt.getTime();
  const since = until - LOOKBACK_DAYS * DAY_MS;
  const visits = visitsOf(views.filter(({ at }) => at.getTime() >= since && at.getTime() <= until));
  const led = visits.filter(({ medium }) => medium !== 'direct');
  const counted = led.length > 0 ? led : visits;
  // the first one counts in every model
  return counted.length <= MOST_TOUCHES
    ? counted
    : [...counted.slice(0, 1), ...counted.slice(1 - MOST_TOUCHES)];
}

const isSame = (a: CameFrom, b: CameFrom | undefined): boolean =>
  a.source === b?.source && a.medium === b.medium && a.campaign === b.campaign;
