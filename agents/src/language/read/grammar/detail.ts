import type { EntityName } from '../../recognise/lexicon/entities.ts';
import { normAt } from '../../recognise/unit.ts';
import type { ValueContext } from './read-value.ts';

/** What a new record is told to be. */
export interface Details {
  set: Record<string, unknown>;
  companyName?: string;
  contactName?: string;
  /** What kind of deal it is: "upsell", "renewal". */
  kind?: string;
  unread: string[];
  /** What a step understood: its words have their place, although no value repeats them. */
  read: string[];
  needsPrevious: boolean;
}

export interface Pass {
  reader: ValueContext;
  entity: EntityName;
  to: number;
  details: Details;
  /** All steps, for looking ahead. */
  steps: readonly Step[];
}

export type Step = (pass: Pass, at: number) => number;

export const BREAK = /^(,|;|\n|\.|-|–|—|\(|\)|\||\/|•)$/;

/** Where a piece of an apposition list ends. */
export function pieceEnd({ reader, to }: Pass, at: number): number {
  let end = at;
  while (end < to && !BREAK.test(normAt(reader.clause.units, end))) end++;
  return end;
}

export const blank = (): Details => ({ set: {}, unread: [], read: [], needsPrevious: false });

/** A sentence, not what a deal is called. */
const SENTENCE =
  /\b(i|we|he|she|they|it|wants?|needs?|is|are|was|were|has|have|had|will|would|asked|says?|said|please|called|named)\b|\d/i;
/** When or how sure, not what. */
const VAGUE =
  /^(sometime|some time|soon|later|maybe|probably|perhaps|around|about|in|by|before|after|until|next|this|last|for|with|from|to|on|at|same|the same|like|as)\b/i;
const MOST_TITLE_WORDS = 6;

/** "phase one", "Contoso support contract": words that may be the name of a deal. */
export const isTitle = (text: string): boolean =>
  text !== '' &&
  text.split(/\s+/).length <= MOST_TITLE_WORDS &&
  // "Head of IT" speaks of no thing
  !SENTENCE.test(text.replace(/\bIT\b/g, '')) &&
  !VAGUE.test(text);

/** Whether a known detail begins at a place. */
export function isStep(pass: Pass, at: number): boolean {
  return pass.steps.some((step) => step({ ...pass, details: blank() }, at) > 0);
}

/** Where within a piece the next known detail begins: "VP Sales at Northwind". */
export function stepInside(pass: Pass, from: number, to: number): number {
  for (let at = from + 1; at < to; at++) {
    if (isStep(pass, at)) return at;
  }
  return to;
}
