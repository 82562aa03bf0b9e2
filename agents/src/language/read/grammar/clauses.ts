import { isIndustry } from '../../recognise/lexicon/industries.ts';
import { phraseAt } from '../../recognise/phrases.ts';
import { type Clause, normAt, sensesAt } from '../../recognise/unit.ts';
import { skipCourtesy } from './asides.ts';
import { actsAt, isQuestionAt } from './clause-head.ts';

export interface Span {
  from: number;
  to: number;
}

/** Verbs after which the rest of the sentence is what is to be written down, "and" included. */
const OPAQUE = /^(remember|remind|log|note|record|memorise|memorize|forget|write|jot)$/;
/** Verbs that are nouns or adjectives as often: "and" before them joins words rather than commands. */
const WEAK_STARTS = new Set(
  'open close closed lead leads call calls email emails phone contact contacts note notes record records track list tag label name title stage value move process review demo meeting order file check filter complete completed fix save store start switch view mark read step transfer set bump'.split(
    ' ',
  ),
);

/** A message as clauses of one command each. "Jane and Bob", "name and phone" stay together. */
export function splitClauses(clause: Clause): Span[] {
  const spans: Span[] = [];
  const { units } = clause;
  let from = 0;
  for (let at = 1; at < units.length; at++) {
    const skip = boundaryAt(clause, from, at);
    if (skip === 0) continue;
    spans.push({ from, to: at });
    from = at + skip;
    at = from;
  }
  spans.push({ from, to: units.length });
  return spans
    .filter((span) => skipCourtesy(clause, span.from, span.to) < span.to || span.to - span.from > 0)
    .filter((span) => units.slice(span.from, span.to).some((unit) => !/^[\p{P}\p{S}\n]$/u.test(unit.norm)));
}

/** What a boundary can begin with: spares the look at every other word. */
const MAY_END = /^(?:[.!?;,&\n-]|and|then|also|after|plus|but|before)$/;

const MODAL = /^(?:may|can|could|should|shall|must|might|will|would)$/;

/** How many units a boundary takes at a place; 0 when the clause goes on. */
function boundaryAt(clause: Clause, from: number, at: number): number {
  const { units } = clause;
  const norm = normAt(units, at);
  if (!MAY_END.test(norm)) return 0;
  const isEnd = /^[.!?]$/.test(norm);
  const start = skipCourtesy(clause, from, units.length);
  const isOpaque = OPAQUE.test(normAt(units, start)) || hasColon(clause, from, at);
  if (isEnd && describes(clause, start, at + 1)) return 0;
  if (goesOn(clause, from, at)) return 0;
  if (isEnd || norm === '\n') {
    if (isEnd && units[at + 1]?.start === units[at]?.end) return 0;
    const next = at + 1;
    // a paste goes on over lines until a line begins with an order
    if (norm === '\n')
      return startsOrder(clause, next) && startsCommand(clause, next, true, isOpaque) ? 1 : 0;
    if (norm === '.') return startsCommand(clause, next, true, isOpaque) ? 1 : 0;
    return next < units.length && (!isOpaque || startsCommand(clause, next, true, true)) ? 1 : 0;
  }
  if (norm === ';' && listsNew(clause, start, at)) return 0;
  if (norm === ';') return startsCommand(clause, at + 1, true, isOpaque) ? 1 : 0;
  const joint = phraseAt(
    units,
    at,
    `and then|, and then|, then|then|, and also|and also|, and|and|,|also|after that|, also|plus|but|
    , but|and after that|and please|- then|, plus|, and please|before that|and finally|, finally|&`,
  );
  if (joint === 0) return 0;
  // "it may also delete": it belongs to the verb behind it
  if (norm === 'also' && MODAL.test(normAt(units, at - 1))) return 0;
  const isThen = /then|also|after/.test(
    units
      .slice(at, at + joint)
      .map((unit) => unit.norm)
      .join(' '),
  );
  if (isOpaque && !isThen) return 0;
  if (
    isOpaque &&
    !/^(and )?then$/.test(
      units
        .slice(at, at + joint)
        .map((unit) => unit.norm)
        .join(' '),
    )
  )
    return 0;
  if (listsAnother(clause, from, at, at + joint)) return joint;
  return startsCommand(clause, at + joint, isThen, false) ? joint : 0;
}

