import { dayOf, daysBetween } from '../../entity/days.ts';
import type { IntentSignalRecord, SignalType } from '../intent-signal/intent-signal.schema.ts';
import type { ScoringRules } from '../lead-rules/lead-rules.schema.ts';

export type Signal = Pick<IntentSignalRecord, 'type' | 'subject' | 'at'>;

/** How interested somebody is now, and by what. */
export interface Intent {
  /** Not limited. */
  points: number;
  /** What each kind of sign brought, before it faded. */
  earned: ReadonlyMap<SignalType, { points: number; count: number }>;
  /** Not positive. */
  faded: number;
}

/**
 * Points of signs, less what fades at each local midnight; what is then too little is nothing. It follows from dates
 * alone, so a night without a process changes nothing. The same sign twice a day counts once; only what still counts is
 * named.
 */
export function intentOf(
  signals: readonly Signal[],
  rules: ScoringRules,
  now: Date,
  timeZone: string,
): Intent {
  let points = 0;
  let faded = 0;
  let earned = new Map<SignalType, { points: number; count: number }>();
  let day: string | undefined;
  let seen = new Set<string>();
  const until = (next: string) => {
    if (day !== undefined && next > day && points > 0) {
      const nights = daysBetween(day, next);
      const left = points - nights * rules.fadesDaily;
      if (left < rules.leastIntent || left <= 0) {
        points = 0;
        faded = 0;
        earned = new Map();
      } else {
        points = left;
        faded -= nights * rules.fadesDaily;
      }
    }
    if (day !== next) seen = new Set();
    day = next;
  };
  for (const { type, subject, at } of signals.toSorted((a, b) => a.at.getTime() - b.at.getTime())) {
    if (at > now) break;
    until(dayOf(at, timeZone));
    const key = `${type} ${subject}`;
    if (seen.has(key)) continue;
    seen.add(key);
    points += rules[type];
    const { points: before, count } = earned.get(type) ?? { points: 0, count: 0 };
    earned.set(type, { points: before + rules[type], count: count + 1 });
  }
  until(dayOf(now, timeZone));
  return { points, earned, faded };
}
