import { skipCourtesy } from '../read/grammar/asides.ts';
import { actsAt } from '../read/grammar/clause-head.ts';
import type { Span } from '../read/grammar/clauses.ts';
import { phraseAt } from '../recognise/phrases.ts';
import { type Clause, normAt } from '../recognise/unit.ts';

/** A way to take a message apart: what was told, what it hangs on, and what is to be done. */
export interface Split {
  /** Told before, for what the words of the condition stand for. */
  told: Span[];
  condition: Span;
  /** It is to be done when that is not so. */
  isNegated: boolean;
  orders: Span;
  otherwise: Span | undefined;
  /** The condition was asked, and the orders refer to that: "if so". */
  isAsked?: boolean;
  /** What was said between the two, such as by when it is to be done. */
  reason?: Span;
}

const IF = 'if|in case|provided that|provided|as long as';
const UNLESS = 'unless';
const IF_SO = `if so|if yes|if that is so|if that is the case|if that is true|if this is the case|if it is|if it was|if it has|
  if it does|if it did|if they do|if they did|if they have|if they are|if he does|if he has|if she does|if she has|in that case|
  if there are|if there is|if there are any|if any`;
const IF_NOT = `if not|if no|if that is not so|if that is not the case|if this is not the case|if it is not|if it has not|if it was not|
  if they do not|if they did not|if they have not|if he has not|if she has not|if there are none|if there is none|if none`;
const ELSE = `otherwise|or else|else|if not|if that is not so|if that is not the case|in any other case|if it is not|if they do not|if they have not`;
const CHECK = `check if|check whether|check that|see if|see whether|find out if|find out whether|look if|look whether|look up if|look up whether|
  verify that|verify if|verify whether|make sure if|tell me if|tell me whether|know if|know whether|confirm if|confirm whether`;
/** Said where the condition was told before: it is not one itself. */
const ONLY_CHECK = /^(check|look|see|find|verify|confirm|please|it|this|that|out|up|for|me|and|into|on)$/;
const MAY = 'might|may|could|would|should';
const BELIEF = `i think|i believe|i suspect|i guess|i fear|i feel like|i have a feeling|i am afraid|i worry|i am worried|maybe|perhaps|it could be|it may be|it might be|i heard|i suppose|i wonder if|i wonder whether|i am wondering if|not sure if|i am not sure if|i am not sure whether`;
const ASKS = /^(is|are|was|were|has|have|had|does|do|did)$/;
/** Orders that the words of records do not have as verbs. */
const ORDER =
  'send|email|mail|plot|chart|draw|graph|book|schedule|tell|notify|message|write|let me know|give|reassign|warn|ping|make|have';
/** More ways to take a message apart are not tried. */
const MOST = 8;

const isEnd = (norm: string) => /^[.?!;\n]$/.test(norm);

/** Whether an order begins here, courtesy aside. */
function isOrderAt(clause: Clause, at: number, to: number): boolean {
  const start = skipCourtesy(clause, at, to);
  if (start >= to) return false;
  return actsAt(clause, start).size > 0 || phraseAt(clause.units, start, ORDER) > 0;
}

/** The ways in which a message may hang on a condition, the likeliest first. None: it does not. */
export function splitsOf(clause: Clause): Split[] {
  const { units } = clause;
  for (let at = 1; at < units.length; at++) {
    const so = phraseAt(units, at, IF_SO);
    const not = phraseAt(units, at, IF_NOT);
    const length = Math.max(so, not);
    const isAfter = length > 0 && isOrderAt(clause, at + length, units.length);
    if (isAfter) return askedBefore(clause, at, length, not > so);
  }
  for (let at = 0; at < units.length; at++) {
    const given = phraseAt(units, at, IF);
    const unless = phraseAt(units, at, UNLESS);
    if (given === 0 && unless === 0) continue;
    const first = skipCourtesy(clause, sentenceStart(clause, at), at);
    const mark = { at, length: given || unless, isNegated: unless > 0 };
    return first >= at ? inFront(clause, mark) : behind(clause, mark, first);
  }
  return [];
}

function sentenceStart({ units }: Clause, at: number): number {
  let from = at;
  while (from > 0 && !isEnd(normAt(units, from - 1))) from--;
  return from;
}

/** The sentences of a stretch. */
function sentences({ units }: Clause, { from, to }: Span): Span[] {
  const spans: Span[] = [];
  let start = from;
  for (let at = from; at <= to; at++) {
    if (at < to && !isEnd(normAt(units, at))) continue;
    if (at > start) spans.push({ from: start, to: at });
    start = at + 1;
  }
  return spans;
}

