import type { Segment } from '@clianta/crm-core/crm/call-recording/call-recording.schema';
import { type Sentence, sentencesOf } from './sentences.ts';

/** How a sentence sounds: −1 (angry) to 1 (delighted). */
export interface Felt extends Sentence {
  score: number;
}

/** How a call sounded. */
export interface Mood {
  /** The mean of the sentences that have a feeling in them; 0 when none has. */
  score: number;
  bySpeaker: ReadonlyArray<{ speaker: string; score: number }>;
  /** What was said best and worst, the strongest first. */
  best: readonly Felt[];
  worst: readonly Felt[];
}

/** Of a weaker sentence nobody would say that it has a feeling in it (VADER's own threshold is 0.05). */
const FELT = 0.2;
const QUOTED = 0.4;
const MOST_QUOTES = 2;

/** Measured by VADER's lexicon, which knows English only. */
export async function measureMood(segments: readonly Segment[]): Promise<Mood> {
  const { SentimentIntensityAnalyzer } = await import('vader-sentiment');
  const felt = sentencesOf(segments)
    .map((sentence) => ({
      ...sentence,
      score: SentimentIntensityAnalyzer.polarity_scores(sentence.text).compound,
    }))
    .filter(({ score }) => Math.abs(score) >= FELT);
  const speakers = [...new Set(segments.map(({ speaker }) => speaker))];
  const ordered = felt.toSorted((a, b) => b.score - a.score);
  return {
    score: mean(felt),
    bySpeaker: speakers.map((speaker) => ({
      speaker,
      score: mean(felt.filter((one) => one.speaker === speaker)),
    })),
    best: ordered.filter(({ score }) => score >= QUOTED).slice(0, MOST_QUOTES),
    worst: ordered
      .filter(({ score }) => score <= -QUOTED)
      .toReversed()
      .slice(0, MOST_QUOTES),
  };
}

const mean = (felt: readonly Felt[]): number =>
  Math.round((felt.reduce((sum, { score }) => sum + score, 0) / Math.max(1, felt.length)) * 100) / 100;

/** "very friendly" for 0.7. */
export function moodInWords(score: number): string {
  if (score >= 0.6) return 'very friendly';
  if (score >= 0.25) return 'friendly';
  if (score > -0.1) return 'neutral';
  return score > -0.4 ? 'tense' : 'angry';
}
