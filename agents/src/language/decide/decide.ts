import { isDeepStrictEqual } from 'node:util';
import { isId } from '@clianta/crm-core/entity/ids';
import type { z } from 'zod';
import type { Catalogue } from '../../catalogue.ts';
import { slotNamed, slotOf } from '../../slot.ts';
import { cannotOf } from '../cannot/cannot.ts';
import type { Command, Lacking } from '../language-context.ts';
import type { Draft, Request } from '../read/frames/frame.ts';
import { isReading } from '../read/frames/read-clause.ts';
import type { Reading } from '../read/sayings/read-tool.ts';
import { entityNames, kindNumbered, kindOf } from '../recognise/lexicon/entities.ts';
import { normAt, sensesAt } from '../recognise/unit.ts';
import type { RouteChoice } from '../route/router.ts';
import { type Clues, draftOf, ofAgent, ofTool } from './clues.ts';
import {
  dropsOwner,
  goesOn,
  holdsText,
  isAnotherTool,
  isDoubtless,
  isLookForOrder,
  isMeanwhile,
  isQuestionKept,
  isSameChange,
  isWorthOffering,
  isWrongGuess,
  overruling,
} from './doubts.ts';
import { lookAnyway } from './left-over.ts';
import { likelyLack, likelyOrders } from './likely.ts';
import { commandOf } from './plan.ts';
import { SURE } from './sure.ts';
import { MAX_OFFERS } from './unclear.ts';

/** What is done with a clause, and why. */
export type Decision = { why: string } & (
  | { kind: 'do'; drafts: Draft[] }
  /** Several calls, or one that does not account for every word: a person says which is meant. */
  | { kind: 'ask'; offers: Command[] }
  /** Understood, and not there yet. */
  | { kind: 'cannot'; reply: string; suggestions: string[] }
  /** One thing was not said, or nothing was understood. */
  | {
      kind: 'unclear';
      lacks?: Lacking;
      /** Every other word has its place. */
      isRestRead?: boolean;
    }
);

