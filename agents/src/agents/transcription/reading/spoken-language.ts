import type { Segment } from '@clianta/crm-core/crm/call-recording/call-recording.schema';

/** Words that nearly every sentence of a language has, and that the others have not. ISO 639-1. */
const FREQUENT: ReadonlyArray<readonly [string, ReadonlySet<string>]> = (
  [
    ['en', 'the and you that is it we to of what for have are this with do not will can your be'],
    ['de', 'der die das und ich ist nicht wir sie ein eine mit auf es zu den auch für haben dass'],
    ['fr', 'le la les et est vous nous je pas des que une pour dans ce il qui sur avec votre'],
    ['es', 'el los las y es que de no un una por para con lo se está usted nosotros pero muy'],
    ['it', 'il che di è non un una per sono lo con ma si gli questo abbiamo della anche noi lei'],
    ['nl', 'het een van ik je niet dat en zijn we met voor wij maar ook dit heeft kan naar bij'],
    ['pt', 'o os as que não um uma para com é do da em você nós mas muito isso está se'],
  ] as const
).map(([code, words]) => [code, new Set(words.split(' '))] as const);
const ENOUGH = 0.08;
const LOOKED_AT = 2_000;

/** The language of a call, by its most frequent words; undefined for one that is not known. */
export function spokenLanguage(segments: readonly Segment[]): string | undefined {
  const words = segments
    .flatMap(({ text }) => text.toLowerCase().match(/[\p{L}\p{M}]+/gu) ?? [])
    .slice(0, LOOKED_AT);
  const [best] = FREQUENT.map(([code, own]) => ({
    code,
    share: words.filter((word) => own.has(word)).length / Math.max(1, words.length),
  })).toSorted((a, b) => b.share - a.share);
  return best && best.share >= ENOUGH ? best.code : undefined;
}
