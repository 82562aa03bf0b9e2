import type { Act } from '../lexicon/verbs.ts';
import { phraseAt } from './phrases.ts';
import { type Clause, normAt, sensesAt } from './unit.ts';

const COURTESY = `please|pls|plz|kindly|could you|can you|would you|will you|would you mind|could we|can we|can i|
  may i|could i|i want you to|i want to|i would like you to|i would like to|i need you to|i need to|
  i would like|i need|i want|we need to|we need|we want to|we should|let us|hey|hi|hello|clianta|
  go ahead and|just|now|then|also|and|and then|ok|okay|so|well|quickly|help me|help me to|
  make sure to|make sure you|next|first|second|finally|afterwards|after that|i think we should|
  it would be great if you could|be so kind and|be so kind as to|do me a favor and|do me a favour and|
  feel free to|you can|you should|i guess|oh|um|actually|yes|yeah|great|thanks|thank you|cool|perfect|
  good|alright|right|sorry|by the way|btw|good morning|good afternoon|good evening|morning|team|there|
  once done|when done|possible to|is it possible to|would it be possible to|i am going to need to|
  go and|try to|start by|remember to|can u|could u|i have to|i had to|i have just|quick question|
  question|to start|as well|for me|can you please|lets|need to|we have to|oops|whoops|hmm|wait|sorry|gotta|i must|we must|i gotta|i forgot to`;
const PUNCT = /^[\p{P}\p{S}\n]$/u;

/** Where the content begins after "hey, could you please". */
export function skipCourtesy(clause: Pick<Clause, 'units'>, from: number, to: number): number {
  let at = from;
  while (at < to) {
    const norm = normAt(clause.units, at);
    if (PUNCT.test(norm) && !/^["'$€£#]$/.test(norm)) {
      at++;
      continue;
    }
    const length = phraseAt(clause.units, at, COURTESY);
    // "add", "next" and "team" can be all there is
    if (length === 0 || at + length >= to) break;
    at += length;
  }
  return at;
}

/** The verbs a place begins with, each with its longest wording. */
export function actsAt(clause: Clause, at: number): Map<Act, number> {
  const acts = new Map<Act, number>();
  const found = sensesAt(clause, at, 'verb');
  for (const { sense, length } of found) {
    // "set up" is not "set"
    if (length < (found[0]?.length ?? 0)) continue;
    for (const act of sense.acts) if ((acts.get(act) ?? 0) < length) acts.set(act, length);
  }
  return acts;
}

const QUESTION =
  /^(who|whom|whose|what|which|when|where|why|how|is|are|was|were|do|does|did|have|has|any|anything|anyone)$/;

export function isQuestionAt(clause: Clause, at: number): boolean {
  // "do not forget" orders
  return QUESTION.test(normAt(clause.units, at)) && phraseAt(clause.units, at, 'do not') === 0;
}

/** "Do not delete ...", "what if I ...", "should we ...": talk about a deed, not an order. */
export function isNotAnOrder(clause: Clause, start: number): boolean {
  if (phraseAt(clause.units, start, 'do not forget|do not let me forget|never forget') > 0) return false;
  return (
    phraseAt(
      clause.units,
      start,
      `do not|never|what if|if i|if we|if you|if someone|if|suppose|imagine|should i|should we|would it|
    how do i|how can i|how do we|how would i|how would you|how to|how does one|what happens if|
    what happens when|what would happen|is it ok to|is it safe to|is it possible|can someone|did you|
    have you|you did|i did not|we did not|i never|why|when i|i wonder|wondering|assume|hypothetically|
    are you able|are you going to|will it|does it|do you|he said|she said|they said`,
    ) > 0
  );
}