/** "update all contacts at X, set their status ...", "task: ..., assign to Carlos": still the same command. */
function goesOn(clause: Clause, from: number, at: number): boolean {
  const { units } = clause;
  const next = at + phraseAt(units, at, ', and|,|and|;|:');
  if (
    phraseAt(units, next, 'set their|set its|set her|set his|change their|make their|mark them as|set the') >
    0
  )
    return /^(update|for|change|edit)$/.test(normAt(units, skipCourtesy(clause, from, at)));
  const hasTask = units.slice(from, at).some((unit) => /^(task|todo|reminder)$/.test(unit.norm));
  return hasTask && phraseAt(units, next, 'assign to|assign it to|assigned to|assignee|due') > 0;
}

const TELLS_MORE =
  'works for|works at|works as|working at|working for|works with|based in|lives in|reachable at|reports to|met at|met via|title is|owner is|owner|website|email|phone|mobile|source';

/** "Add Erik. He works at Wingtip": the next sentence tells more of the new record. */
function describes(clause: Clause, start: number, next: number): boolean {
  const isCreate = /^(add|create|new|insert|register|enter|log|open|make|save|put|onboard)$/.test(
    normAt(clause.units, start),
  );
  if (isCreate && /^(email|phone|url)$/.test(clause.units[next]?.kind ?? '')) return true;
  const value = next + phraseAt(clause.units, next, 'about|around|roughly|probably|worth|closing');
  if (isCreate && /^(money|percent|time)$/.test(clause.units[value]?.kind ?? '')) return true;
  if (isCreate && phraseAt(clause.units, next, TELLS_MORE) > 0) return true;
  if (isCreate && isIndustry(normAt(clause.units, next)) && normAt(clause.units, next + 1) === ',')
    return true;
  return (
    isCreate &&
    /^(he|she|they|it|her|his|their|its)$/.test(normAt(clause.units, next)) &&
    !/^(wants?|said|asked)$/.test(normAt(clause.units, next + 1))
  );
}

/** "add three contacts: Nils Berg; Kari Dahl": what follows is one more of them, unless it begins with a verb. */
function listsNew(clause: Clause, start: number, at: number): boolean {
  const isCreate = /^(add|create|insert|register|enter|make)$/.test(normAt(clause.units, start));
  const isMany = Array.from({ length: 5 }, (_, i) => start + 1 + i).some((place) =>
    sensesAt(clause, place, 'entity').some(({ sense }) => sense.isPlural),
  );
  return isCreate && isMany && actsAt(clause, skipCourtesy(clause, at + 1, clause.units.length)).size === 0;
}

/** "show my tasks and my deals": a second list, of another kind of record. */
function listsAnother(clause: Clause, from: number, to: number, next: number): boolean {
  if (!actsAt(clause, skipCourtesy(clause, from, to)).has('show')) return false;
  const nouns = (start: number, end: number) =>
    Array.from(
      { length: Math.max(0, end - start) },
      (_, index) => sensesAt(clause, start + index, 'entity')[0]?.sense,
    )
      .filter((sense) => sense?.isPlural)
      .map((sense) => sense?.entity);
  let at = next;
  while (/^(my|all|our|the|open|overdue|new|every|also)$/.test(normAt(clause.units, at))) at++;
  const [second] = nouns(at, at + 1);
  const [first] = nouns(from, to);
  return second !== undefined && first !== undefined && first !== second;
}

const TOLD = /^(call|email|meeting|note|remember|log|mind)$/;

/** Free text after a colon belongs to the command before it. */
function hasColon(clause: Clause, from: number, to: number): boolean {
  let isTold = false;
  for (let at = from; at < to; at++) {
    const norm = normAt(clause.units, at);
    if (norm === ':' && isTold) return true;
    isTold ||= TOLD.test(norm);
  }
  return false;
}

