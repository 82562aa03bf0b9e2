import type { SignalType } from '../intent-signal/intent-signal.schema.ts';
import type { ScoringRules } from '../lead-rules/lead-rules.schema.ts';
import type { Factor, Grade, LeadScoreRecord } from '../lead-score/lead-score.schema.ts';
import { type FitInput, fitFactors } from './fit.ts';
import { intentOf, type Signal } from './intent.ts';

export interface ScoreInput extends FitInput {
  signals: readonly Signal[];
  adjustment: LeadScoreRecord['adjustment'];
  now: Date;
  timeZone: string;
}

export type Score = Pick<LeadScoreRecord, 'fit' | 'intent' | 'score' | 'grade' | 'factors'>;

const MOST = 100;
const SIGNAL_LABELS: Readonly<Record<SignalType, readonly [one: string, many: string]>> = {
  pageView: ['page view', 'page views'],
  emailOpen: ['e-mail opened', 'e-mails opened'],
  click: ['click', 'clicks'],
  form: ['form sent', 'forms sent'],
  demoRequest: ['demo asked for', 'demos asked for'],
};

/** A score from 0 to 100, and what it is made of: whole points that add up to it. */
export function scoreOf(input: ScoreInput): Score {
  const { rules, signals, now, timeZone, adjustment } = input;
  const fits = fitFactors(input);
  const fit = clamp(sum(fits.map(({ points }) => points)));
  const intent = intentOf(signals, rules, now, timeZone);
  const counted = Math.min(MOST, Math.max(0, intent.points));
  const { fitShare } = rules;
  const plain = Math.round(fitShare * fit + (1 - fitShare) * counted);
  const score = clamp(plain + (adjustment?.points ?? 0));

  const parts: ExactFactor[] = fits.map(({ points, max, ...rest }) => ({
    ...rest,
    exact: fitShare * points,
    max: Math.round(fitShare * max),
  }));
  for (const [type, { points, count }] of intent.earned) {
    const [one, many] = SIGNAL_LABELS[type];
    parts.push(part(type, `${count} ${count === 1 ? one : many}`, (1 - fitShare) * points));
  }
  if (intent.faded) parts.push(part('faded', 'Faded since', (1 - fitShare) * intent.faded));
  const above =
    fitShare * (fit - sum(fits.map(({ points }) => points))) + (1 - fitShare) * (counted - intent.points);
  if (Math.abs(above) > 1e-9)
    parts.push(part('limit', above < 0 ? 'More than counts' : 'Not below zero', above));
  const factors = wholePoints(parts, plain);
  if (adjustment && score !== plain)
    factors.push({
      key: 'adjustment',
      label: adjustment.reason,
      points: score - plain,
      max: score - plain,
      isKnown: true,
    });
  return { fit, intent: intent.points, score, grade: gradeOf(score, rules), factors };
}

/** @param score - 0 to 100 */
export function gradeOf(score: number, rules: ScoringRules): Grade {
  if (score >= rules.gradeA) return 'A';
  if (score >= rules.gradeB) return 'B';
  if (score >= rules.gradeC) return 'C';
  return score >= rules.gradeD ? 'D' : 'F';
}

/** The least score of a grade. */
export function leastOf(grade: Grade, rules: ScoringRules): number {
  return { A: rules.gradeA, B: rules.gradeB, C: rules.gradeC, D: rules.gradeD, F: 0 }[grade];
}

type ExactFactor = Omit<Factor, 'points'> & { exact: number };

const part = (key: string, label: string, exact: number): ExactFactor => ({
  key,
  label,
  exact,
  max: Math.round(exact),
  isKnown: true,
});

/** Rounds parts so that they add up to the whole: those that lose the most by it are rounded up. */
function wholePoints(parts: readonly ExactFactor[], whole: number): Factor[] {
  const floors = parts.map(({ exact }) => Math.floor(exact + 1e-9));
  let missing = whole - sum(floors);
  const byLoss = parts
    .map(({ exact }, at) => ({ at, loss: exact - (floors[at] ?? 0) }))
    .toSorted((a, b) => b.loss - a.loss || a.at - b.at);
  for (const { at } of byLoss) {
    if (missing <= 0) break;
    floors[at] = (floors[at] ?? 0) + 1;
    missing--;
  }
  return parts.map(({ exact: _exact, ...rest }, at) => ({ ...rest, points: floors[at] ?? 0 }));
}

const clamp = (points: number) => Math.min(MOST, Math.max(0, points));
const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);