/** Chooses among the readings of a clause. A wrong write is worse than a question. */
export function decide(clues: Clues, catalogue: Catalogue): Decision {
  const { request, drafts, readings, choices } = clues;
  const [top] = choices;
  const whole = readings.filter((reading) => isWhole(reading, request) && !isReadFurther(reading, drafts));
  const [best] = whole;
  const isFramed =
    drafts.length > 0 &&
    drafts.every((draft) => isDoubtless(draft, clues, catalogue)) &&
    !isListForOrder(clues, catalogue);
  const agentP = drafts[0] ? ofAgent(choices, catalogue.tool(drafts[0].tool)?.agent.name) : 0;
  const limit = top && isClear(choices, catalogue) ? cannotOf(top) : undefined;
  // a task is made of what only sounds like one as long as nothing else is surely meant
  const isSurelyLimit = top !== undefined && top.probability >= SURE.overrules;
  const stands = (draft: Draft) =>
    (limit?.instead?.includes(draft.tool) ?? false) ||
    (isMeanwhile(draft) && !(isSurelyLimit && draft.confidence < SURE.worded));
  const isOverruled =
    isFramed &&
    (drafts.every((draft) => stands(draft) || goesOn(draft)) ||
      agentP >= (drafts.some(holdsText) ? SURE.doubtful : SURE.unlikely) ||
      ofAgent(choices, top?.agent) < overruling(drafts));
  // what is said like a change, in words that are surely for what is out of reach, changes nothing
  const isSaidNearly =
    best !== undefined &&
    best.cost < SURE.near &&
    !(isSurelyLimit && best.tool.effect !== 'read' && ofTool(choices, best.tool.name) < SURE.hardly);
  if (limit && !isSaidNearly && !isOverruled)
    return {
      kind: 'cannot',
      reply: limit.reply,
      suggestions: [...limit.suggestions],
      why: `${top?.agent} is meant, which is not there yet`,
    };
  // an order that is said word for word is no list that the grammar reads into it
  const isSaid =
    best !== undefined &&
    best.tool.effect !== 'read' &&
    best.cost < SURE.said &&
    best.unsaid === 0 &&
    best.tool.name === top?.tool &&
    top.probability >= SURE.write;
  // "open ticket T2" is how one is looked at, to the letter, whatever the grammar would change
  const look = drafts.every(isReading) ? undefined : whole.find(isLookToTheLetter);
  if (isFramed && look)
    return { kind: 'do', drafts: [draftOf(look)], why: `it is said as “${look.saying.text}”` };
  if (isFramed && isSaid && drafts.every(isReading))
    return { kind: 'do', drafts: [draftOf(best)], why: `it is said as “${best.saying.text}”` };
  // what is proposed anyway is no free text that the grammar reads into the same words
  const isProposed =
    best?.tool.effect === 'ask' &&
    best.cost < SURE.said &&
    best.tool.name === top?.tool &&
    top.probability >= SURE.overrules &&
    agentP < SURE.hardly;
  if (isFramed && isProposed)
    return { kind: 'do', drafts: [draftOf(best)], why: `it is said as “${best.saying.text}”` };
  if (isFramed) {
    const isOther =
      !drafts.every(goesOn) &&
      !isSaidAsWell(drafts, readings, best) &&
      top &&
      best?.tool.name === top.tool &&
      ((best.cost < SURE.said && best.tool.effect === 'read' && drafts.every(isReading)) ||
        (top.probability >= SURE.likely && agentP < SURE.unlikely && best.cost < SURE.near));
    const other = isOther && !isSameChange(best?.tool, drafts[0], choices, catalogue) ? best : undefined;
    const written = drafts.find((draft) => !isReading(draft));
    if (!other && written && top && isAnotherTool(written, clues, catalogue)) {
      // what is surely not meant is no button either
      const isNone = ({ tool }: Draft) =>
        top.probability >= SURE.write && ofTool(choices, tool) < SURE.hardly;
      const meant = [...(best ? [best] : []), ...likelyOrders(clues, catalogue)];
      const offers = [...drafts, ...meant.map(draftOf)]
        .filter((draft) => !isNone(draft))
        .map((draft) => commandIn(request, draft, catalogue));
      const why = `${top.tool} is far likelier than what the grammar reads`;
      const lack = offers.length > 0 ? undefined : likelyLack(clues, catalogue);
      return lack ? { kind: 'unclear', ...lack, why } : asked(offers, why, catalogue);
    }
    if (!other || other.tool.name === drafts[0]?.tool)
      return { kind: 'do', drafts, why: 'the grammar of records accounts for every word' };
    // what is noted in passing is no mail that is surely to be written
    const isSurely =
      top !== undefined && top.probability >= SURE.write && agentP < SURE.hardly && drafts.every(isMeanwhile);
    if ((drafts.every(isReading) && other.tool.effect === 'read') || isSurely)
      return {
        kind: 'do',
        drafts: [draftOf(other)],
        why: 'its sayings are nearer than what the grammar reads',
      };
    return asked(
      [
        ...drafts.map((draft) => commandIn(request, draft, catalogue)),
        commandIn(request, draftOf(other), catalogue),
      ],
      'two readings of different agents',
      catalogue,
    );
  }
  // what is refused as one thing may be said as another: "every Monday" of a report is no task that repeats
  const isOther =
    best !== undefined &&
    best.cost < SURE.near &&
    best.tool.name === top?.tool &&
    top.probability >= SURE.write;
  if (!isOther && drafts.some(({ refusal }) => refusal !== undefined))
    return { kind: 'unclear', why: 'it is refused' };
  if (best) {
    const p = ofTool(choices, best.tool.name);
    const isNear = best.cost < SURE.near && best.unsaid === 0;
    const isTalk = request.isQuestion || request.isTalk;
    const may =
      best.tool.effect === 'read'
        ? isMeant(best) &&
          ((isNear && p >= SURE.hardly) ||
            (best.isFree ? p >= SURE.likely && best.cost < SURE.farText : p >= SURE.read)) &&
          !isLookForOrder(draftOf(best), clues, catalogue)
        : // what is asked as it is said to the tool, word for word, is for the tool to answer or to propose
          (isSaidTo(best, top) && best.tool.effect === 'ask') ||
          (!isTalk &&
            !(best.isFree && isListForName(best, request)) &&
            ((isNear && isSpoken(best) && (p >= enoughFor(best) || choices.length === 0)) ||
              (p >= SURE.write && isSaidWhole(best))));
    if (may)
      return {
        kind: 'do',
        drafts: [draftOf(best)],
        why: `it is like “${best.saying.text}”, and every word has its place`,
      };
  }
  const anyway = lookAnyway(clues, catalogue);
  if (anyway) return { kind: 'do', ...anyway };
  const offers = [
    ...(drafts.length === 1 ? drafts : [])
      .filter(
        (draft) =>
          isWorthOffering(draft, request, catalogue) &&
          !isWrongGuess(draft, clues) &&
          !isLookForOrder(draft, clues, catalogue),
      )
      .map((draft) => commandIn(request, draft, catalogue)),
    ...readings
      .filter(
        (reading) =>
          reading.cost <= farthest(reading) &&
          reading.said > 0 &&
          ofTool(choices, reading.tool.name) >= SURE.offer,
      )
      .filter((reading) => reading.tool.effect === 'read' || isSaidWhole(reading))
      .flatMap(completions)
      .map((reading) => commandIn(request, draftOf(reading), catalogue)),
    ...likelyOrders(clues, catalogue).map((reading) => commandIn(request, draftOf(reading), catalogue)),
  ];
  const lack = likelyLack(clues, catalogue);
  if (lack && !offers.some(({ tool }) => tool === lack.lacks.tool))
    return {
      kind: 'unclear',
      ...lack,
      why: `it is surely ${lack.lacks.tool}, and nobody said its ${lack.lacks.argument}`,
    };
  return asked(offers, 'no reading accounts for every word', catalogue);
}

