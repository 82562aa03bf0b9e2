import type { Act } from '../../recognise/lexicon/verbs.ts';
import { phraseAt } from '../../recognise/phrases.ts';
import { type Clause, normAt, sensesAt } from '../../recognise/unit.ts';

/** The verbs a place begins with, each with its longest wording. */
export function actsAt(clause: Clause, at: number): Map<Act, number> {
  const acts = new Map<Act, number>();
  const found = sensesAt(clause, at, 'verb');
  for (const { sense, length } of found) {
    // "set up" is not "set"
    if (length < (found[0]?.length ?? 0)) continue;
    for (const act of sense.acts) if ((acts.get(act) ?? 0) < length) acts.set(act, length);
  }
  // "open deals that ..." are deals that are open
  const isList = sensesAt(clause, at + 1, 'entity').some(({ sense }) => sense.isPlural);
  if (isList && normAt(clause.units, at) === 'open') acts.delete('create');
  return acts;
}

const QUESTION =
  /^(who|whom|whose|what|which|when|where|why|how|is|are|was|were|do|does|did|have|has|any|anything|anyone)$/;

export function isQuestionAt(clause: Clause, at: number): boolean {
  // "do not forget" orders
  return QUESTION.test(normAt(clause.units, at)) && phraseAt(clause.units, at, 'do not') === 0;
}

/** What somebody was about to do, or did: "I was going to create ...", "we almost lost ...". */
const isPast = ({ units }: Clause, start: number) =>
  /^(i|we)$/.test(normAt(units, start)) && /^(was|were|almost|nearly)$/.test(normAt(units, start + 1));

/** "Should Globex be owned by Mia?": still weighed; "should be 45k" says what it is. */
const isWeighed = ({ units }: Clause, start: number) =>
  /^(should|shall)$/.test(normAt(units, start)) && !/^(be|read|say|all)$/.test(normAt(units, start + 1));

/** "Do not delete ...", "what if I ...", "should we ...": talk about a deed, not an order. */
export function isNotAnOrder(clause: Clause, start: number): boolean {
  if (phraseAt(clause.units, start, 'do not forget|do not let me forget|never forget') > 0) return false;
  return (
    isPast(clause, start) ||
    isWeighed(clause, start) ||
    // courtesy is taken off before: "let us" stands in front of the clause
    phraseAt(clause.units, start - 2, 'let us say|let us assume|let us suppose|let us pretend') > 0 ||
    phraseAt(
      clause.units,
      start,
      `do not|never|what if|if i|if we|if you|if someone|if|suppose|supposing|imagine|pretend|assuming|should i|should we|would it|
    nobody|no one|noone|none of|almost|nearly|hardly|barely|
    how do i|how can i|how do we|how would i|how would you|how to|how does one|what happens if|
    what happens when|what would happen|is it ok to|is it safe to|is it possible|can someone|did you|
    have you|you did|i did not|we did not|i never|why|when i|i wonder|wondering|assume|hypothetically|
    are you able|are you going to|will it|does it|do you`,
    ) > 0
  );
}
