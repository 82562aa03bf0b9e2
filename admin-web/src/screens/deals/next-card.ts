export type Direction = 'up' | 'down' | 'left' | 'right' | 'first' | 'last';

/**
 * The card that is reached from another one: within its column, or as far down as it is in the next column that has any.
 *
 * @returns undefined where there is none in that direction
 */
export function nextCard<Card>(
  columns: readonly (readonly Card[])[],
  from: Card,
  direction: Direction,
): Card | undefined {
  const at = columns.findIndex((cards) => cards.includes(from));
  const own = columns[at] ?? [];
  const row = own.indexOf(from);
  if (direction === 'up') return own[row - 1];
  if (direction === 'down') return own[row + 1];
  if (direction === 'first') return own[0];
  if (direction === 'last') return own.at(-1);
  const beside = direction === 'right' ? columns.slice(at + 1) : columns.slice(0, Math.max(at, 0)).reverse();
  const next = beside.find((cards) => cards.length > 0) ?? [];
  return next[row] ?? next.at(-1);
}
