/** Longest word that is indexed; the rest of a longer one is cut off. */
const MAX_WORD = 24;
/** Words shorter than this are matched exactly: one typo in three letters is another word. */
const MIN_TYPO_WORD = 4;
/** Most words of one record that are indexed. */
const MAX_WORDS = 24;

/** Pieces of one record's names that are written without spaces. */
const MAX_PIECES = 96;
/** Scripts that put no space between words: any two signs in a row are looked for. */
const UNSPACED = /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Hangul}]+/u;

/** Lower case and without accents; Korean stays in syllables. */
export function foldLetters(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(/ł/g, 'l')
    .replace(/ø/g, 'o')
    .replace(/đ/g, 'd')
    .replace(/ß/g, 'ss')
    .replace(/æ/g, 'ae')
    .replace(/œ/g, 'oe');
}

const wholeWords = (text: string): string[] =>
  foldLetters(text)
    .replace(/['’`]/g, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);

/** Lower case, without accents or punctuation: "Zoë O'Brien-Łukasz" -> ["zoe", "obrien", "lukasz"]. */
export function foldWords(text: string): string[] {
  return wholeWords(text).map((word) => word.slice(0, MAX_WORD));
}

export interface SearchTerms {
  /** Beginnings of words. */
  words: string[];
  /** Signs of a script without spaces, two by two: 東京電力 -> 東京, 京電, 電力; a single one stays alone. */
  pieces: string[];
}

/** What is looked for when somebody writes this. */
export function searchTerms(text: string): SearchTerms {
  const terms: SearchTerms = { words: [], pieces: [] };
  for (const part of wholeWords(text).flatMap((word) =>
    word.split(new RegExp(`(${UNSPACED.source})`, 'u')),
  )) {
    if (part === '') continue;
    if (!UNSPACED.test(part)) terms.words.push(part.slice(0, MAX_WORD));
    else terms.pieces.push(...pairsOf([...part]));
  }
  return terms;
}

const pairsOf = (signs: string[]): string[] =>
  signs.length === 1 ? signs : signs.slice(1).map((sign, i) => `${signs[i]}${sign}`);

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
  const terms = texts.flatMap((text) => (text ? [searchTerms(text)] : []));
  const words = [...new Set(terms.flatMap((term) => term.words))].slice(0, MAX_WORDS);
  // the last sign begins no pair, and a single one is looked for as a beginning
  const pieces = terms.flatMap((term) => term.pieces.flatMap((piece) => [piece, ...[...piece].slice(1)]));
  return {
    words: [...words, ...[...new Set(pieces)].slice(0, MAX_PIECES)],
    typos: [...new Set(words.flatMap(typoForms))],
  };
}
