import { foldWords } from '@clianta/crm-core/entity/search-text';
import type { BusinessProfileRecord } from '@clianta/crm-core/workspace/business-profile/business-profile.schema';
import { askedWords, findPassages } from '../agents/general/files/find-passage.ts';

const MOST_ANSWERS = 2;
/** So much of what is asked for has to be what a kept question asks for. */
const ENOUGH = 0.6;
const SURE = 0.75;

export interface ProfileAnswer {
  /** Its own words, nothing made up; empty: it has none. */
  texts: string[];
  /** A kept question has nearly all that is asked for. */
  isSure: boolean;
}

/**
 * What the business profile says to a question: the answers of the kept questions that are most like it, else what it says
 * about the company. What was written in one go is also read from a later line on, without a greeting before it.
 */
export function profileAnswer(
  profile: Pick<BusinessProfileRecord, 'about' | 'faq'>,
  written: string,
): ProfileAnswer {
  const lines = written.split('\n');
  for (let from = 0; from < lines.length; from++) {
    const answer = answerTo(profile, lines.slice(from).join(' '));
    if (answer.texts.length > 0) return answer;
  }
  return NONE;
}

const NONE: ProfileAnswer = { texts: [], isSure: false };

function answerTo(
  { about, faq }: Pick<BusinessProfileRecord, 'about' | 'faq'>,
  question: string,
): ProfileAnswer {
  const asked = askedWords(question).map(stemOf);
  if (asked.length === 0) return NONE;
  const scored = faq
    .map((one) => ({ ...one, share: shareOf(asked, one) }))
    .filter(({ share }) => share >= ENOUGH)
    .toSorted((a, b) => b.share - a.share);
  const best = scored[0]?.share ?? 0;
  const answers = scored.filter(({ share }) => share === best).map(({ answer }) => answer);
  if (answers.length > 0)
    return { texts: [...new Set(answers)].slice(0, MOST_ANSWERS), isSure: best >= SURE };
  const passages = about ? findPassages([about], question) : [];
  return { texts: passages.slice(0, MOST_ANSWERS).map(({ quote }) => quote), isSure: false };
}

/** How much of what is asked for is in a kept question; what only its answer has counts half. */
function shareOf(
  asked: readonly string[],
  { question, answer }: { question: string; answer: string },
): number {
  const own = foldWords(question);
  const told = foldWords(answer);
  const has = (words: readonly string[], stem: string) => words.some((word) => word.startsWith(stem));
  const points = asked.reduce((sum, stem) => sum + (has(own, stem) ? 1 : has(told, stem) ? 0.5 : 0), 0);
  return points / asked.length;
}

/** A word counts by its beginning, so that "ships" and "shipping" are one. */
const stemOf = (word: string): string =>
  word.length > 4 ? word.slice(0, Math.max(4, word.length - 3)) : word;
