import { fold } from '@clianta/crm-core/entity/search-text';
import type { KnownValue, LanguageContext } from '../language-context.ts';
import { countriesOf } from './lexicon/demonyms.ts';
import type { Vocabulary } from './lexicon/vocabulary.ts';
import { functionWords } from './lexicon/words.ts';
import type { Unit } from './unit.ts';

/** Words of the longest value that is looked for. */
const MOST_WORDS = 4;

/** A value that records have, where it begins. */
export interface ValueMark extends KnownValue {
  /** In units. */
  length: number;
}

/** Marks where a value begins that records of the workspace have: "Webinar", "key account". */
export async function withKnownValues(
  units: Unit[],
  context: LanguageContext,
  vocabulary: Vocabulary,
): Promise<Unit[]> {
  // where every word has its meaning, nothing has to be looked up
  if (!units.some((unit) => mayBegin(unit) && isStrange(unit, vocabulary))) return units;
  const byText = indexOf(await context.knownValues());
  return units.map((unit, at) => {
    if (!mayBegin(unit)) return unit;
    const values = valuesAt(units, at, byText);
    // what nothing is called is no name where it is a value
    const isNobody = unit.kind === 'name' && !unit.matches?.length && values[0]?.length === 1;
    if (values.length === 0) return unit;
    return { ...unit, values, ...(isNobody && { kind: 'word' as const }) };
  });
}

const mayBegin = ({ kind, norm, text }: Unit) =>
  (kind === 'word' || kind === 'name') && (!functionWords.has(norm) || text === 'US');

const isStrange = ({ kind, norm, matches = [] }: Unit, vocabulary: Vocabulary) =>
  kind === 'word'
    ? // the name of a field may be a value as well: "lost on price"
      vocabulary.startingWith(norm).every(({ sense }) => sense.type === 'field')
    : matches.length === 0;

/** The longest stretch that is a value. */
function valuesAt(
  units: readonly Unit[],
  at: number,
  byText: ReadonlyMap<string, readonly KnownValue[]>,
): ValueMark[] {
  for (let length = Math.min(MOST_WORDS, units.length - at); length > 0; length--) {
    const own = units.slice(at, at + length);
    if (!own.every(({ kind }) => kind === 'word' || kind === 'name')) continue;
    const found = byText.get(fold(own.map(({ text }) => text).join(' ')));
    if (found) return found.map((value) => ({ ...value, length }));
  }
  // "Swiss companies": a word of its own for those of a country
  const word = units[at]?.text ?? '';
  return (word.toLowerCase() === 'us' && word !== 'US' ? [] : countriesOf(fold(word))).flatMap((country) =>
    (byText.get(fold(country)) ?? [])
      .filter(({ field }) => field === 'country')
      .map((value) => ({ ...value, length: 1 })),
  );
}

/** Shorter than that a word without its last letter is another one. */
const MIN_PLURAL = 6;

/** "key account" and "key accounts", "Logistics" and "logistic". */
const formsOf = (text: string): Set<string> =>
  new Set([
    text,
    `${text}s`,
    ...(text.length >= MIN_PLURAL && /[^s]s$/.test(text) ? [text.slice(0, -1)] : []),
  ]);

const indexes = new WeakMap<readonly KnownValue[], ReadonlyMap<string, readonly KnownValue[]>>();

/** By the value in small letters, one of it or several: "key account", "key accounts". */
function indexOf(values: readonly KnownValue[]): ReadonlyMap<string, readonly KnownValue[]> {
  const known = indexes.get(values);
  if (known) return known;
  const byText = new Map<string, KnownValue[]>();
  for (const value of values)
    for (const text of formsOf(fold(value.value))) {
      const same = byText.get(text) ?? [];
      same.push(value);
      byText.set(text, same);
    }
  indexes.set(values, byText);
  return byText;
}
