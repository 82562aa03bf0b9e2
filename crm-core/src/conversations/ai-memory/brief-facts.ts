import type { AIMemoryRecord } from './ai-memory.schema.ts';

/** So many facts, and so many letters (1,500 tokens), are told at once (specification). */
const MOST_FACTS = 20;
const MOST_LETTERS = 6_000;

/** The facts to go by, the surest and newest first, as many as somebody can read. */
export function briefFacts(facts: readonly AIMemoryRecord[]): AIMemoryRecord[] {
  const ranked = facts.toSorted(
    (a, b) =>
      Number(b.isPinned ?? false) - Number(a.isPinned ?? false) ||
      Number(b.isSaid ?? true) - Number(a.isSaid ?? true) ||
      b.confidence - a.confidence ||
      b.createdAt.getTime() - a.createdAt.getTime(),
  );
  let letters = 0;
  const chosen: AIMemoryRecord[] = [];
  for (const one of ranked.slice(0, MOST_FACTS)) {
    letters += one.fact.length;
    if (letters > MOST_LETTERS) break;
    chosen.push(one);
  }
  return chosen;
}
