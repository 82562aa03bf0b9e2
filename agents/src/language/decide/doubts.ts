import type { Catalogue } from '../../catalogue.ts';
import type { Tool } from '../../tool.ts';
import { cannotOf, MEANWHILE } from '../cannot/cannot.ts';
import type { Draft, Request } from '../read/frames/frame.ts';
import { isReading, MIN_CONFIDENCE } from '../read/frames/read-clause.ts';
import { isSaidFirst } from '../read/sayings/read-tool.ts';
import { isKind, kindOf } from '../recognise/lexicon/entities.ts';
import { NARROWING } from '../recognise/lexicon/measures.ts';
import { userValue } from '../recognise/names/name-value.ts';
import { sensesAt } from '../recognise/unit.ts';
import type { RouteChoice } from '../route/router.ts';
import { type Clues, ofTool } from './clues.ts';
import { commandOf } from './plan.ts';
import { SURE } from './sure.ts';

/** It goes on from what was shown: its words tell little. */
export const goesOn = (draft: Draft) => draft.isAccounted === true && isReading(draft);

/** It is logged, or somebody is reminded of it. */
export const isMeanwhile = ({ tool, args }: Draft) =>
  MEANWHILE.get(tool)?.every((name) => name in args) ?? false;

/** From which probability on another agent is believed against what the grammar reads. */
export const overruling = (drafts: readonly Draft[]) =>
  drafts.some(holdsText) ? SURE.leading : SURE.overrules;

/** A new record is named by words that stand nowhere else: they prove nothing. */
export const holdsText = ({ tool, args }: Draft) =>
  tool.startsWith('create_') && args.due === undefined && args.remind === undefined;

/** Only an order changes many records: "deals where the owner is Lena" is a list. */
const isUnordered = (draft: Draft, { acts }: Request) =>
  !isReading(draft) &&
  acts.size === 0 &&
  ('where' in draft.args || 'anyOf' in draft.args || 'all' in draft.args);

/** "which of my deals are at risk" is not answered for everybody's. */
export function dropsOwner({ tool, args, read = [] }: Draft, { clause, start, to }: Request): boolean {
  const narrows = clause.units
    .slice(start, to)
    .some(
      ({ norm }, i) =>
        norm === 'my' &&
        sensesAt(clause, start + i + 1, 'entity').some(({ sense }) => sense.isPlural) &&
        !read.some((text) => /\bmy\b/i.test(text)),
    );
  return (
    narrows &&
    /^(search_|deal_health|update_|delete_|complete_|close_|move_)/.test(tool) &&
    !JSON.stringify(args).includes('"me"')
  );
}

/** "move all of their tasks" is not done to everybody's where it is not known whose they are. */
function isOfNobody({ tool, args }: Draft, { clause, start, to }: Request): boolean {
  const isOfMany =
    /^(update_|delete_|complete_|close_|move_)/.test(tool) && ('where' in args || 'all' in args);
  const isWhose = clause.units
    .slice(start, to)
    .some(
      ({ norm }, i) =>
        /^(their|his|her|its)$/.test(norm) &&
        [1, 2, 3, 4].some((ahead) =>
          sensesAt(clause, start + i + ahead, 'entity').some(({ sense }) => sense.isPlural),
        ),
    );
  return isOfMany && isWhose && !WHOSE.test(JSON.stringify([args.where, args.anyOf]));
}

const WHOSE = /"field":"(owner|assignee|contact|company|deal)"|"is_set"/;

/** "put the tag vip on everyone at Contoso": not Contoso itself is changed. */
function isOneOfThem({ tool, args }: Draft, { clause, start, to }: Request, catalogue: Catalogue): boolean {
  const owned = catalogue.tool(tool)?.tool;
  if (!owned || owned.effect === 'read' || owned.operation === 'create' || !isKind(owned.entity ?? ''))
    return false;
  const { key } = kindOf(owned.entity ?? '');
  return key in args && clause.units.slice(start, to).some(({ norm }) => THEM.test(norm));
}

const THEM = /^(everyone|everybody|anyone|anybody)$/;

/** "a task for each deal": one record with those words in it is not what was meant. */
function isOneForMany({ tool }: Draft, { clause, start, to }: Request, catalogue: Catalogue): boolean {
  if (catalogue.tool(tool)?.tool.operation !== 'create') return false;
  return clause.units
    .slice(start, to)
    .some(({ norm }, i) => EACH.test(norm) && sensesAt(clause, start + i + 1, 'entity').length > 0);
}

const EACH = /^(each|every)$/;

