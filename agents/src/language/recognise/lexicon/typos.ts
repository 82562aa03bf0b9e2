/** Shorter words have too many neighbours to be sure. */
const MIN_LENGTH = 4;

/** Known words by every form of them with one letter left out, and by themselves. */
export type TypoIndex = ReadonlyMap<string, readonly string[]>;

function formsOf(word: string): string[] {
  const forms = new Set([word]);
  for (let i = 0; i < word.length; i++) forms.add(word.slice(0, i) + word.slice(i + 1));
  return [...forms];
}

/** Built once for a list of words; finding the neighbours of a word is then a few look-ups. */
export function typoIndex(words: Iterable<string>): TypoIndex {
  const index = new Map<string, string[]>();
  for (const word of words) {
    if (word.length < MIN_LENGTH) continue;
    for (const form of formsOf(word)) {
      const list = index.get(form);
      if (list) list.push(word);
      else index.set(form, [word]);
    }
  }
  return index;
}

/** Neighbouring letters swapped, or one letter left out, doubled or mistyped. */
function isOneTypoApart(a: string, b: string): boolean {
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

/** The lower, the likelier: swapped letters, then a missing or doubled one, then a wrong one. */
function rankOf(word: string, candidate: string): number {
  const isSwap = candidate.length === word.length && [...candidate].sort().join() === [...word].sort().join();
  const kind = isSwap ? 0 : candidate.length === word.length ? 2 : 1;
  // people rarely miss the first letter
  return kind + (candidate[0] === word[0] ? 0 : 0.5);
}

/** The known word one typo away, or undefined when there is none or the word is too short to tell. */
export function correctTypo(word: string, indexes: readonly TypoIndex[]): string | undefined {
  if (word.length < MIN_LENGTH || word.length > 20) return undefined;
  let best: string | undefined;
  let bestRank = word.length < 5 ? 2 : 3;
  for (const form of formsOf(word)) {
    for (const index of indexes) {
      for (const candidate of index.get(form) ?? []) {
        const rank = rankOf(word, candidate);
        if (
          rank < bestRank &&
          (candidate[0] === word[0] || candidate[0] === word[1]) &&
          isOneTypoApart(word, candidate)
        ) {
          best = candidate;
          bestRank = rank;
        }
      }
    }
  }
  return best;
}
