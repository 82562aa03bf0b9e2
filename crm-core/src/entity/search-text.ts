/** Longest word that is indexed; the rest of a longer one is cut off. */
const MAX_WORD = 24;
/** Words shorter than this are matched exactly: one typo in three letters is another word. */
const MIN_TYPO_WORD = 4;
/** Most words of one record that are indexed. */
const MAX_WORDS = 24;

/** Lower case, without accents or punctuation: "Zoë O'Brien-Łukasz" -> ["zoe", "obrien", "lukasz"]. */
export function foldWords(text: string): string[] {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/ł/g, 'l')
    .replace(/ø/g, 'o')
    .replace(/đ/g, 'd')
    .replace(/ß/g, 'ss')
    .replace(/æ/g, 'ae')
    .replace(/œ/g, 'oe')
    .replace(/['’`]/g, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .map((word) => word.slice(0, MAX_WORD));
}

/** The folded text as one string, for equality of names. */
export function fold(text: string): string {
  return foldWords(text).join(' ');
}

/**
 * The word itself and every form of it with one letter left out. Two words within one insertion, deletion,
 * substitution or swap of neighbours share at least one form (symmetric deletion).
 */
export function typoForms(word: string): string[] {
  if (word.length < MIN_TYPO_WORD) return [word];
  const forms = new Set([word]);
  for (let i = 0; i < word.length; i++) forms.add(word.slice(0, i) + word.slice(i + 1));
  return [...forms];
}

export interface SearchKeys {
  /** Folded words, for prefix search. */
  words: string[];
  /** One-letter-out forms of the words, for search with a typo. */
  typos: string[];
}

/** What a record stores to be found by: made from its searchable texts. */
export function searchKeys(texts: Array<string | undefined | null>): SearchKeys {
  const words = [...new Set(texts.flatMap((text) => (text ? foldWords(text) : [])))].slice(0, MAX_WORDS);
  return { words, typos: [...new Set(words.flatMap(typoForms))] };
}