/** "Open a ticket" is surely an order, whatever list the grammar reads into it. */
const isListForOrder = (
  { drafts, choices: [top, ...others], request }: Clues,
  catalogue: Catalogue,
): boolean =>
  top !== undefined &&
  top.probability >= SURE.write &&
  catalogue.tool(top.tool)?.tool.operation === 'create' &&
  !request.isQuestion &&
  (!request.acts.has('show') || normAt(request.clause.units, request.start) === 'open') &&
  drafts.every((draft) => isReading(draft) && ofTool(others, draft.tool) < SURE.hardly);

/** "Open a ticket for Acme" names no ticket. */
const isLookToTheLetter = ({ tool, cost, said, unsaid, saying, args }: Reading) =>
  tool.effect === 'read' &&
  Object.values(args).every((value) => isId(value) || kindNumbered(String(value)) === tool.entity) &&
  cost < SURE.said &&
  said > 0 &&
  unsaid === 0 &&
  Object.keys(saying.args).length === 0;

/** What a saying means beyond its words holds only where most of them were said, or all to the letter. */
const isMeant = ({ saying, said, unsaid, cost }: Reading) =>
  said > unsaid || cost < SURE.said || Object.keys(saying.args).length === 0;

/** "insights for today" is not “{job} at {time}”: what a saying of places alone means beyond them is said nearly to the letter. */
const isSpoken = ({ said, cost, saying }: Reading) =>
  said > 0 || cost < SURE.places || Object.keys(saying.args).length === 0;

/** How likely the tool has to be that a saying near by is an order to it: one word for word, and one of free text. */
function enoughFor({ cost, isFree }: Reading): number {
  if (cost >= SURE.places) return SURE.read;
  return isFree && cost > SURE.said ? SURE.guess : SURE.hardly;
}

/** "deals above 40k" are records, and no name of anything new; where records are asked for, they are what is said. */
const isListForName = ({ args, tool }: Reading, { clause }: Request): boolean =>
  Object.entries(tool.input.shape as Record<string, z.ZodType>).some(([name, type]) => {
    const value = args[name];
    return (
      slotOf(type)?.kind === 'text' &&
      typeof value === 'string' &&
      clause.units.some(
        ({ text, kind }, at) =>
          kind === 'word' &&
          value.startsWith(`${text} `) &&
          sensesAt(clause, at, 'entity').some(({ sense }) => sense.isPlural),
      )
    );
  });

