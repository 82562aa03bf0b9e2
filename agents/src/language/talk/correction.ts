import { actsAt } from '../read/grammar/clause-head.ts';
import { phraseAt } from '../recognise/phrases.ts';
import { type Clause, textOf, type Unit } from '../recognise/unit.ts';

/** What takes something back that was done; nothing else begins so. */
const STRONG = `no|nope|no no|no wait|no sorry|no i mean|no i meant|i meant|i mean|i said|wrong|wrong one|the wrong one|that is wrong|
  that was wrong|this is wrong|not right|not that one|oops|whoops|my mistake|my bad|correction|typo|scratch that|undo that|undo it|
  undo this|undo|take that back|take it back|revert that|revert it|should be|should have been|was supposed to be|had to be`;
/** The same, when it fits what was done. */
const WEAK =
  'sorry|wait|actually|hold on|rather|make it|make that|change it to|change that to|set it to|it is|it was|that is|instead|use';
/** It shall be as it was. */
const REVERT = `it was fine before|it was right before|it was better before|it was correct before|leave it as it was|keep it as it was|
  put it back|put that back|leave it|keep it as it is|leave it as it is|the old one was right|it was fine|it was right`;
/** May stand around what is right. */
const AROUND = `it|that|this|is|was|be|the|a|an|to|on|at|for|with|from|of|by|in|do|and|but|please|right|correct|true|one|she|he|they|
  her|his|their|now|just|again|same|so|thing|person|contact|company|deal|task|record|date|day|time|amount|value|owner|title|job title|
  has|have|been|wanted|want|that one|name|ah|oh|hm|hmm|ok|yes|well`;

/** What a message says of what was done last. */
export interface Correction {
  /** What it should have been, a unit each. */
  wanted: Unit[];
  /** What it should not have been. */
  unwanted: Unit[];
  /** What is said besides, as it was written: a word that only the old value can explain. */
  rest: string;
  /** It can mean nothing else. */
  isSure: boolean;
  /** It shall be as it was before. */
  isRevert: boolean;
}

/** More words than that are no value. */
const MOST_WORDS = 4;

const isPart = ({ kind, time }: Unit) =>
  time !== undefined || /^(name|email|money|number|percent|clock|quote|phone)$/.test(kind);

/** The message as a correction of what was done; undefined when it is something else. */
export function correctionIn(clause: Clause): Correction | undefined {
  const { units } = clause;
  const found: Correction = { wanted: [], unwanted: [], rest: '', isSure: false, isRevert: false };
  let isMarked = false;
  let isNot = false;
  let from: number | undefined;
  let to = 0;
  for (let at = 0; at < units.length; ) {
    const unit = units[at] as Unit;
    const strong = phraseAt(units, at, STRONG);
    const weak = phraseAt(units, at, WEAK);
    const revert = phraseAt(units, at, REVERT);
    if (unit.norm === 'not' && strong < 2) {
      isNot = true;
      at += 1;
    } else if (isPart(unit) && !(unit.matches?.length === 0 && phraseAt(units, at, AROUND) > 0)) {
      (isNot ? found.unwanted : found.wanted).push(unit);
      isNot = false;
      at += 1;
    } else if (revert > 0 && revert >= strong && revert > weak && from === undefined) {
      found.isRevert = true;
      at += revert;
    } else if (strong + weak > 0 && from === undefined) {
      found.isSure ||= strong >= weak;
      isMarked = true;
      at += Math.max(strong, weak);
    } else if (/^[\p{P}\n]+$/u.test(unit.norm)) at += 1;
    else {
      const around = phraseAt(units, at, AROUND);
      if (around === 0) {
        // one stretch of other words may be the right value
        if (!isMarked || (from !== undefined && to !== at) || found.wanted.length > 0) return undefined;
        from ??= at;
        to = at + 1;
      }
      at += Math.max(around, 1);
    }
  }
  const isContrast = found.wanted.length === 1 && found.unwanted.length === 1;
  if (!isMarked && !isContrast && !found.isRevert) return undefined;
  const rest = from === undefined ? '' : textOf(clause, from, to);
  if (isNot || rest.split(/\s+/).length > MOST_WORDS) return undefined;
  // an order of its own
  if (from !== undefined && (found.wanted.length > 0 || actsAt(clause, from).size > 0)) return undefined;
  return { ...found, rest, isSure: found.isSure || isContrast };
}