/** "make Jane Doe a sales qualified lead": who is there already is made something, and not made. */
function isMadeAnew({ tool, args }: Draft, { clause, start, to }: Request, catalogue: Catalogue): boolean {
  const { operation, entity = '' } = catalogue.tool(tool)?.tool ?? {};
  if (operation !== 'create' || !isKind(entity) || !MAKES.test(clause.units[start]?.norm ?? '')) return false;
  const name = args[kindOf(entity).title];
  return clause.units
    .slice(start, to)
    .some(({ matches = [] }) => matches.some((match) => match.entity === entity && match.title === name));
}

const MAKES = /^(make|turn|convert)$/;

/** "remove Lena from the Contoso deal": a teammate is taken off it, and nothing is deleted. */
function isTakenOff({ tool }: Draft, { clause, start }: Request, catalogue: Catalogue): boolean {
  if (catalogue.tool(tool)?.tool.operation !== 'delete') return false;
  const who = clause.units[start + 1];
  return who !== undefined && userValue(who) !== undefined && clause.units[start + 2]?.norm === 'from';
}

/** A record is to be made: what can be filtered by in its values is not asked for. */
function isListForNew(
  draft: Draft,
  { choices: [top, ...others], request }: Clues,
  catalogue: Catalogue,
): boolean {
  if (!top || top.probability < SURE.write || request.isQuestion || request.acts.has('show')) return false;
  const isNew = catalogue.tool(top.tool)?.tool.operation === 'create';
  return isNew && isReading(draft) && ofTool(others, draft.tool) < SURE.hardly;
}

/** "remind me who owns Vantage": what a new record would be called is a question of its own. */
export const isQuestionKept = (
  { args }: Pick<Draft, 'args'>,
  { clause }: Request,
  tool: Tool | undefined,
): boolean =>
  /^(create|update)$/.test(tool?.operation ?? '') &&
  [...Object.values(args), ...Object.values((args.set as Record<string, unknown> | undefined) ?? {})].some(
    (value) => typeof value === 'string' && ASKS.test(value) && !clause.message.includes(`"${value}`),
  );

const ASKS = /^(who|whom|whose|what|which|where|when|why|how) (?!to\b)/i;

/** Whether the clause begins with a word that asks for this tool. */
function isOrderedBy(tool: string, { clause, start, acts }: Request, catalogue: Catalogue): boolean {
  const verb = acts.size > 0 ? clause.units[start]?.norm : undefined;
  const sayings = catalogue.tool(tool)?.agent.sayings?.[tool] ?? [];
  return verb !== undefined && isSaidFirst(sayings, verb);
}

/** "win the deal for 20k": its verb asks for another change than the values that the grammar found. */
function isOthersOrder(draft: Draft, { request, readings, choices }: Clues, catalogue: Catalogue): boolean {
  // the rest says it: "i have to send Omar the contract" is a task
  if (ofTool(choices, draft.tool) >= SURE.likely) return false;
  // a verb of many uses tells little: "drop the tag", "kill the deal"
  if (isReading(draft) || request.acts.size !== 1 || request.acts.has('delete')) return false;
  if (isOrderedBy(draft.tool, request, catalogue)) return false;
  const operation = catalogue.tool(draft.tool)?.tool.operation;
  return readings.some(
    ({ tool }) =>
      tool.effect !== 'read' && tool.operation !== operation && isOrderedBy(tool.name, request, catalogue),
  );
}

/** "close the deal with Hazel": who orders is not answered with what there is to see. */
export function isLookForOrder(
  draft: Draft,
  { choices: [top], request }: Clues,
  catalogue: Catalogue,
): boolean {
  if (!top || !isReading(draft) || request.isQuestion || request.isTalk) return false;
  const effect = catalogue.tool(top.tool)?.tool.effect;
  return (
    effect !== undefined &&
    effect !== 'read' &&
    top.probability >= SURE.order &&
    isOrderedBy(top.tool, request, catalogue) &&
    !isOrderedBy(draft.tool, request, catalogue)
  );
}

/** "what's late": which kind of record it is no word says, and the words are hardly those for this one. */
export const isWrongGuess = ({ isGuess, tool }: Draft, { choices }: Clues): boolean =>
  isGuess === true && choices.length > 0 && ofTool(choices, tool) < SURE.guess;

const sumOf = (choices: readonly RouteChoice[]) =>
  choices.reduce((sum, { probability }) => sum + probability, 0);

const isSureOf = (draft: Draft, catalogue: Catalogue) =>
  draft.refusal === undefined && commandOf(draft, '', catalogue).confidence >= MIN_CONFIDENCE;

const POINTS = /^(it|them|those|these)$/;

