/** Articles and the like, which say nothing. */
const EMPTY = new Set(
  'a an the that to of he she it they him her his their its we our i my me us very really'.split(' '),
);
const NEGATIONS = new Set('not never no cannot without neither nor'.split(' '));
const AUXILIARIES = new Set('do does did will would can could longer more any anymore'.split(' '));
/** Words that say the opposite of another. */
const OPPOSITES: Readonly<Record<string, string>> = {
  hate: 'like',
  dislike: 'like',
  avoid: 'like',
  refuse: 'accept',
  stop: 'start',
};
const SAME: Readonly<Record<string, string>> = {
  love: 'like',
  enjoy: 'like',
  begin: 'start',
  is: 'be',
  are: 'be',
};

/** A fact in words that can be compared with another about the same. */
export interface FactWords {
  /** In order, without whom it is about, without articles and negations, in one form. */
  words: string[];
  /** It says that something is so; false: that it is not. */
  isYes: boolean;
}

/** @param subject - whom or what it is about: their name is left out, as facts may or may not begin with it */
export function factWords(fact: string, subject: string): FactWords {
  const named = new Set(split(subject));
  let isYes = true;
  const words: string[] = [];
  for (const word of split(fact)) {
    if (NEGATIONS.has(word)) isYes = !isYes;
    else if (!EMPTY.has(word) && !AUXILIARIES.has(word) && !named.has(word)) {
      const stem = stemOf(word);
      if (OPPOSITES[stem]) isYes = !isYes;
      words.push(OPPOSITES[stem] ?? SAME[stem] ?? stem);
    }
  }
  return { words, isYes };
}

/** How many of the words two facts share, 0 to 1, of the longer one. */
export function overlap(one: readonly string[], other: readonly string[]): number {
  const [a, b] = [new Set(one), new Set(other)];
  const most = Math.max(a.size, b.size);
  return most === 0 ? 1 : [...a].filter((word) => b.has(word)).length / most;
}

function split(text: string): string[] {
  return (
    text
      .toLowerCase()
      .replace(/[’']s\b/g, '')
      .replace(/\bcan[’']t\b/g, 'cannot')
      .replace(/n[’']t\b/g, ' not')
      .match(/[\p{L}\p{N}]+(?:[.,:]\p{N}+)*/gu) ?? []
  );
}

const stemOf = (word: string): string => (/^[a-z]{3,}[^s]s$/.test(word) ? word.slice(0, -1) : word);
