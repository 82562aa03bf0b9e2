/** Phrases by their first word, the longest first. */
type Phrases = ReadonlyMap<string, readonly string[][]>;

const compiled = new Map<string, Phrases>();

/** "more than|over|above" as an index; each text is compiled once. */
function phrasesOf(text: string): Phrases {
  const known = compiled.get(text);
  if (known) return known;
  const index = new Map<string, string[][]>();
  for (const phrase of text.split('|')) {
    const words = phrase.trim().split(/\s+/);
    const [first] = words;
    if (!first) continue;
    index.set(
      first,
      [...(index.get(first) ?? []), words].sort((a, b) => b.length - a.length),
    );
  }
  compiled.set(text, index);
  return index;
}

/** How many units the longest of the phrases takes at this place; 0 for none. */
export function phraseAt(units: ReadonlyArray<{ norm: string }>, at: number, phrases: string): number {
  const first = units[at]?.norm;
  const list = first === undefined ? undefined : phrasesOf(phrases).get(first);
  return list?.find((words) => words.every((word, index) => units[at + index]?.norm === word))?.length ?? 0;
}

/** What leads to what is left out. */
export const EXCEPT = `except|except for|excluding|other than|apart from|besides|but not|all but|aside from|
  with the exception of|minus|save for|not including`;
