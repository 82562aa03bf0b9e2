import { guessSpans } from '../guess-spans.ts';
import type { MaskSpan } from '../mask.ts';
import { ORGANISATIONS, PEOPLE } from './heard-names.ts';

const WORD = /\p{L}+/gu;

/** The spans of a saying as a workspace would give them that knows everyone in it. */
export function typedSpans(text: string): MaskSpan[] {
  const guessed = guessSpans(text).map((span) =>
    span.type === 'name' ? { ...span, type: nameType(text.slice(span.start, span.end)) ?? 'name' } : span,
  );
  const known: MaskSpan[] = [];
  for (const match of text.matchAll(WORD)) {
    const type = nameType(match[0]);
    const [start, end] = [match.index, match.index + match[0].length];
    if (
      !type ||
      /^(?:portal|steel|hotels?|group|holding|air|trading|college|foods|clinics?|transport|engineering|bakeries|airlines|university|frost|max|may|miles|martin|lin|sam|as|sa|inc|theo)$/.test(
        match[0],
      )
    )
      continue;
    if (guessed.some((span) => start < span.end && end > span.start)) continue;
    const last = known.at(-1);
    if (last && text.slice(last.end, start) === ' ') last.end = end;
    else known.push({ start, end, type });
  }
  return [...guessed, ...known];
}

function nameType(name: string): 'person' | 'org' | undefined {
  const words = name.toLowerCase().match(WORD) ?? [];
  if (words.some((word) => ORGANISATIONS.has(word))) return 'org';
  return words.some((word) => PEOPLE.has(word)) ? 'person' : undefined;
}