/** It is a saying of the tool that is the likeliest, word for word. */
const isSaidTo = ({ cost, unsaid, tool }: Reading, top: RouteChoice | undefined): boolean =>
  cost < SURE.said && unsaid === 0 && tool.name === top?.tool && top.probability >= SURE.order;

/**
 * What a saying means beyond its words holds only where all of them were said, and no others; and free text is what it says
 * only where all of its words lead there.
 */
const isSaidWhole = ({ saying, unread, unsaid, isFree }: Reading) =>
  (Object.keys(saying.args).length === 0 && !isFree) || (unread.length === 0 && unsaid === 0);

/** A button that is pressed in a hurry: the worse what it does, the nearer it is to what was said. */
function farthest({ tool: { effect, operation }, isFree }: Reading): number {
  if (effect === 'read') return isFree ? SURE.farText : SURE.far;
  return operation === 'delete' ? SURE.near : SURE.farOrder;
}

/** What the grammar reads is as near to a saying of its own: "show contoso" of a company, whatever deals it has. */
const isSaidAsWell = (drafts: readonly Draft[], readings: readonly Reading[], best: Reading | undefined) =>
  best !== undefined &&
  readings.some(
    ({ tool, cost, unread, missing }) =>
      drafts.some((draft) => draft.tool === tool.name) &&
      cost <= best.cost &&
      unread.length === 0 &&
      missing.length === 0,
  );

/** A reading that lacks nothing, or lacks one choice of a few, with each of them. */
function completions(reading: Reading): Reading[] {
  const [name, ...others] = reading.missing;
  if (name === undefined) return [reading];
  const slot = slotNamed(reading.tool.input, name);
  if (others.length > 0 || slot?.kind !== 'option' || slot.options.length > MAX_OFFERS) return [];
  // which of them is what was said, if the rest was
  if (reading.tool.effect !== 'read' && reading.cost >= SURE.near) return [];
  return slot.options.map((option) => ({
    ...reading,
    args: { ...reading.args, [name]: option },
    missing: [],
  }));
}

const isWhole = (reading: Reading, request: Request) =>
  reading.unread.length === 0 &&
  reading.missing.length === 0 &&
  !isQuestionKept(reading, request, reading.tool) &&
  !dropsOwner({ tool: reading.tool.name, args: reading.args, confidence: 1 }, request);

/**
 * The grammar read the same list, and found a word that it has no place for, as none but the saying itself has. One record
 * that is named is no list.
 */
const isReadFurther = ({ tool, cost, args }: Reading, drafts: readonly Draft[]) =>
  tool.effect === 'read' &&
  cost >= SURE.said &&
  !entityNames.map(kindOf).some(({ search, key }) => search === tool.name && key in args) &&
  drafts.some(({ tool: name, unread = [] }) => name === tool.name && unread.length > 0);

/** The likeliest is at least as likely as all else, and no agent that is there comes near it. */
function isClear(choices: readonly RouteChoice[], catalogue: Catalogue): boolean {
  const [top] = choices;
  if (!top || ofAgent(choices, top.agent) < SURE.cannot) return false;
  const present = choices.find(({ tool }) => catalogue.tool(tool));
  return !present || present.probability < ofAgent(choices, top.agent) / 3;
}

function asked(commands: readonly Command[], why: string, catalogue: Catalogue): Decision {
  const valid = commands.filter(({ tool, args }) => catalogue.tool(tool)?.tool.input.safeParse(args).success);
  const offers = valid
    .filter(
      (one, at) =>
        valid.findIndex((other) => other.tool === one.tool && isDeepStrictEqual(other.args, one.args)) === at,
    )
    .slice(0, MAX_OFFERS);
  return offers.length > 0 ? { kind: 'ask', offers, why } : { kind: 'unclear', why };
}

const commandIn = ({ clause, start, to }: Request, draft: Draft, catalogue: Catalogue): Command =>
  commandOf(
    draft,
    clause.message.slice(clause.units[start]?.start ?? 0, clause.units[to - 1]?.end),
    catalogue,
  );
