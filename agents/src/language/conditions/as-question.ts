import type { Command } from '../language-context.ts';
import type { LastSearch } from '../read/frames/frame.ts';
import { entityNames, kindOf } from '../recognise/lexicon/entities.ts';
import { phraseAt } from '../recognise/phrases.ts';
import type { CountTest } from './condition.ts';
import { type ConditionReader, decidingCommand } from './condition-reader.ts';
import { joined, statedWords, type Word } from './condition-words.ts';

const AUXILIARY = /^(is|are|was|were|has|have|had|does|do|did)$/;
/** In front of a condition it stands for something. */
const POINTER = /^(it|that|this|they|he|she|those|these)$/;
const ANY = 'any|some|a few|a couple of|at least one|one or more';
const NO = 'no|not any|none of|zero';
const MORE = 'more than|over|above';
const LEAST = 'at least|no fewer than|not fewer than|no less than';
const FEWER = 'fewer than|less than|under|below';
const MOST = 'at most|no more than|not more than|up to';
const EXACTLY = 'exactly|just';

/** "Kofi has more than 3 overdue tasks" as the question whether he has any, and how many they have to be. */
export const readAsQuestion: ConditionReader = async ({ text, catalogue, read }) => {
  const words = statedWords(text);
  const { words: counted, count, isNone } = withoutNumber(words);
  const { words: positive, isNegated } = withoutNot(counted);
  // what it is about was said elsewhere
  if (positive.slice(0, 2).some(({ norm }) => POINTER.test(norm))) return undefined;
  for (const question of questionsOf(positive)) {
    const found = decidingCommand(await read(question), catalogue);
    if (!found || (found.by === 'answer' && (count || isNone))) continue;
    return {
      command: found.command,
      isNegated: isNegated !== isNone,
      ...(found.by === 'count' && { count: count ?? { op: 'gte' as const, value: 1 } }),
      ...(found.by === 'count' && { list: listOf(found.command) }),
    };
  }
  return undefined;
};

/** The records that are counted; one that is named is no list. */
function listOf({ tool, args }: Command): LastSearch | undefined {
  const entity = entityNames.find((name) => kindOf(name).search === tool);
  return entity && args.text === undefined ? { ...(args as Omit<LastSearch, 'entity'>), entity } : undefined;
}

/** "more than 3 overdue tasks": the tasks, and the test of their number. */
function withoutNumber(words: readonly Word[]): { words: Word[]; count?: CountTest; isNone: boolean } {
  for (let at = 0; at < words.length; at++) {
    const none = phraseAt(words, at, NO);
    if (none > 0 && at > 0)
      return { words: [...words.slice(0, at), ANY_WORD, ...words.slice(at + none)], isNone: true };
    const tests = [
      [MORE, (value: number): CountTest => ({ op: 'gte', value: value + 1 })],
      [LEAST, (value: number): CountTest => ({ op: 'gte', value })],
      [FEWER, (value: number): CountTest => ({ op: 'lte', value: value - 1 })],
      [MOST, (value: number): CountTest => ({ op: 'lte', value })],
      [EXACTLY, (value: number): CountTest => ({ op: 'eq', value })],
    ] as const;
    for (const [phrases, test] of tests) {
      const length = phraseAt(words, at, phrases);
      const value = length > 0 ? words[at + length]?.value : undefined;
      // "more than 3 days" is a time, "more than 3%" a share
      const isCount =
        value !== undefined && Number.isInteger(value) && !TIME.test(words[at + length + 1]?.norm ?? 'days');
      if (isCount)
        return {
          words: [...words.slice(0, at), ANY_WORD, ...words.slice(at + length + 1)],
          count: test(value),
          isNone: false,
        };
    }
    const any = phraseAt(words, at, ANY);
    if (any > 0) return { words: [...words.slice(0, at), ANY_WORD, ...words.slice(at + any)], isNone: false };
  }
  return { words: [...words], isNone: false };
}

const ANY_WORD: Word = { norm: 'any', text: 'any' };
const TIME = /^(seconds?|minutes?|hours?|days?|weeks?|months?|quarters?|years?|%|percent|[.,;]|and)$/;

function withoutNot(words: readonly Word[]): { words: Word[]; isNegated: boolean } {
  const at = words.findIndex(({ norm }) => norm === 'not' || norm === 'never');
  return at < 0
    ? { words: [...words], isNegated: false }
    : { words: words.filter((_, place) => place !== at), isNegated: true };
}

/** The statement as questions: the auxiliary in front, and "does ... have" of what somebody has. */
function questionsOf(words: readonly Word[]): string[] {
  const first = words[0]?.norm ?? '';
  if (AUXILIARY.test(first)) return [`${joined(words)}?`];
  const at = words.findIndex(({ norm }, place) => place > 0 && AUXILIARY.test(norm));
  const auxiliary = words[at];
  if (!auxiliary) return [];
  const subject = words.slice(0, at);
  const rest = words.slice(at + 1);
  const turned = `${joined([auxiliary, ...subject, ...rest])}?`;
  if (!/^(has|have|had)$/.test(auxiliary.norm)) return [turned];
  const helper = auxiliary.norm === 'have' ? 'do' : auxiliary.norm === 'had' ? 'did' : 'does';
  return [`${helper} ${joined(subject)} have ${joined(rest)}?`, turned];
}
