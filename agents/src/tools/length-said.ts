import { numberWords } from '../language/text/number-words.ts';

const SAID = /\b(\d+|[a-z]+)\s*(?:business |working )?(hour|day|week|month)s?\b/;

/** "3 days", "two weeks", "24 hours"; undefined for what is no length of time. */
export function lengthSaid(
  said: string,
): { count: number; unit: 'hour' | 'day' | 'week' | 'month' } | undefined {
  const [, number = '', unit] = SAID.exec(said.toLowerCase()) ?? [];
  const count = /^an?$/.test(number) ? 1 : (numberWords.get(number) ?? Number(number));
  if (unit !== 'hour' && unit !== 'day' && unit !== 'week' && unit !== 'month') return undefined;
  return Number.isFinite(count) ? { count, unit } : undefined;
}
