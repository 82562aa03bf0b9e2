import type { NameMatch } from '../../language-context.ts';
import { entityNames } from '../lexicon/entities.ts';
import type { Vocabulary } from '../lexicon/vocabulary.ts';
import { functionWords } from '../lexicon/words.ts';
import { sensesAt, type Unit } from '../unit.ts';
import type { NameLookup } from './known-names.ts';

/** Words behind a name that may belong to a title. */
const MAX_MORE = 4;
/** Every word of the text stands in the title, or begins one of its words. */
const BY_WORDS = 0.7;

/** "Kestrel's services licence", "the Brightline hardware deal": a title that begins with the name of another record. */
export async function longerTitles(
  units: readonly Unit[],
  message: string,
  vocabulary: Vocabulary,
  lookup: NameLookup,
): Promise<Unit[]> {
  const whole: Unit[] = [];
  for (let at = 0; at < units.length; at++) {
    const unit = units[at] as Unit;
    const longer = unit.kind === 'name' ? await longerAt(units, at, message, vocabulary, lookup) : undefined;
    whole.push(longer?.unit ?? unit);
    if (longer) at = longer.end - 1;
  }
  return whole;
}

async function longerAt(
  units: readonly Unit[],
  at: number,
  message: string,
  vocabulary: Vocabulary,
  lookup: NameLookup,
): Promise<{ unit: Unit; end: number } | undefined> {
  const name = units[at] as Unit;
  const kinds = titledBy(name.matches ?? [], vocabulary);
  const from = at + (units[at + 1]?.kind === 'possessive' ? 2 : 1);
  let end = from;
  while (end - from < MAX_MORE && isPart(units, end, vocabulary)) end++;
  if (kinds.length === 0 || end === from) return undefined;
  for (; end > from; end--) {
    const words = units.slice(from, end).map(({ text }) => text);
    const found = await lookup.find([name.text, ...words].join(' '), kinds);
    const matches = found.filter(({ score }) => score >= BY_WORDS);
    if (matches.length === 0) continue;
    const last = units[end - 1] as Unit;
    const text = message.slice(name.start, last.end);
    const tokens = units.slice(at, end).flatMap((unit) => unit.tokens);
    return { unit: { ...name, text, norm: text.toLowerCase(), end: last.end, matches, tokens }, end };
  }
  return undefined;
}

/** The kinds of record that refer to one of this name, and so may be called after it. */
const titledBy = (matches: readonly NameMatch[], { fields }: Vocabulary) =>
  entityNames.filter((kind) =>
    fields.some(({ entity, ref }) => entity === kind && matches.some((match) => match.entity === ref)),
  );

function isPart(units: readonly Unit[], at: number, vocabulary: Vocabulary): boolean {
  const unit = units[at];
  if (unit?.kind !== 'word' || functionWords.has(unit.norm)) return false;
  const clause = { units, vocabulary };
  return sensesAt(clause, at, 'entity').length === 0;
}
