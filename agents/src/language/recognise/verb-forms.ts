import { normalise } from '../text/normalise.ts';
import type { Vocabulary } from './lexicon/vocabulary.ts';
import { sensesAt, type Unit } from './unit.ts';

/** After these a verb stands as a noun: "would you mind adding Jane". */
const BEFORE_GERUND = /^(mind|consider|about|try)$/;

/** The verbs of orders in their plain form, however they are bent. */
export function plainVerbs(units: readonly Unit[], vocabulary: Vocabulary): Unit[] {
  return units.map((unit, at) => {
    const norm = BEFORE_GERUND.test(units[at - 1]?.norm ?? '') ? verbOf(units, at, vocabulary) : undefined;
    return norm ? { ...unit, norm, isBent: true } : unit;
  });
}

/** "move" of "moving", where that is a verb of orders. */
export function verbOf(units: readonly Unit[], at: number, vocabulary: Vocabulary): string | undefined {
  const unit = units[at];
  const stems = unit?.kind === 'word' ? gerundStems(normalise(unit.text)) : [];
  return stems.find((stem) => isVerb(units, at, stem, vocabulary));
}

/** "adding" of "add", "moving" of "move", "tagging" of "tag". */
function gerundStems(word: string): string[] {
  const stem = /^(\p{L}{2,})ing$/u.exec(word)?.[1];
  return stem ? [stem, `${stem}e`, stem.replace(/(.)\1$/, '$1')] : [];
}

function isVerb(units: readonly Unit[], at: number, norm: string, vocabulary: Vocabulary): boolean {
  const bent = units.with(at, { ...(units[at] as Unit), norm });
  return sensesAt({ units: bent, vocabulary }, at, 'verb').length > 0;
}
