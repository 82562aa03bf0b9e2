import type { Segment } from '@clianta/crm-core/crm/call-recording/call-recording.schema';
import { foldWords } from '@clianta/crm-core/entity/search-text';
import { sentencesOf } from './sentences.ts';

const MOST_POINTS = 5;
const FEWEST_WORDS = 6;
const LONGEST = 300;
/** Share of words that two points may have in common before they say the same. */
const SAME = 0.5;

/** What people decide, want, fear and pay. */
const WEIGHTY: ReadonlyArray<readonly [RegExp, number]> = [
  [/\b(?:decid|agree|approv|sign|confirm|cancel|go ahead|choose|chose)\w*/i, 3],
  [/\b(?:budget|price|pricing|cost|discount|contract|invoice|quote|offer|licen[cs]e)\w*/i, 3],
  [/\b(?:deadline|timeline|go[- ]live|launch|rollout|roll out|start date|renew\w*|by the end of)\b/i, 2.5],
  [/\b(?:problem|issue|concern|worr|risk|block|fail|complain|unhappy|too slow|too expensive)\w*/i, 2.5],
  [/\b(?:need|want|require|important|must|goal|priority|prefer)\w*/i, 1.5],
  [/\b(?:competitor|compared|instead of|alternative|currently use|switch)\w*/i, 2],
  [/[$€£]\s?\d|\d+\s?(?:%|percent|euros?|dollars?|seats|users|people)\b|\b\d[\d.,]*k\b/i, 2],
];
const FILLING = /^(?:so|well|okay|ok|yeah|yes|right|um|uh|great|perfect|thanks|thank you)\b[\s,.!]*/i;
/** Words that every talk has. */
const COMMON = new Set(
  `the a an and or but so if then that this these those it its is are was were be been being am to of in on at for from with as by
  about into over we you i he she they them us me my your our their his her do does did have has had will would can could should may
  might not no yes just really very also there here what which who when where how all some any more most than too up out get got go
  going know think like want need make sure well okay right thing things lot bit`.split(/\s+/),
);

/** What a call was about, in its own words: the sentences that carry most, in their order, each with its segment. */
export function sumUp(segments: readonly Segment[]): Array<{ text: string; segment: number }> {
  const sentences = sentencesOf(segments)
    .map((sentence) => ({ ...sentence, text: sentence.text.replace(FILLING, '') }))
    .map((sentence) => ({ ...sentence, words: contentOf(sentence.text) }))
    .filter(({ text, words }) => words.length > 0 && text.split(/\s+/).length >= FEWEST_WORDS);
  const counts = new Map<string, number>();
  for (const { words } of sentences)
    for (const word of new Set(words)) counts.set(word, (counts.get(word) ?? 0) + 1);
  const scored = sentences
    .map((sentence, at) => ({ ...sentence, at, weight: weightOf(sentence, counts) }))
    .toSorted((a, b) => b.weight - a.weight || a.at - b.at);
  const chosen: typeof scored = [];
  for (const sentence of scored) {
    if (chosen.length === MOST_POINTS) break;
    if (chosen.every((other) => shared(other.words, sentence.words) < SAME)) chosen.push(sentence);
  }
  return chosen
    .toSorted((a, b) => a.at - b.at)
    .map(({ text, segment, speaker }) => ({ text: `${speaker}: ${clipped(text)}`, segment }));
}

const contentOf = (text: string): string[] =>
  foldWords(text).filter((word) => word.length > 2 && !COMMON.has(word));

function weightOf(
  { text, words }: { text: string; words: readonly string[] },
  counts: ReadonlyMap<string, number>,
) {
  const weighty = WEIGHTY.reduce((sum, [pattern, weight]) => sum + (pattern.test(text) ? weight : 0), 0);
  const repeated = words.reduce((sum, word) => sum + Math.log2(counts.get(word) ?? 1), 0) / words.length;
  // a question is rather what its answer says
  return (weighty + repeated) * (text.endsWith('?') ? 0.5 : 1);
}

function shared(a: readonly string[], b: readonly string[]): number {
  const own = new Set(a);
  return b.filter((word) => own.has(word)).length / Math.max(1, Math.min(a.length, b.length));
}

const clipped = (text: string): string => {
  const capital = text.charAt(0).toUpperCase() + text.slice(1);
  return capital.length > LONGEST ? `${capital.slice(0, LONGEST - 1).trimEnd()}…` : capital;
};
