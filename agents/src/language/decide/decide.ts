import type { Catalogue } from '../../catalogue.ts';
import { cannotOf, MEANWHILE } from '../cannot/cannot.ts';
import type { Command } from '../language-context.ts';
import type { Draft, Request } from '../read/frames/frame.ts';
import { isReading, MIN_CONFIDENCE } from '../read/frames/read-clause.ts';
import type { Reading } from '../read/sayings/read-tool.ts';
import { sensesAt } from '../recognise/unit.ts';
import type { RouteChoice } from '../route/router.ts';
import { commandOf } from './plan.ts';

/** What is done with a clause, and why. */
export type Decision = { why: string } & (
  | { kind: 'do'; drafts: Draft[] }
  /** Several calls, or one that does not account for every word: a person says which is meant. */
  | { kind: 'ask'; offers: Command[] }
  /** Understood, and not there yet. */
  | { kind: 'cannot'; reply: string; suggestions: string[] }
  | { kind: 'unclear' }
);

/** What decisions hang on, as probabilities of the router and costs of a reading (in words that are left over). */
const SURE = {
  /** What Clianta cannot do is said from here on. */
  cannot: 0.5,
  /** An agent that is this unlikely is not taken for what its grammar reads, when another is likely. */
  unlikely: 0.04,
  /** Nor is a tool of the same agent. */
  hardly: 0.02,
  likely: 0.7,
  /** A new record, whose name takes whatever is left over, is not made for a likelier agent's request. */
  doubtful: 0.25,
  /** What cannot be done yet is meant rather than what the grammar reads. */
  overrules: 0.93,
  leading: 0.6,
  /** A call that only reads is made from here on. */
  read: 0.3,
  /** A call that changes something is made from here on, when every word has its place in it. */
  write: 0.9,
  /** So near to a saying that it is taken for one. */
  near: 0.4,
  /** It is a saying, word for word. */
  said: 0.01,
  /** Less likely, it is not offered either. */
  offer: 0.05,
  /** Farther from every saying it is not even offered. */
  far: 2.2,
};
/** Buttons under a question. */
const MAX_OFFERS = 3;

export interface Clues {
  request: Request;
  /** What the grammar of records makes of it. */
  drafts: Draft[];
  /** What the sayings of the likeliest tools make of it, the best first. */
  readings: Reading[];
  /** The likeliest tools, best first; none: there are no weights. */
  choices: readonly RouteChoice[];
}

