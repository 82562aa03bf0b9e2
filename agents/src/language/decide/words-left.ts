import type { Request } from '../read/frames/frame.ts';
import { isStep } from '../read/sayings/offered.ts';
import { NARROWING } from '../recognise/lexicon/measures.ts';
import { weightlessWords } from '../recognise/lexicon/words.ts';
import { isLetter } from '../recognise/unit.ts';
import { normalise } from '../text/normalise.ts';
import { turns } from './doubts.ts';

/** More words that are left over than this are not passed over. */
export const MOST_LEFT = 3;

/** What is left over is words alone, none of which turns the request round or says how many. */
export function isPlain(unread: readonly string[], request: Request): boolean {
  const { clause, start, to } = request;
  if (unread.some((text) => turns(text, request))) return false;
  const left = new Set(unread.flatMap((text) => text.split(' ')));
  return clause.units.slice(start, to).every(
    (unit, at, units) =>
      (!left.has(unit.text) && !unread.includes(unit.text)) ||
      (unit.kind === 'word' &&
        !/\d/.test(unit.text) &&
        !NARROWING.test(unit.norm) &&
        !isStep(unit, units[at + 1])) ||
      // "Zoe Rossi from Keystone": where the record belongs
      (unit.kind === 'name' && /^(at|from|of)$/.test(units[at - 1]?.norm ?? '')),
  );
}

export const isWeightless = (word: string) => !isLetter(word) && weightlessWords.has(normalise(word));
