import { entityNames, kindOf } from './lexicon/entities.ts';
import type { NameLookup } from './names/known-names.ts';

/** A message with the nouns put in, and how what was read in it stands without them. */
export interface WithKinds {
  text: string;
  asSaid<T>(value: T): T;
}

/**
 * "close T7" is "close ticket T7": the letter of a record's number tells its kind, unless another record is called so.
 *
 * @returns undefined when every number has its noun, or none is there
 */
export async function withKindsOfNumbers(text: string, lookup: NameLookup): Promise<WithKinds | undefined> {
  let whole = text;
  const inserted = new Map<string, string>();
  for (const { talk, label, aliases = [] } of entityNames.map((name) => kindOf(name).entity)) {
    if (!talk?.numbered) continue;
    const noun = label.one.toLowerCase();
    const isSaid = new RegExp(`\\b(?:${[noun, ...aliases].join('|')}|number|no\\.?|nr\\.?)\\s+$`, 'i');
    for (const { 0: number, index } of text.matchAll(numbersOf(talk.numbered))) {
      const isNamed = (await lookup.find(number)).some(({ score }) => score === 1);
      if (isNamed || isSaid.test(text.slice(0, index))) continue;
      inserted.set(`${noun} ${number.toUpperCase()}`, number);
    }
    whole = whole.replace(numbersOf(talk.numbered), (number, _digits, at: number) =>
      inserted.has(`${noun} ${number.toUpperCase()}`) && !isSaid.test(whole.slice(0, at))
        ? `${noun} ${number.toUpperCase()}`
        : number,
    );
  }
  if (whole === text) return undefined;
  const plain = (one: string) =>
    [...inserted].reduce((said, [named, number]) => said.replaceAll(named, number), one);
  return { text: whole, asSaid: (value) => withTexts(value, plain) };
}

/** `T7` that stands alone: in no address, price, version or quotation. */
const numbersOf = (letter: string) =>
  new RegExp(`(?<![\\p{L}\\p{N}@._/'"“#-])${letter}(\\d{1,7})(?![\\p{L}\\p{N}@_/-]|\\.\\d)`, 'giu');

function withTexts<T>(value: T, change: (text: string) => string): T {
  if (typeof value === 'string') return change(value) as T;
  if (Array.isArray(value)) return value.map((one) => withTexts(one, change)) as T;
  if (value?.constructor !== Object) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withTexts(one, change)])) as T;
}