function startsCommand(clause: Clause, at: number, isSure: boolean, isStrict: boolean): boolean {
  const { units } = clause;
  if (at >= units.length) return false;
  const start = skipCourtesy(clause, at, units.length);
  const norm = normAt(units, start);
  if (
    /^(remind|undo|log|show|create|add|remember|delete|move|assign|reassign|mark|schedule)$/.test(norm) &&
    units[start]?.kind === 'word'
  )
    return norm === 'undo' || hasObject(clause, start) || isSure;
  if (isStrict) return false;
  const acts = actsAt(clause, start);
  if (acts.size === 0) {
    const isAsked =
      isQuestionAt(clause, start) &&
      phraseAt(units, start, 'who|what|how many|how much|which|when|why|where|what is|what are') > 0;
    if (isAsked && isSure) return true;
    return isAsked && asksAnew(clause, start) && normAt(units, at - 1) !== ','
      ? true
      : isSure && start < units.length;
  }
  // "..., new phone 123" is one more field
  if (norm === 'new' && sensesAt(clause, start + 1, 'field').length > 0 && !isNounAt(clause, start + 1))
    return false;
  // "set up", "get rid of": verbs of several words are nothing else
  if (isSure || Math.max(...acts.values()) > 1) return true;
  return !WEAK_STARTS.has(norm) && hasObject(clause, start)
    ? true
    : WEAK_STARTS.has(norm) && hasDeterminedObject(clause, start);
}

const isNounAt = (clause: Clause, at: number) => sensesAt(clause, at, 'entity').length > 0;

/** "and how many ...", "and when does it close": a question of its own, not the rest of "who we met and who we did not". */
function asksAnew({ units }: Clause, at: number): boolean {
  const word = normAt(units, at);
  const next = normAt(units, at + 1);
  if (/^(when|where)$/.test(word)) return /^(do|does|did|is|are|was|were|will)$/.test(next);
  if (/^what (is|are)$/.test(`${word} ${next}`))
    return /^(it|its|his|her|their|they)$/.test(normAt(units, at + 2));
  if (word === 'which') return /^(do|does|did|is|are|was|were)$/.test(normAt(units, at + 2));
  if (word === 'who') return !/^(we|i|they|is|are|have|has|do|does|did|were|was|work|works)$/.test(next);
  return /^(how|what)$/.test(word) && !(word === 'what' && /^(we|i|they)$/.test(next));
}

/** A verb with an object, or a question; not a label such as "Name: ...". */
function startsOrder(clause: Clause, at: number): boolean {
  const start = skipCourtesy(clause, at, clause.units.length);
  if (/^[:=]$/.test(normAt(clause.units, start + 1)) || /^[:=]$/.test(normAt(clause.units, start + 2)))
    return false;
  if (isQuestionAt(clause, start)) return true;
  return (
    actsAt(clause, start).size > 0 &&
    (!WEAK_STARTS.has(normAt(clause.units, start)) || hasDeterminedObject(clause, start))
  );
}

const hasObject = (clause: Clause, start: number) => start + 1 < clause.units.length;

/** "and email Mia saying ...": what somebody is told stands behind them. */
const WRITTEN = /^(with|saying|that|titled|about)$/;

/** "and move it ...", "and mark the ...": the weak verb has an object. */
function hasDeterminedObject(clause: Clause, start: number): boolean {
  const next = clause.units[start + 1];
  return (
    /^(it|her|him|them|that|this|the|a|an|all|every|my|me|those|these|its|his|their)$/.test(
      next?.norm ?? '',
    ) ||
    (next?.kind === 'name' && WRITTEN.test(normAt(clause.units, start + 2))) ||
    (next?.kind === 'name' &&
      !/^(lead|leads|contacts?|name|title|value|stage|phone|calls?|emails?|notes?)$/.test(
        normAt(clause.units, start),
      ))
  );
}