/** Chooses among the readings of a clause. A wrong write is worse than a question. */
export function decide(clues: Clues, catalogue: Catalogue): Decision {
  const { request, drafts, readings, choices } = clues;
  const [top] = choices;
  const best = readings.find((reading) => isWhole(reading, request));
  const isFramed =
    drafts.length > 0 &&
    drafts.every(
      (draft) => isSureOf(draft, catalogue) && !isUnordered(draft, request) && !dropsOwner(draft, request),
    );
  const agentP = drafts[0] ? ofAgent(choices, catalogue.tool(drafts[0].tool)?.agent.name) : 0;
  const limit = top && isClear(choices, catalogue) ? cannotOf(top) : undefined;
  const stands = (draft: Draft) => (limit?.instead?.includes(draft.tool) ?? false) || isMeanwhile(draft);
  const isOverruled =
    isFramed &&
    (drafts.every((draft) => stands(draft) || goesOn(draft)) ||
      agentP >= (drafts.some(holdsText) ? SURE.doubtful : SURE.unlikely) ||
      ofAgent(choices, top?.agent) < overruling(drafts));
  if (limit && !(best && best.cost < SURE.near) && !isOverruled)
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
  if (isFramed && isSaid && drafts.every(isReading))
    return { kind: 'do', drafts: [draftOf(best)], why: `it is said as “${best.saying.text}”` };
  if (isFramed) {
    const isOther =
      !drafts.every(goesOn) &&
      top &&
      top.probability >= SURE.likely &&
      agentP < SURE.unlikely &&
      best?.tool.name === top.tool &&
      best.cost < SURE.near;
    const other = isOther ? best : undefined;
    const written = drafts.find((draft) => !isReading(draft));
    if (!other && written && top && isAnotherTool(written, choices, catalogue)) {
      const offers = [
        ...drafts.map((draft) => commandIn(request, draft, catalogue)),
        ...(best ? [commandIn(request, draftOf(best), catalogue)] : []),
      ];
      return asked(offers, `${top.tool} is far likelier than what the grammar reads`, catalogue);
    }
    if (!other || other.tool.name === drafts[0]?.tool)
      return { kind: 'do', drafts, why: 'the grammar of records accounts for every word' };
    if (drafts.every(isReading) && other.tool.effect === 'read')
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
  if (drafts.some(({ refusal }) => refusal !== undefined)) return { kind: 'unclear', why: 'it is refused' };
  if (best) {
    const p = ofTool(choices, best.tool.name);
    const isNear = best.cost < SURE.near && best.unsaid === 0;
    const isTalk = request.isQuestion || request.isTalk;
    const may =
      best.tool.effect === 'read' ? isNear || p >= SURE.read : !isTalk && (isNear || p >= SURE.write);
    if (may)
      return {
        kind: 'do',
        drafts: [draftOf(best)],
        why: `it is like “${best.saying.text}”, and every word has its place`,
      };
  }
  const offers = [
    ...(drafts.length === 1 ? drafts : [])
      .filter((draft) => isWorthOffering(draft, request, catalogue))
      .map((draft) => commandIn(request, draft, catalogue)),
    ...readings
      .filter(
        ({ cost, missing, said, tool }) =>
          cost <= SURE.far && missing.length === 0 && said > 0 && ofTool(choices, tool.name) >= SURE.offer,
      )
      .map((reading) => commandIn(request, draftOf(reading), catalogue)),
  ];
  return asked(offers, 'no reading accounts for every word', catalogue);
}

const isWhole = (reading: Reading, request: Request) =>
  reading.unread.length === 0 &&
  reading.missing.length === 0 &&
  !dropsOwner({ tool: reading.tool.name, args: reading.args, confidence: 1 }, request);

/** It goes on from what was shown: its words tell little. */
const goesOn = (draft: Draft) => draft.isAccounted === true && isReading(draft);

/** It is logged, or somebody is reminded of it. */
const isMeanwhile = ({ tool, args }: Draft) => MEANWHILE.get(tool)?.every((name) => name in args) ?? false;

/** From which probability on another agent is believed against what the grammar reads. */
const overruling = (drafts: readonly Draft[]) => (drafts.some(holdsText) ? SURE.leading : SURE.overrules);

/** A new record is named by words that stand nowhere else: they prove nothing. */
const holdsText = ({ tool, args }: Draft) =>
  tool.startsWith('create_') && args.due === undefined && args.remind === undefined;

/** Only an order changes many records: "deals where the owner is Lena" is a list. */
const isUnordered = (draft: Draft, { acts }: Request) =>
  !isReading(draft) &&
  acts.size === 0 &&
  ('where' in draft.args || 'anyOf' in draft.args || 'all' in draft.args);

/** "which of my deals are at risk" is not answered for everybody's. */
function dropsOwner({ tool, args, read = [] }: Draft, { clause, start, to }: Request): boolean {
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

const isSureOf = (draft: Draft, catalogue: Catalogue) =>
  draft.refusal === undefined && commandOf(draft, '', catalogue).confidence >= MIN_CONFIDENCE;

/** The likeliest is at least as likely as all else, and no agent that is there comes near it. */
function isClear(choices: readonly RouteChoice[], catalogue: Catalogue): boolean {
  const [top] = choices;
  if (!top || ofAgent(choices, top.agent) < SURE.cannot) return false;
  const present = choices.find(({ tool }) => catalogue.tool(tool));
  return !present || present.probability < ofAgent(choices, top.agent) / 3;
}

/** The words speak for another tool, and hardly for this one. */
function isAnotherTool(draft: Draft, choices: readonly RouteChoice[], catalogue: Catalogue): boolean {
  const [top] = choices;
  if (!top || top.tool === draft.tool || top.probability < overruling([draft])) return false;
  // a task is what there is instead of a meeting in a calendar
  const standsIn = isMeanwhile(draft) || (cannotOf(top)?.instead?.includes(draft.tool) ?? false);
  // which of two changes of a record it is, its values tell better than its words
  const likely = catalogue.tool(top.tool);
  const isSameWrite =
    likely?.tool.effect !== 'read' &&
    likely?.agent === catalogue.tool(draft.tool)?.agent &&
    likely !== undefined;
  return !standsIn && !isSameWrite && ofTool(choices, draft.tool) < SURE.hardly;
}

/** Few words are left over, and what it would do is not worse than the question. */
function isWorthOffering(
  { tool, refusal, unread = [], confidence }: Draft,
  request: Request,
  catalogue: Catalogue,
): boolean {
  const owned = catalogue.tool(tool)?.tool;
  if (!owned || refusal !== undefined || owned.operation === 'delete') return false;
  return (owned.effect === 'read' || !request.isTalk) && unread.length <= 2 && confidence >= 0.25;
}

function asked(commands: readonly Command[], why: string, catalogue: Catalogue): Decision {
  const valid = commands.filter(({ tool, args }) => catalogue.tool(tool)?.tool.input.safeParse(args).success);
  const offers = valid
    .filter(
      (one, at) =>
        valid.findIndex(
          (other) => JSON.stringify([other.tool, other.args]) === JSON.stringify([one.tool, one.args]),
        ) === at,
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

function draftOf({ tool, args, needsPrevious, introduces, cost }: Reading): Draft {
  return { tool: tool.name, args, confidence: Math.max(0.75, 0.95 - cost / 4), needsPrevious, introduces };
}

const ofTool = (choices: readonly RouteChoice[], tool: string) =>
  choices.find((choice) => choice.tool === tool)?.probability ?? 0;

/** How likely an agent is, over all its tools. */
export const ofAgent = (choices: readonly RouteChoice[], agent: string | undefined) =>
  choices.filter((choice) => choice.agent === agent).reduce((sum, { probability }) => sum + probability, 0);