/** The words speak for another tool, and hardly for this one. */
export function isAnotherTool(draft: Draft, { choices, request }: Clues, catalogue: Catalogue): boolean {
  const [top] = choices;
  if (!top || top.tool === draft.tool) return false;
  const operation = catalogue.tool(draft.tool)?.tool.operation;
  const isUnasked = operation === 'update' && request.acts.size === 0;
  const isLook = ({ tool }: RouteChoice) => catalogue.tool(tool)?.tool.effect === 'read';
  const isQuestion = isLook(top);
  // whichever look is meant, it is a look
  const against = isQuestion ? sumOf(choices.filter(isLook)) : top.probability;
  if (against < (isUnasked ? SURE.likely : overruling([draft]))) return false;
  // "set his score to 85", "trash all leads" order something, however much the other words are those of a question
  const isOrdered =
    (operation === 'update' || operation === 'delete') &&
    (request.acts.has(operation) || (operation === 'update' && request.acts.has('assign')));
  if (isQuestion && isOrdered) return false;
  // "reassign them to Carlos": what they are was said before, and no word here tells
  const isPointed = request.clause.units
    .slice(request.start, request.to)
    .some(({ norm }) => POINTS.test(norm));
  if (isPointed && operation === 'update' && catalogue.tool(top.tool)?.tool.operation === operation)
    return false;
  // it stands in only for what cannot be done
  const limit = cannotOf(top);
  const standsIn =
    limit !== undefined && (isMeanwhile(draft) || (limit.instead?.includes(draft.tool) ?? false));
  return (
    !standsIn &&
    !isSameChange(catalogue.tool(top.tool)?.tool, draft, choices, catalogue) &&
    ofTool(choices, draft.tool) < (operation === 'create' || isUnasked ? SURE.guess : SURE.hardly)
  );
}

/**
 * Which of two changes of a record it is, its values tell better than its words; of which kind it is, its name does. What is
 * surely another deed, or of another kind, is another change.
 */
export function isSameChange(
  likely: Tool | undefined,
  draft: Draft | undefined,
  [top]: readonly RouteChoice[],
  catalogue: Catalogue,
): boolean {
  const own = draft && catalogue.tool(draft.tool);
  if (!own || !likely || likely.effect === 'read') return false;
  const isOfAgent = own.agent === catalogue.tool(likely.name)?.agent;
  const deeds = [own.tool.operation, likely.operation];
  const isSameDeed = deeds[0] === deeds[1];
  const isSurely = (least: number) => (top?.probability ?? 0) >= least;
  // "task completed" makes none, and "remove everybody without a phone" empties no field
  if (isOfAgent && !isSameDeed && deeds.some((deed) => deed === 'create' || deed === 'delete'))
    return !isSurely(deeds[0] === 'create' ? SURE.likely : SURE.write);
  const least = deeds[0] === 'update' ? SURE.write : SURE.overrules;
  return isOfAgent || (isSameDeed && !(/^(create|update)$/.test(deeds[0] ?? '') && isSurely(least)));
}

/** Few words are left over, and what it would do is not worse than the question. */
export function isWorthOffering(draft: Draft, request: Request, catalogue: Catalogue): boolean {
  const { tool, refusal, unread = [], confidence } = draft;
  const owned = catalogue.tool(tool)?.tool;
  if (!owned || refusal !== undefined || owned.operation === 'delete') return false;
  if (isOfNobody(draft, request)) return false;
  if (unread.length > 2 || confidence < 0.25) return false;
  return owned.effect === 'read' || (!request.isTalk && !unread.some((text) => turns(text, request)));
}

/** Without these words the rest would be another order: "no longer", or the verb itself. */
export function turns(unread: string, { acts, clause, start }: Request): boolean {
  const verb = acts.size > 0 ? clause.units[start]?.norm : undefined;
  return unread
    .toLowerCase()
    .split(/\s+/)
    .some((word) => NARROWING.test(word) || word === verb);
}

/** Whether what the grammar makes of a clause can be what was meant. */
export const isDoubtless = (draft: Draft, clues: Clues, catalogue: Catalogue): boolean =>
  isSureOf(draft, catalogue) &&
  !isUnordered(draft, clues.request) &&
  !dropsOwner(draft, clues.request) &&
  !isWrongGuess(draft, clues) &&
  !isOfNobody(draft, clues.request) &&
  !isOneOfThem(draft, clues.request, catalogue) &&
  !isOneForMany(draft, clues.request, catalogue) &&
  !isMadeAnew(draft, clues.request, catalogue) &&
  !isTakenOff(draft, clues.request, catalogue) &&
  !isQuestionKept(draft, clues.request, catalogue.tool(draft.tool)?.tool) &&
  !isListForNew(draft, clues, catalogue) &&
  !isOthersOrder(draft, clues, catalogue) &&
  !isLookForOrder(draft, clues, catalogue);
