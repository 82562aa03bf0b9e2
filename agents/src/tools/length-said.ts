const WORDS: Readonly<Record<string, number>> = {
  a: 1,
  an: 1,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  ten: 10,
};
const SAID = /\b(\d+|[a-z]+)\s*(?:business |working )?(hour|day|week|month)s?\b/;

/** "3 days", "two weeks", "24 hours"; undefined for what is no length of time. */
export function lengthSaid(
  said: string,
): { count: number; unit: 'hour' | 'day' | 'week' | 'month' } | undefined {
  const [, number = '', unit] = SAID.exec(said.toLowerCase()) ?? [];
  const count = WORDS[number] ?? Number(number);
  if (unit !== 'hour' && unit !== 'day' && unit !== 'week' && unit !== 'month') return undefined;
  return Number.isFinite(count) ? { count, unit } : undefined;
}
