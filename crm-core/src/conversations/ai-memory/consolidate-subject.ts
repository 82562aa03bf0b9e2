import type { AIMemoryRecord } from './ai-memory.schema.ts';
import { confidenceAt, LEAST_CONFIDENCE } from './confidence.ts';
import { contradictionsOf, saySame } from './contradictions.ts';

/** Facts of one subject that are gone by at a time. */
const MOST_OF_SUBJECT = 200;

/** What is to become of the facts of one subject. */
export interface Consolidation {
  /** Each is replaced by another fact, and kept. */
  superseded: Array<{ fact: AIMemoryRecord; by: AIMemoryRecord }>;
  expired: AIMemoryRecord[];
  /** Only people can tell which is right. */
  asked: Array<[older: AIMemoryRecord, newer: AIMemoryRecord]>;
}

/**
 * Decides by rule: what says the same is one fact; what is contradicted by something newer that the same person said, or was
 * only inferred, is superseded; where two people differ, a fact is pinned or the newer one was only inferred, it is asked.
 *
 * @param facts - those that are gone by
 */
export function consolidate(facts: readonly AIMemoryRecord[], now: Date): Consolidation {
  const expired = facts.filter((fact) => !isKept(fact) && confidenceAt(fact, now) < LEAST_CONFIDENCE);
  const live = facts
    .filter((fact) => !expired.includes(fact))
    .toSorted((a, b) => a.createdAt.getTime() - b.createdAt.getTime());
  const superseded: Consolidation['superseded'] = [];
  const isGone = (fact: AIMemoryRecord) => superseded.some((one) => one.fact === fact);
  for (const [at, newer] of live.entries())
    for (const older of live.slice(0, at)) {
      if (isGone(older) || isGone(newer) || !saySame(older, newer)) continue;
      const [kept, gone] = worth(older) > worth(newer) ? [older, newer] : [newer, older];
      if (!gone.isPinned) superseded.push({ fact: gone, by: kept });
    }
  const asked: Consolidation['asked'] = [];
  for (const [older, newer] of contradictionsOf(live)) {
    if (isGone(older) || isGone(newer)) continue;
    const isNewerRight = isSaid(newer) && (!isSaid(older) || older.createdBy === newer.createdBy);
    if (isNewerRight && !older.isPinned) superseded.push({ fact: older, by: newer });
    else asked.push([older, newer]);
  }
  const left = live.filter((fact) => !isGone(fact));
  const most = left.length - MOST_OF_SUBJECT;
  const least = left
    .filter((fact) => !isKept(fact))
    .toSorted((a, b) => confidenceAt(a, now) - confidenceAt(b, now));
  return { superseded, expired: [...expired, ...least.slice(0, Math.max(0, most))], asked };
}

const isSaid = (fact: AIMemoryRecord): boolean => fact.isSaid ?? true;
/** It does not fade. */
const isKept = (fact: AIMemoryRecord): boolean => isSaid(fact) || fact.isPinned === true;
const worth = (fact: AIMemoryRecord): number => (fact.isPinned ? 2 : 0) + (isSaid(fact) ? 1 : 0);
