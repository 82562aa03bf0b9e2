import type { LanguageContext } from '../../language-context.ts';
import { entityNames, kindOf } from '../../recognise/lexicon/entities.ts';
import type { NameLookup } from '../../recognise/names/known-names.ts';
import { type Clause, normAt, sensesAt } from '../../recognise/unit.ts';
import { unaccounted } from '../../score/accounting.ts';
import { chartVisits } from '../../visits/chart-visits.frame.ts';
import { checkVisits } from '../../visits/check-visits.frame.ts';
import { skipCourtesy, withoutThanks } from '../grammar/asides.ts';
import { actsAt, isNotAnOrder, isQuestionAt } from '../grammar/clause-head.ts';
import type { Span } from '../grammar/clauses.ts';
import type { Introduced } from '../grammar/selection.ts';
import { adjust } from './adjust.frame.ts';
import { assign } from './assign.frame.ts';
import { clearField } from './clear.frame.ts';
import { closeDeal } from './close-deal.frame.ts';
import { compare } from './compare.frame.ts';
import { contactOfDeal } from './contact-of-deal.frame.ts';
import { correctValue } from './corrected-value.frame.ts';
import { create } from './create.frame.ts';
import { moveDeal } from './deal.frame.ts';
import { deed } from './deed.frame.ts';
import { remove } from './delete.frame.ts';
import { followUp } from './follow-up.frame.ts';
import type { Draft, Frame, LastSearch, Request } from './frame.ts';
import { explain, undo } from './general.frame.ts';
import { changeJob } from './job.frame.ts';
import { logActivity } from './log.frame.ts';
import { linkedRecord, looseChange } from './loose-change.frame.ts';
import { correctMemory, forget, remember } from './memory.frame.ts';
import { createPipeline } from './pipeline.frame.ts';
import { changePlace } from './place.frame.ts';
import { ranking } from './ranking.frame.ts';
import { search } from './search.frame.ts';
import { changeStages } from './stages.frame.ts';
import { tag } from './tag.frame.ts';
import { completeTask, createTask, postponeTask } from './task.frame.ts';
import { update } from './update.frame.ts';

/** Questions and talk: these never change a record. */
const SAYING: readonly Frame[] = [explain];
/** Orders, the more particular first. */
const ORDERS: readonly Frame[] = [
  undo,
  remember,
  forget,
  correctValue,
  correctMemory,
  chartVisits,
  checkVisits,
  createPipeline,
  changeStages,
  compare,
  followUp,
  ranking,
  completeTask,
  contactOfDeal,
  closeDeal,
  moveDeal,
  postponeTask,
  adjust,
  logActivity,
  createTask,
  tag,
  assign,
  clearField,
  linkedRecord,
  create,
  remove,
  update,
  changeJob,
  changePlace,
  deed,
  looseChange,
  search,
];
/** What is left of the orders when the clause only talks about a deed. */
const ASKING: readonly Frame[] = [checkVisits, compare, followUp, ranking, search];

/** A clause of more units than this is a text to be kept, not a list of conditions. Bounds the work on pastes. */
const LONG_CLAUSE = 80;
const CONTENT: readonly Frame[] = [remember, logActivity, createTask, create];

/** Tools that change nothing: all that a question or talk may call. */
const READS =
  /^(search_|get_|list_|find_|deal_health|stage_conversion|summarize_|recall|help|website_visits|workspace_facts|explain_)/;

/** Whether a draft changes nothing. */
export const isReading = ({ tool, isShownAgain = false }: Pick<Draft, 'tool' | 'isShownAgain'>): boolean =>
  isShownAgain || READS.test(tool) || entityNames.some((name) => kindOf(name).search === tool);

/** Below this a reading is not taken. */
export const MIN_CONFIDENCE = 0.55;

/** What a change is worth that leaves out a part of what was said. */
const PARTLY = 0.4;

export interface ReadClause {
  drafts: Draft[];
  request: Request;
}

