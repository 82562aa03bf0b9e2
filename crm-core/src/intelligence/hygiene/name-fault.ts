/** Names that somebody typed to see whether it works. */
const MADE_UP =
  /^(test|testing|tester|asdf\w*|qwert\w*|xxx+|foo|bar|foo bar|abc|aaa+|none|null|n\/?a|unknown|no name|dummy|sample|mickey mouse|donald duck|max mustermann|erika mustermann|lorem ipsum|test .*|.* test|test\d+)$/i;
/** Parts that stay small within a name: "Ada van den Berg". */
const SMALL = new Set([
  'van',
  'von',
  'de',
  'der',
  'den',
  'del',
  'della',
  'di',
  'da',
  'dos',
  'la',
  'le',
  'bin',
  'al',
  'y',
  'e',
  'zu',
]);

export interface NameFault {
  /** "written in capitals". */
  what: string;
  /** The name as it should be; absent when nobody can know. */
  better?: string;
}

/** What is wrong with a person's name, or a company's, where capitals are usual; undefined when nothing is. */
export function nameFault(name: string, isPerson: boolean): NameFault | undefined {
  const plain = name.trim().replace(/\s+/g, ' ');
  if (MADE_UP.test(plain)) return { what: 'is made up' };
  if (isPerson && plain.includes(' ') && /\p{L}{3}/u.test(plain)) {
    if (plain === plain.toUpperCase() && plain !== plain.toLowerCase())
      return { what: 'is written in capitals', better: inCapitalLetters(plain) };
    if (plain === plain.toLowerCase() && plain !== plain.toUpperCase())
      return { what: 'is written without capitals', better: inCapitalLetters(plain) };
  }
  if (plain !== name) return { what: 'has blanks that do not belong there', better: plain };
  return undefined;
}

/** "ADA VAN DEN BERG-O'NEIL" as "Ada van den Berg-O'Neil". */
function inCapitalLetters(name: string): string {
  return name
    .toLowerCase()
    .split(' ')
    .map((word, at) =>
      at > 0 && SMALL.has(word)
        ? word
        : word.replace(/(^|[-'’.])(\p{L})/gu, (_, before, letter) => before + letter.toUpperCase()),
    )
    .join(' ');
}
