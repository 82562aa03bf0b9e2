import { entityNames, kindOf } from '../../recognise/lexicon/entities.ts';
import { isJobTitle } from '../../recognise/lexicon/job-titles.ts';
import { phraseAt } from '../../recognise/phrases.ts';
import { type Clause, textOf } from '../../recognise/unit.ts';
import { skipCourtesy } from '../grammar/asides.ts';
import { actsAt } from '../grammar/clause-head.ts';
import type { Span } from '../grammar/clauses.ts';
import type { Draft } from './frame.ts';

/** Reads a clause as it stands; undefined when that is not sure. */
export type Read = (clause: Clause, span: Span, before?: readonly Draft[]) => Promise<Draft[] | undefined>;

const REASON = `because|since|as he|as she|as it|as they|as we|as i|as the|as their|as our|due to|given that|now that|
  seeing that|so that|so we|so i`;
/** A reason in front of what is to be done; the rest of it goes up to the pause. */
const REASON_FIRST = `because|since|due to|given that|now that|seeing that|seeing as|as discussed|as agreed|
  as promised|as requested|as mentioned|as per|per our|as we|as he|as she|as they|as it|as the|as i`;
/** Places at which a clause may be divided; more joints than this are a list. */
const MAX_JOINTS = 4;

/** A clause of more units than this is a paste. Bounds the work. */
const LONG = 60;

/** What is read when the whole clause is not: the order without its reason, or two orders that share a verb. */
export async function readAgain(clause: Clause, span: Span, read: Read): Promise<Draft[] | undefined> {
  if (span.to - span.from > LONG) return undefined;
  return (
    (await withoutRemark(clause, span, read)) ??
    (await withoutReason(clause, span, read)) ??
    (await sharingVerb(clause, span, read)) ??
    (await twoSentences(clause, span, read)) ??
    withoutTold(clause, span, read)
  );
}

/** "Since the budget is approved, ...": says why, and orders nothing. */
export function isReasonFirst({ units }: Clause, { from, to }: Span): boolean {
  const length = phraseAt(units, from, REASON_FIRST);
  const isSinceWhen = units[from + length]?.time !== undefined;
  return length > 0 && !isSinceWhen && units[to]?.norm === ',';
}

/** Why a record is not wanted, said behind a pause: "duplicate", "it was a test", "he left the company". */
const NOT_WANTED = `duplicate|a duplicate|dupe|it is|he is|she is|it was|he was|she was|that was|that is|he left|she left|
  they left|he has left|she has left|he no longer|she no longer|it no longer|they no longer|he does not|she does not|
  he never|she never|it never|spam|wrong|a test|test|just a test|obsolete|outdated|created by mistake|no longer|left the company|
  a mistake|my mistake|they are|they were|they closed|they went|he retired|she retired|we do not|we never`;
/** In a reason these would limit the order. */
const LIMITS = /^(but|except|only|unless|if|keep|besides|and|then|also)$/;

/** "delete Tom, he left the company": of one record only, where no other can be hit. */
async function withoutRemark(clause: Clause, span: Span, read: Read): Promise<Draft[] | undefined> {
  const { units } = clause;
  for (let at = span.from + 2; at < span.to - 1; at++) {
    if (!PAUSE.test(units[at]?.norm ?? '') || phraseAt(units, at + 1, NOT_WANTED) === 0) continue;
    const isOther = units
      .slice(at + 1, span.to)
      .some(({ kind, norm }) => kind === 'name' || LIMITS.test(norm));
    if (isOther) return undefined;
    const drafts = await read(clause, { from: span.from, to: at });
    const isOne = drafts?.every(({ args }) => entityNames.some((name) => args[kindOf(name).key]));
    return isOne && drafts?.every(({ tool }) => /^delete_/.test(tool)) ? drafts : undefined;
  }
  return undefined;
}

/** "delete Tom because he left": a reason is no part of the order. */
async function withoutReason(clause: Clause, span: Span, read: Read): Promise<Draft[] | undefined> {
  for (let at = span.from + 2; at < span.to; at++) {
    const length = phraseAt(clause.units, at, REASON);
    if (length === 0 || clause.units[at + length]?.time) continue;
    const drafts = await read(clause, { from: span.from, to: at });
    // of a new record it says what it is about
    return drafts?.some(({ tool }) => tool.startsWith('create_')) ? undefined : drafts;
  }
  return undefined;
}

const PAUSE = /^(,|-|–|—|\(|:|;)$/;

/** "Reassign his tasks to Lena, he's sick": what is told behind a pause, where it holds nothing that an order could need. */
async function withoutTold(clause: Clause, span: Span, read: Read): Promise<Draft[] | undefined> {
  for (const to of pausesBeforeTold(clause, span)) {
    const drafts = await read(clause, { from: span.from, to });
    if (drafts) return drafts.some(({ tool }) => KEEPS.test(tool)) ? undefined : drafts;
  }
  return undefined;
}

/** Pauses behind which somebody only tells something: "..., she's taking over the small stuff". */
export function pausesBeforeTold({ units }: Clause, { from, to }: Span): number[] {
  return units.flatMap(({ norm }, at) => {
    const isTold =
      at >= from + 2 &&
      at < to - 2 &&
      PAUSE.test(norm) &&
      /^(he|she|they|it|we|i)$/.test(units[at + 1]?.norm ?? '');
    const isIdle =
      isTold &&
      units
        .slice(at + 1, to)
        .every((one) => /^(word|punct)$/.test(one.kind) && !one.values && !LIMITS.test(one.norm));
    return isIdle ? [at] : [];
  });
}

/** What these make is about what is told, and what is deleted is clearly meant or not at all. */
const KEEPS = /^(create_|log_|remember|delete_)/;

/** "Her title is CTO, and she moved to Hamburg": the second sentence speaks of whom the first is about. */
async function twoSentences(clause: Clause, span: Span, read: Read): Promise<Draft[] | undefined> {
  for (let at = span.from + 2; at < span.to - 2; at++) {
    const joint = phraseAt(clause.units, at, ', and|and|,|;|but|, but');
    const next = clause.units[at + joint]?.norm ?? '';
    if (joint === 0 || !/^(he|she|they|it|her|his|its|their)$/.test(next)) continue;
    const first = await read(clause, { from: span.from, to: at });
    const second = first && (await read(clause, { from: at + joint, to: span.to }, first));
    if (second) return [...first, ...second];
  }
  return undefined;
}

/** "assign Globex to Mia, Contoso to Carlos": the second order takes the verb of the first. */
async function sharingVerb(clause: Clause, span: Span, read: Read): Promise<Draft[] | undefined> {
  const { units } = clause;
  const start = skipCourtesy(clause, span.from, span.to);
  const verb = Math.max(0, ...actsAt(clause, start).values());
  if (verb === 0) return undefined;
  let joints = 0;
  for (let at = start + verb + 1; at < span.to - 1 && joints < MAX_JOINTS; at++) {
    const joint = phraseAt(units, at, ', and|and|,|;|&');
    if (joint === 0 || isJobTitle(textOf(clause, at + joint, at + joint + 2))) continue;
    joints++;
    const first = await read(clause, { from: span.from, to: at });
    if (!first) continue;
    const rest = [...units.slice(start, start + verb), ...units.slice(at + joint, span.to)];
    const other = { ...clause, units: rest };
    const all = { from: 0, to: rest.length };
    const second = (await read(other, all)) ?? (await sharingVerb(other, all, read));
    if (second?.[0]?.tool === first[0]?.tool && second) return [...first, ...second];
  }
  return undefined;
}