/** What one clause asks for: the first frame that reads it, or the best of those that read only part of it. */
export async function readClause(
  clause: Clause,
  span: Span,
  context: LanguageContext,
  lookup: NameLookup,
  introduced: readonly Introduced[],
  last?: LastSearch,
): Promise<ReadClause> {
  const start = skipCourtesy(clause, span.from, span.to);
  const to = trimmedEnd(clause, start, span.to);
  const request: Request = {
    clause,
    context,
    lookup,
    introduced,
    start,
    to,
    acts: actsAt(clause, start),
    isQuestion: isQuestionAt(clause, start),
    ...(last && { last }),
  };
  const isTalk = isNotAnOrder(clause, start) || isReported(request);
  request.isTalk = isTalk;
  const said = await firstOf(SAYING, request);
  if (said) return { drafts: said, request };
  const frames = isTalk ? ASKING : to - start > LONG_CLAUSE ? CONTENT : ORDERS;
  let best: Draft[] = [];
  for (const frame of frames) {
    const read = await frame(request);
    if (!read || read.length === 0) continue;
    // what goes on from a list is known by the list, not by its words
    const drafts = accountedFor(
      request,
      frame === followUp ? read.map((one) => ({ ...one, isAccounted: true })) : read,
    );
    const confidence = Math.min(...drafts.map((draft) => draft.confidence));
    const isOnlyAsked = isTalk || request.isQuestion || isListed(request);
    if (isOnlyAsked && (!drafts.every(isReading) || (isTalk && confidence < 0.8))) continue;
    if (confidence >= 0.7) return { drafts, request };
    if (best.length === 0 || confidence > Math.min(...best.map((draft) => draft.confidence))) best = drafts;
  }
  return { drafts: best, request };
}

/** "(Show me) contacts at Northwind where city is Turin" without another order are a list: what stands behind "where" narrows it. */
const isListed = ({ clause, start, to, acts }: Request): boolean =>
  (acts.size === 0
    ? sensesAt(clause, start, 'entity').some(({ sense }) => sense.isPlural)
    : [...acts.keys()].every((act) => act === 'show')) &&
  clause.units.slice(start, to).some(({ norm }) => /^(where|whose|who|that|which)$/.test(norm));

/** A change that leaves out a part of what was said is none: it says which part, and another frame may read it all. */
function accountedFor(request: Request, drafts: Draft[]): Draft[] {
  const isKept = drafts.every((draft) => isReading(draft) || draft.isAccounted);
  if (isKept && drafts.every((draft) => twoInOne(request, draft).length === 0)) return drafts;
  const said = drafts.map(({ args, read }) => ({ ...args, read }));
  const missing = [
    ...(isKept ? [] : unaccounted(request.clause, request.start, request.to, said)),
    ...drafts.flatMap((draft) => twoInOne(request, draft)),
  ];
  return drafts.map((draft) => {
    const unread = [...new Set([...(draft.unread ?? []), ...missing])].filter(Boolean);
    return unread.length > 0 ? { ...draft, unread, confidence: Math.min(draft.confidence, PARTLY) } : draft;
  });
}

/** "COO at Contoso" is no job title: a value that ends in another record's name, or goes on with a number, is two values. */
function twoInOne({ clause, start, to }: Request, { args: { set } }: Draft): string[] {
  const values = Object.values(typeof set === 'object' && set !== null ? set : {});
  return clause.units.slice(start, to).flatMap(({ kind, text, matches = [] }, i) => {
    const joint = normAt(clause.units, start + i - 1);
    const isKnown =
      kind === 'name' && matches.some(({ score }) => score === 1) && /^(at|of|from)$/.test(joint);
    const isWithin = (value: unknown) => typeof value === 'string' && value.endsWith(` ${joint} ${text}`);
    // "retail, 80 employees" is an industry and a size
    const isBehindComma = (value: unknown) => typeof value === 'string' && value.includes(`, ${text}`);
    const isOther = joint === ',' && /^(number|money|percent|email|phone|url)$/.test(kind);
    return (isKnown && values.some(isWithin)) || (isOther && values.some(isBehindComma)) ? [text] : [];
  });
}

async function firstOf(frames: readonly Frame[], request: Request): Promise<Draft[] | undefined> {
  for (const frame of frames) {
    const drafts = await frame(request);
    if (drafts && drafts.length > 0) return drafts;
  }
  return undefined;
}

/** Where the end may be a text of the user's own: a title, a note, a reason. */
const OWN_TEXT =
  /^(remind|remember|log|note|record|memorise|memorize|forget|write|jot|track|task|todo|reminder|because|since)$/;

function trimmedEnd(clause: Clause, from: number, to: number): number {
  const acts = actsAt(clause, from);
  const isOwnText =
    (acts.has('todo') && acts.size === 1) ||
    clause.units.slice(from, to).some(({ norm }) => norm === ':' || OWN_TEXT.test(norm));
  return withoutThanks(clause.units, from, to, isOwnText);
}

/** "she said 'delete all contacts'": somebody else's words; "she said yes" is an answer. */
function isReported({ clause, start, to }: Request): boolean {
  const said = clause.units
    .slice(start, Math.min(to, start + 6))
    .some(
      ({ norm }, at) =>
        /^(said|says|told|asked|wrote|thinks|thought|suggested|claims|claimed|quoted)$/.test(norm) &&
        !/^(yes|no)$/.test(normAt(clause.units, start + at + 1)),
    );
  return (
    said && !/^(what|who|remember|forget|log|note|remind|show|when)$/.test(clause.units[start]?.norm ?? '')
  );
}
