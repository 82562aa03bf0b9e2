import { skipCourtesy } from '../read/grammar/asides.ts';
import { phraseAt } from '../recognise/phrases.ts';
import { type Clause, normAt, sensesAt, type Unit } from '../recognise/unit.ts';
import { partAt, type Replacement, replacementsFor } from './replaced-part.ts';

/** Said between what was wrong and what is right, wherever it stands. */
const PLAIN = `i mean|i meant|i meant to say|scratch that|or rather|make that|no make that|no make it|no wait|wait no|
  no sorry|sorry no|sorry i mean|sorry i meant|no i mean|no i meant|wait i mean|hold on|scratch that make it`;
/** The same, which means something else unless it stands after a pause. */
const APART = `no|sorry|wait|actually|rather|correction|better|make it|no actually|actually no|oops|whoops`;
/** Of these, the ones that take something back even when nothing that fits follows. */
const TAKES_BACK = `no|wait|no wait|wait no|i mean|i meant|no i mean|scratch that|hold on|correction`;
/** What leads to the right thing. */
const LEADS = 'to|on|at|for|with|it is|from|in|of|by|the|a|an|make it|change it to|set it to|only|until';
/** "..., to Mia instead": the same, said behind what is right. */
const INSTEAD =
  /^(.+?)[,;]\s*(?:(?:but|and|no|please)\s+)*((?:to|for|with|on|at|in|by|from|make it|make that|set it to)\s[^,;]{1,80}?)\s+instead\s*[.!]*$/is;
/** Verbs after which the rest is written down as it was said. */
const VERBATIM = /^(remember|log|note|record|memorise|memorize|forget|write|jot)$/;

/**
 * The message as its writer wanted it, where one thing in it was corrected by another of its kind: "for 12k, no, 15k"
 * is "for 15k".
 *
 * @returns undefined when nothing was corrected; `unclear` when something was taken back and nothing fits in its place
 */
export function corrected(clause: Clause): string | 'unclear' | undefined {
  const { units } = clause;
  const instead = INSTEAD.exec(clause.message);
  if (instead) return `${instead[1]}, no, ${instead[2]}`;
  const start = skipCourtesy(clause, 0, units.length);
  if (VERBATIM.test(normAt(units, start))) return undefined;
  for (let at = start + 1; at < units.length; at++) {
    if (normAt(units, at) === ':') return undefined;
    const marker = markerAt(clause, at);
    if (!marker || isLeftOut(clause, marker.end)) continue;
    const wanted = skipLeads(clause, marker.end);
    const found = partAt(clause, wanted) && replacementsFor(clause, start, at, wanted);
    if (found) return rewritten(clause, at, found);
    if (marker.takesBack && at > start + 1) return 'unclear';
  }
  return undefined;
}

/** ", no prospects": which ones are not wanted; "no, prospects" takes something back. */
const isLeftOut = (clause: Clause, at: number) =>
  normAt(clause.units, at - 1) === 'no' && sensesAt(clause, at, 'entity').some(({ sense }) => sense.isPlural);

interface Marker {
  /** After the marker and the pause that follows it. */
  end: number;
  takesBack: boolean;
}

/** A marker with the pause before it at `at`: ", no, ". */
function markerAt({ units }: Clause, at: number): Marker | undefined {
  const from = skipPause(units, at);
  const isApart = from > at;
  let end = from;
  let takesBack = false;
  let isFinal = false;
  // "hm, no wait, I meant": of several the last one counts, hesitation alone is none
  for (;;) {
    const place = isApart ? skipHesitation(units, end) : end;
    const length = Math.max(phraseAt(units, place, PLAIN), isApart ? phraseAt(units, place, APART) : 0);
    if (length === 0) break;
    takesBack ||= phraseAt(units, place, TAKES_BACK) === length;
    end = skipPause(units, place + length);
    isFinal = end === units.length || end > place + length;
  }
  return end > from ? { end, takesBack: isApart && isFinal && takesBack } : undefined;
}

const HESITATION = 'hm|hmm|uh|uhm|um|er|erm|ah|oh|argh|ugh|damn|crap|ok|well';

function skipHesitation(units: readonly Unit[], at: number): number {
  let next = at;
  for (let length = phraseAt(units, next, HESITATION); length > 0; length = phraseAt(units, next, HESITATION))
    next = skipPause(units, next + length);
  return next;
}

function skipPause(units: readonly Unit[], at: number): number {
  let next = at;
  while (units[next]?.kind === 'punct' && /^[,;–—.…-]+$/.test(units[next]?.text ?? '')) next++;
  return next;
}

function skipLeads(clause: Clause, at: number): number {
  let next = at;
  for (let length = 1; length > 0 && !partAt(clause, next); next += length)
    length = phraseAt(clause.units, next, LEADS);
  return next;
}

/** The message with the right things in the places of the wrong ones; what stands behind them stays. */
function rewritten(clause: Clause, marker: number, found: readonly Replacement[]): string {
  const { message, units } = clause;
  const cutFrom = units[marker - 1]?.end ?? 0;
  const cutTo = found.at(-1)?.behind ?? cutFrom;
  const edits = [
    ...found.map(({ from, to, text }) => ({ from, to, text })),
    { from: cutFrom, to: cutTo, text: '' },
  ].sort((a, b) => b.from - a.from);
  return edits.reduce((text, edit) => text.slice(0, edit.from) + edit.text + text.slice(edit.to), message);
}
