import type { AIMemoryRecord } from './ai-memory.schema.ts';

const DAY_MS = 86_400_000;
/** After so many days without use an inferred fact is half as sure (specification). */
const HALF_LIFE_DAYS = 180;
/** Less sure than this, it is not gone by any more; and so long after that it is erased. */
export const LEAST_CONFIDENCE = 0.2;
export const EXPIRED_DAYS = 30;
/** Less sure than this, it is worth asking about. */
export const DOUBTFUL = 0.5;

/** How sure a fact is now: what was said stays as it is, what was inferred fades from its last use. */
export function confidenceAt(
  { confidence, isSaid, lastUsedAt, createdAt }: AIMemoryRecord,
  now: Date,
): number {
  if (isSaid ?? true) return confidence;
  const days = (now.getTime() - (lastUsedAt ?? createdAt).getTime()) / DAY_MS;
  return confidence * 0.5 ** (Math.max(0, days) / HALF_LIFE_DAYS);
}