/** "Can you check whether ...? If so, ...", "I think ... might ... Can you check and if so, ...". */
function askedBefore(clause: Clause, at: number, length: number, isNegated: boolean): Split[] {
  const { units } = clause;
  const before = sentences(clause, { from: 0, to: at });
  const branches = branchesOf(clause, at + length);
  const ranked = before
    .flatMap((span) => {
      const found = questionIn(clause, span);
      return found ? [{ span, ...found }] : [];
    })
    .toSorted((a, b) => a.rank - b.rank);
  return ranked.map(({ span, condition }) => {
    const rest = before.filter((one) => one !== span && !isOnlyCheck(clause, one));
    // a reason that stands before "if so" belongs to what is to be done
    const reason = rest.find(({ from }) => from > span.from);
    return {
      told: rest,
      condition: trimmed(units, condition),
      isNegated,
      isAsked: true,
      ...branches,
      ...(reason && { reason }),
    };
  });
}

function isOnlyCheck(clause: Clause, { from, to }: Span): boolean {
  const start = skipCourtesy(clause, from, to);
  return clause.units.slice(start, to).every(({ norm }) => ONLY_CHECK.test(norm) || /^[\p{P}]$/u.test(norm));
}

/** What a sentence asks or supposes. */
function questionIn(clause: Clause, { from, to }: Span): { condition: Span; rank: number } | undefined {
  const { units } = clause;
  if (isOnlyCheck(clause, { from, to })) return undefined;
  for (let at = from; at < to; at++) {
    const check = phraseAt(units, at, CHECK);
    if (check > 0) return { condition: { from: at + check, to }, rank: 0 };
  }
  const start = skipCourtesy(clause, from, to);
  if (ASKS.test(normAt(units, start))) return { condition: { from: start, to }, rank: 1 };
  const belief = phraseAt(units, from, BELIEF);
  if (belief > 0) return { condition: { from: from + belief, to }, rank: 2 };
  const hasDoubt = units.slice(from, to).some((_, index) => phraseAt(units, from + index, MAY) > 0);
  return { condition: { from: start, to }, rank: hasDoubt ? 2 : 3 };
}

/** "If ..., do this. Otherwise do that": where the condition ends is tried. */
function inFront(clause: Clause, { at, length, isNegated }: Mark): Split[] {
  const { units } = clause;
  const told = sentences(clause, { from: 0, to: sentenceStart(clause, at) });
  const from = at + length;
  const places: Array<{ to: number; next: number; isMarked: boolean }> = [];
  for (let place = from + 2; place < units.length; place++) {
    const mark = phraseAt(units, place, ', then|,|then|:|, please|- |–|—');
    if (isEnd(normAt(units, place)) && places.length > 0) break;
    if (mark > 0 && place + mark < units.length)
      places.push({ to: place, next: place + mark, isMarked: isOrderAt(clause, place + mark, units.length) });
    else if (isOrderAt(clause, place, units.length) && normAt(units, place - 1) !== ',')
      places.push({ to: place, next: place, isMarked: false });
  }
  const ordered = places.filter(({ to, next }) => next > to || isOrderAt(clause, next, units.length));
  return ordered
    .toSorted((a, b) => Number(b.isMarked) - Number(a.isMarked))
    .slice(0, MOST)
    .map(({ to, next }) => ({
      told,
      condition: trimmed(units, { from, to }),
      isNegated,
      ...branchesOf(clause, next),
    }));
}

interface Mark {
  at: number;
  length: number;
  isNegated: boolean;
}

/** "Do this if ...", "do this unless ...; otherwise do that". */
function behind(clause: Clause, { at, length, isNegated }: Mark, first: number): Split[] {
  const { units } = clause;
  if (!isOrderAt(clause, first, at)) return [];
  const start = sentenceStart(clause, at);
  const other = elseAt(clause, at + length);
  const end = other?.at ?? units.length;
  return [
    {
      // what the condition speaks of may be what is to be done: "book a meeting with Jane if she has ..."
      told: [...sentences(clause, { from: 0, to: start }), { from: start, to: at }],
      condition: trimmed(units, { from: at + length, to: end }),
      isNegated,
      orders: trimmed(units, { from: start, to: at }),
      otherwise: other && trimmed(units, { from: other.at + other.length, to: units.length }),
    },
  ];
}

function elseAt({ units }: Clause, from: number): { at: number; length: number } | undefined {
  for (let at = from; at < units.length; at++) {
    const length = phraseAt(units, at, ELSE);
    if (length > 0) return { at, length };
  }
  return undefined;
}

function branchesOf(clause: Clause, from: number): Pick<Split, 'orders' | 'otherwise'> {
  const { units } = clause;
  const other = elseAt(clause, from);
  return {
    orders: trimmed(units, { from, to: other?.at ?? units.length }),
    otherwise: other && trimmed(units, { from: other.at + other.length, to: units.length }),
  };
}

const EDGE = /^([,.;:?!\n–—-]|and|but|then|so)$/;

/** Without marks and joints at its edges. */
function trimmed(units: Clause['units'], { from, to }: Span): Span {
  let [start, end] = [from, to];
  while (start < end && EDGE.test(normAt(units, start))) start++;
  // "since then" is a time
  const isEdge = (at: number) => EDGE.test(normAt(units, at)) && normAt(units, at - 1) !== 'since';
  while (end > start && isEdge(end - 1)) end--;
  return { from: start, to: end };
}
