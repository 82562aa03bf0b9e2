/** A piece of time, from (included) to (excluded), in milliseconds. */
export interface Stretch {
  from: number;
  to: number;
}

export const overlaps = (one: Stretch, other: Stretch): boolean => one.from < other.to && other.from < one.to;

/** What is left of a stretch when others are taken out of it, in order. */
export function without({ from, to }: Stretch, taken: readonly Stretch[]): Stretch[] {
  const left: Stretch[] = [];
  let at = from;
  for (const one of [...taken].sort((a, b) => a.from - b.from)) {
    if (one.to <= at || one.from >= to) continue;
    if (one.from > at) left.push({ from: at, to: one.from });
    at = Math.max(at, one.to);
  }
  if (at < to) left.push({ from: at, to });
  return left;
}

/** What lies in some stretch of both; each of them is in order and without overlaps. */
export function common(ones: readonly Stretch[], others: readonly Stretch[]): Stretch[] {
  return ones.flatMap((one) =>
    others
      .filter((other) => overlaps(one, other))
      .map((other) => ({ from: Math.max(one.from, other.from), to: Math.min(one.to, other.to) })),
  );
}
