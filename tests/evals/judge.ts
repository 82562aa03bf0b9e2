import type { Reply } from '@clianta/agents/reply.schema';
import type { RecordChange } from './audit-trail.ts';
import { hasText } from './expected-value.ts';
import type { Facts } from './facts.ts';
import { missingFigures } from './judged-figures.ts';
import { missingRows } from './judged-list.ts';
import { wrongWrites } from './judged-writes.ts';
import type { Outcome } from './language-line.schema.ts';
import { spokenAnswer } from './spoken-answer.ts';

/** What a sentence came to. */
export interface Happened {
  reply: Reply;
  /** Whether a question back waits for an answer. */
  isAsked: boolean;
  /** Written at once. */
  changes: RecordChange[];
  /** What was written when the proposal was approved; undefined when nothing was proposed. */
  proposed?: RecordChange[];
  /** Before the sentence, and after all that it led to. */
  before: Facts;
  after: Facts;
}

/**
 * Asked: a question back. Refused: an honest “cannot”. Puzzled: what was said was not understood. In none of them anything
 * was written.
 */
export const VERDICTS = [
  'right',
  'asked',
  'refused',
  'puzzled',
  'wrong answer',
  'wrong write',
  'unjudged',
] as const;
export type Verdict = (typeof VERDICTS)[number];

export interface Judgement {
  verdict: Verdict;
  /** Of the nearest right outcome: what is not as it says. */
  problems: string[];
}

/** Honestly: it understood, and says that there is no such thing to do. */
const CANNOT =
  /\b(can ?not|can['’]t|(un|not )able to|not yet|not possible|not supported|(i|clianta) (have|know|keep|send|make|write) no\b|do(es)?(n['’]t| not) (exist|have|keep|know|send|make|write|support)|no such (day|date)|is not an? (day|date|e-?mail)|negative)\b/i;

/** It did not get what was said. */
const PUZZLED =
  /\b(did(n['’]t| not) understand|do(n['’]t| not) understand|am not sure|(in|say it) other words|i understood [^.]* but not)\b/i;

/** Compares what happened with the outcomes that would be right. */
export function judge(happened: Happened, outcomes: readonly Outcome[]): Judgement {
  const tried = outcomes.map((outcome) => problemsOf(happened, outcome));
  const [best = []] = [...tried].sort((a, b) => a.length - b.length);
  if (best.length === 0) return { verdict: 'right', problems: [] };
  return { verdict: verdictOf(happened, outcomes), problems: best };
}

function verdictOf(happened: Happened, outcomes: readonly Outcome[]): Verdict {
  const { changes, before, after } = happened;
  const isWrongWrite = outcomes.every(
    ({ writes }) => wrongWrites(changes, writes, before, after).unwanted.length > 0,
  );
  if (isWrongWrite) return 'wrong write';
  if (changes.length > 0 || happened.proposed !== undefined) return 'wrong answer';
  if (isQuestion(happened)) return 'asked';
  if (isPuzzled(happened)) return 'puzzled';
  return cannot(happened) ? 'refused' : 'wrong answer';
}

const hasList = ({ cards }: Reply): boolean => cards.some(({ type }) => type === 'table' || type === 'brief');
const cannot = ({ reply }: Happened): boolean =>
  !hasList(reply) && CANNOT.test(reply.text) && !PUZZLED.test(reply.text);
const isPuzzled = ({ reply }: Happened): boolean => !hasList(reply) && PUZZLED.test(reply.text);

/** Something to answer waits, or the text ends with a question about what was meant. */
function isQuestion({ reply, isAsked }: Pick<Happened, 'reply' | 'isAsked'>): boolean {
  if (isAsked) return true;
  const hasCards = reply.cards.length > 0;
  return !hasCards && /\b(which|who|whom|what|when|did you mean|do you mean|or)\b[^.!?]*\?/i.test(reply.text);
}

function problemsOf(happened: Happened, outcome: Outcome): string[] {
  const { reply, changes, proposed, before, after } = happened;
  const answer = spokenAnswer(reply);
  const problems: string[] = [];
  for (const wanted of outcome.answer ?? [])
    if (!hasText(answer, wanted)) problems.push(`does not say ${wanted}`);
  for (const wrong of outcome.not ?? []) if (hasText(answer, wrong)) problems.push(`says ${wrong}`);
  if (outcome.shows) problems.push(...missingRows(reply, outcome.shows, before));
  if (outcome.counts) problems.push(...missingFigures(answer, outcome.counts, before));
  if (outcome.sums) problems.push(...missingFigures(answer, outcome.sums, before));
  const { unwanted, missing } = wrongWrites([...changes, ...(proposed ?? [])], outcome.writes, before, after);
  problems.push(...unwanted, ...missing);
  if (outcome.writes.length === 0 && proposed) problems.push('proposes a change');
  if (outcome.proposed && (changes.length > 0 || !proposed)) problems.push('does not propose it first');
  if (outcome.asks) {
    if (!isQuestion(happened)) problems.push('does not ask back');
    for (const option of outcome.asks === true ? [] : outcome.asks)
      if (!hasText(answer, option)) problems.push(`does not offer ${option}`);
  }
  if (outcome.cannot) {
    if (!cannot(happened)) problems.push('does not say that it cannot');
    for (const limit of outcome.cannot === true ? [] : outcome.cannot)
      if (!hasText(answer, limit)) problems.push(`does not name the limit ${limit}`);
  }
  return problems;
}
