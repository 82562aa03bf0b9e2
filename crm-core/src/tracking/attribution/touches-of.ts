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
export const SESSION_MS = 30 * 60_000;
const MOST_TOUCHES = 200;

/** Page views that belong together, by the one that they begin with. */
export interface Session<View extends Seen> {
  touch: Touch;
  views: [View, ...View[]];
}

/** The visits that page views belong to, the oldest first. @param views - in whatever order; of one visitor or of several */
export function sessionsOf<View extends Seen>(views: readonly View[]): Session<View>[] {
  const open = new Map<string, Session<View>>();
  const sessions: Session<View>[] = [];
  for (const view of views.toSorted((a, b) => a.at.getTime() - b.at.getTime())) {
    const { at, visitorId = '', from } = view;
    const session = open.get(visitorId);
    const seen = session?.views.at(-1)?.at.getTime() ?? 0;
    const isOver = !session || at.getTime() - seen > SESSION_MS;
    // within a visit only another source begins a new one
    const isOther = from && from.medium !== 'direct' && !isSame(from, session?.touch);
    if (!isOver && !isOther) {
      session.views.push(view);
      continue;
    }
    const touch = { ...(from ?? { source: 'direct', medium: 'direct' as const }), at };
    const begun: Session<View> = { touch, views: [view] };
    open.set(visitorId, begun);
    sessions.push(begun);
  }
  return sessions;
}

export const visitsOf = (views: readonly Seen[]): Touch[] => sessionsOf(views).map(({ touch }) => touch);

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
