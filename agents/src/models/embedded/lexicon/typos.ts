/** Neighbouring letters swapped, or one letter left out, doubled or mistyped. */
export function isOneTypoApart(a: string, b: string): boolean {
  const gap = a.length - b.length;
  if (a === b || Math.abs(gap) > 1) return false;
  let i = 0;
  while (i < a.length && i < b.length && a[i] === b[i]) i++;
  if (gap === 0) {
    const isSwap = a[i] === b[i + 1] && a[i + 1] === b[i] && a.slice(i + 2) === b.slice(i + 2);
    return isSwap || a.slice(i + 1) === b.slice(i + 1);
  }
  return gap > 0 ? a.slice(i + 1) === b.slice(i) : a.slice(i) === b.slice(i + 1);
}

/** Shorter words have too many neighbours to be sure. */
const MIN_LENGTH = 4;

/**
 * The known word one typo away. The first letter must be right (people rarely miss it), except that two swapped first
 * letters count; a dropped or swapped letter is likelier than a wrong one.
 */
export function correctTypo(word: string, known: Iterable<string>): string | undefined {
  if (word.length < MIN_LENGTH) return undefined;
  let best: string | undefined;
  let bestRank = 9;
  for (const candidate of known) {
    if (candidate.length < MIN_LENGTH || Math.abs(candidate.length - word.length) > 1) continue;
    if (candidate[0] !== word[0] && candidate[0] !== word[1]) continue;
    if (!isOneTypoApart(word, candidate)) continue;
    // the same letters in another order is the surest sign of a slip
    const isSwap =
      candidate.length === word.length && [...candidate].sort().join() === [...word].sort().join();
    const rank =
      (isSwap ? 0 : candidate.length !== word.length ? 1 : 2) + (candidate[0] === word[0] ? 0 : 0.5);
    if (rank >= 2 && word.length < 5) continue;
    if (rank < bestRank) {
      best = candidate;
      bestRank = rank;
    }
  }
  return best;
}
