import type { Segment } from '@clianta/crm-core/crm/call-recording/call-recording.schema';

/** A sentence of a call, and in which segment it stands. */
export interface Sentence {
  text: string;
  speaker: string;
  segment: number;
}

/** What is no end of a sentence: "e.g. ", "Dr. ", "4.5". */
const END = /(?<=[.!?…]["”’)]?)(?<!\b(?:e\.g|i\.e|mr|mrs|ms|dr|st|no|vs|approx)\.)\s+(?=["“(]?[\p{Lu}\d])/iu;

export const sentencesOf = (segments: readonly Segment[]): Sentence[] =>
  segments.flatMap(({ text, speaker }, segment) =>
    text
      .split(END)
      .map((one) => one.trim())
      .filter(Boolean)
      .map((one) => ({ text: one, speaker, segment })),
  );
