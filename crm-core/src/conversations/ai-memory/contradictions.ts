import { type FactWords, factWords, overlap } from './fact-words.ts';

/** As much of their words share facts that say the same (specification). */
const SAME_OVERLAP = 0.85;

/** Of these there is one at a time: two facts that say something else of it cannot both be true. */
const ONE_VALUE = new Set(
  'prefer live work report start end move cost drive belong sign pay renew expire weigh earn'.split(' '),
);

export interface ComparedFact {
  id: string;
  fact: string;
  subjectTitle: string;
  /** Of facts that somebody has found to be true beside it. */
  agreesWith?: readonly string[] | null | undefined;
}

/** Near-equal, in other words or another order: the same numbers, and both say yes or both say no. */
export function saySame(one: ComparedFact, other: ComparedFact): boolean {
  const [a, b] = [wordsOf(one), wordsOf(other)];
  return a.isYes === b.isYes && sameNumbers(a, b) && overlap(a.words, b.words) >= SAME_OVERLAP;
}

/**
 * Cannot both be true, as far as rules can tell: one denies what the other says, or both give another value to what has
 * only one: "prefers mornings" and "prefers afternoons", "the birthday is 4 May" and "is 6 June". What is only more exact is
 * no contradiction.
 */
export function contradict(one: ComparedFact, other: ComparedFact): boolean {
  if (one.agreesWith?.includes(other.id) || other.agreesWith?.includes(one.id)) return false;
  const [a, b] = [wordsOf(one), wordsOf(other)];
  if (a.isYes !== b.isYes) return sameNumbers(a, b) && overlap(a.words, b.words) >= SAME_OVERLAP;
  const [first, second] = [frameOf(a, one), frameOf(b, other)];
  if (!first || !second || !a.isYes || first.of !== second.of) return false;
  const [short, long] = [first.value, second.value].sort((x, y) => x.length - y.length) as [
    string[],
    string[],
  ];
  return short.length > 0 && !short.every((word) => long.includes(word));
}

/** Pairs that contradict each other, the older first of each. @param facts - of one subject, the oldest first */
export function contradictionsOf<F extends ComparedFact>(facts: readonly F[]): Array<[older: F, newer: F]> {
  return facts.flatMap((newer, at) =>
    facts.slice(0, at).flatMap((older): Array<[F, F]> => (contradict(older, newer) ? [[older, newer]] : [])),
  );
}

const wordsOf = ({ fact, subjectTitle }: ComparedFact): FactWords => factWords(fact, subjectTitle);

const numbers = ({ words }: FactWords) => words.filter((word) => /\d/.test(word)).sort();
const sameNumbers = (a: FactWords, b: FactWords): boolean => numbers(a).join() === numbers(b).join();

/** What a fact gives a value to, where that has only one, and the value. */
function frameOf({ words }: FactWords, { fact }: ComparedFact): { of: string; value: string[] } | undefined {
  const at = words.findIndex((word) => ONE_VALUE.has(word) || word === 'be');
  const verb = words[at];
  if (verb === undefined) return undefined;
  const before = words.slice(0, at);
  // "Jane is tall" and "Jane is kind" are both true; "her birthday is ..." is one day
  if (verb === 'be' && (before.length === 0 || !isPossession(fact))) return undefined;
  return { of: `${before.join(' ')}|${verb}`, value: words.slice(at + 1).filter((word) => !LINKS.has(word)) };
}

const LINKS = new Set('in at on for with from by called named'.split(' '));

const isPossession = (fact: string): boolean =>
  /(?:[’']s|s[’']|\b(?:our|my|the|their|his|her|its))\s+[\p{L}\p{N} ]+\s(?:is|are|was)\b/iu.test(fact);
