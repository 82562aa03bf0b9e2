import type { Command } from '../language-context.ts';

/** What a count has to be. */
export interface CountTest {
  op: 'gte' | 'lte' | 'eq';
  value: number;
}

/**
 * What decides which orders are carried out: one call that only reads, and what its result has to be. A count is compared;
 * a yes or no is what it is.
 */
export interface Condition {
  command: Command;
  count?: CountTest;
  /** The condition is that it is not so. */
  isNegated: boolean;
  /** As people are told it. */
  said: string;
}

/** Orders that hang on something: one branch of the two is carried out. */
export interface Conditional {
  condition: Condition;
  /** What is done when the condition is met, and when it is not. */
  ifMet: Command[];
  otherwise: Command[];
}

/** Whether the condition is met by what its call has found. */
export function isMet({ count, isNegated }: Condition, decided: number | boolean): boolean {
  const isSo = typeof decided === 'boolean' ? decided : fits(decided, count ?? { op: 'gte', value: 1 });
  return isSo !== isNegated;
}

function fits(found: number, { op, value }: CountTest): boolean {
  if (op === 'eq') return found === value;
  return op === 'gte' ? found >= value : found <= value;
}
