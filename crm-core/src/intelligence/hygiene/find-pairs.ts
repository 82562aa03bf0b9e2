import type { MatchReason } from '../duplicate-pair/duplicate-pair.schema.ts';
import { type Matched, pairOf, SHOWN_FROM } from './pair-score.ts';

/** Records that share one value are compared with each other up to this many; more share what says nothing. */
export const MOST_IN_BLOCK = 200;
/** With how many others one record is compared at most. */
export const MOST_COMPARED = 50;

export interface FoundPair {
  /** Two ids in order. */
  aId: string;
  bId: string;
  score: number;
  reasons: MatchReason[];
}

export interface FoundPairs {
  pairs: FoundPair[];
  /** What too many records share to be compared: "phone 4930123456". */
  tooMany: Array<{ key: string; count: number }>;
}

/** Two records, in the order in which a pair is stored. */
export function foundPair(a: Matched, b: Matched, likeness: Pick<FoundPair, 'score' | 'reasons'>): FoundPair {
  const [aId, bId] = a._id < b._id ? [a._id, b._id] : [b._id, a._id];
  return { aId, bId, ...likeness };
}

/** All pairs of these records that are likely the same. Only records that share a key are compared. */
export function findPairs(kind: string, records: readonly Matched[]): FoundPairs {
  const blocks = new Map<string, number[]>();
  for (const [at, { keys }] of records.entries())
    for (const key of keys) {
      const block = blocks.get(key);
      if (block) block.push(at);
      else blocks.set(key, [at]);
    }
  const shared = (key: string) => blocks.get(key)?.length ?? 0;
  const compared = new Uint8Array(records.length);
  const seen = new Set<number>();
  const found: FoundPairs = { pairs: [], tooMany: [] };
  for (const [key, block] of blocks) {
    if (block.length < 2) continue;
    if (block.length > MOST_IN_BLOCK) {
      found.tooMany.push({ key, count: block.length });
      continue;
    }
    for (const [from, i] of block.entries())
      for (const j of block.slice(from + 1)) {
        if ((compared[i] ?? 0) >= MOST_COMPARED) break;
        const pair = i * records.length + j;
        if ((compared[j] ?? 0) >= MOST_COMPARED || seen.has(pair)) continue;
        seen.add(pair);
        compared[i] = (compared[i] ?? 0) + 1;
        compared[j] = (compared[j] ?? 0) + 1;
        const [a, b] = [records[i] as Matched, records[j] as Matched];
        const likeness = pairOf(kind, a, b, shared);
        if (likeness.score >= SHOWN_FROM) found.pairs.push(foundPair(a, b, likeness));
      }
  }
  return found;
}
