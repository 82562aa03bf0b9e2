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
    const longer =
      unit.kind === 'name'
        ? ((await longerAt(units, at, message, vocabulary, lookup)) ??
          (await longerBehind(units, at, message, vocabulary, lookup)))
        : undefined;
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
  const isOwner = units[at + 1]?.kind === 'possessive';
  const from = at + (isOwner ? 2 : 1);
  // "Opal's training upgrade": of several that are called so the one that is Opal's
  let end = isOwner && units[from]?.kind === 'name' ? from + 1 : from;
  while (end - from < MAX_MORE && isPart(units, end, vocabulary)) end++;
  if (kinds.length === 0 || end === from) return undefined;
  for (; end > from; end--) {
    const words = units.slice(from, end).map(({ text }) => text);
    const found = await lookup.find([name.text, ...words].join(' '), kinds);
    const matches = found.filter(({ score }) => score >= BY_WORDS);
    if (matches.length === 0) continue;
    return { unit: joined(units.slice(at, end), message, matches), end };
  }
  return undefined;
}

const BELONGS = /^(at|of|for|with|from)$/;

/** "the training upgrade at Opal": of several that are called so the one that is Opal's. */
async function longerBehind(
  units: readonly Unit[],
  at: number,
  message: string,
  vocabulary: Vocabulary,
  lookup: NameLookup,
): Promise<{ unit: Unit; end: number } | undefined> {
  const [name, joint, owner] = units.slice(at, at + 3);
  const isDoubtful = (name?.matches?.length ?? 0) > 1;
  if (!name || !isDoubtful || !BELONGS.test(joint?.norm ?? '') || owner?.kind !== 'name') return undefined;
  const kinds = titledBy(owner.matches ?? [], vocabulary);
  const found = kinds.length > 0 ? await lookup.find(`${owner.text} ${name.text}`, kinds) : [];
  const matches = found.filter(({ score }) => score >= BY_WORDS);
  if (matches.length === 0) return undefined;
  return { unit: joined(units.slice(at, at + 3), message, matches), end: at + 3 };
}

function joined(units: readonly Unit[], message: string, matches: readonly NameMatch[]): Unit {
  const first = units[0] as Unit;
  const { end } = units.at(-1) as Unit;
  const text = message.slice(first.start, end);
  const tokens = units.flatMap((unit) => unit.tokens);
  return { ...first, text, norm: text.toLowerCase(), end, matches, tokens };
}

/** The kinds of record that refer to one of this name, and so may be called after it; or of whose name it is a part. */
const titledBy = (matches: readonly NameMatch[], { fields }: Vocabulary) =>
  entityNames.filter(
    (kind) =>
      matches.some(({ entity, score }) => entity === kind && score < 1) ||
      fields.some(({ entity, ref }) => entity === kind && matches.some((match) => match.entity === ref)),
  );

function isPart(units: readonly Unit[], at: number, vocabulary: Vocabulary): boolean {
  const unit = units[at];
  if (unit?.kind !== 'word' || functionWords.has(unit.norm)) return false;
  const clause = { units, vocabulary };
  return sensesAt(clause, at, 'entity').length === 0;
}
