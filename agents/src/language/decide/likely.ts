import type { Catalogue } from '../../catalogue.ts';
import { type Slot, slotNamed } from '../../slot.ts';
import type { Tool } from '../../tool.ts';
import type { Lacking } from '../language-context.ts';
import type { Draft, Request } from '../read/frames/frame.ts';
import { MIN_CONFIDENCE } from '../read/frames/read-clause.ts';
import { isSet } from '../read/sayings/align.ts';
import { isList } from '../read/sayings/read-sayings.ts';
import { nearlyAlwaysSaid, type Reading, readByWords } from '../read/sayings/read-tool.ts';
import { isMeasure } from '../recognise/lexicon/measures.ts';
import { functionWords } from '../recognise/lexicon/words.ts';
import { sensesAt, type Unit } from '../recognise/unit.ts';
import { type Clues, draftOf } from './clues.ts';
import { dropsOwner, isLookForOrder } from './doubts.ts';
import { SURE } from './sure.ts';
import { isPlain, isWeightless, MOST_LEFT } from './words-left.ts';

/** The tool that is surely meant, with what can be read as a call of it. */
interface Likely {
  tool: Tool;
  probability: number;
  sayings: readonly string[];
  readings: Reading[];
}

function likelyOf({ choices, request, readings }: Clues, catalogue: Catalogue): Likely | undefined {
  const [top] = choices;
  const owned = top && catalogue.tool(top.tool);
  if (!owned || request.isTalk || top.probability < SURE.likely) return undefined;
  const { tool, agent } = owned;
  const sayings = agent.sayings?.[tool.name] ?? [];
  const read = [...readings.filter((one) => one.tool === tool), readByWords(request, tool, sayings)];
  // what a saying means beyond its words holds only where all of them were said
  const isMeant = ({ saying, unsaid }: Reading) => unsaid === 0 || Object.keys(saying.args).length === 0;
  return { tool, probability: top.probability, sayings, readings: read.filter(isMeant) };
}

/**
 * What is surely asked for, where it only looks: the words that have no place in it are told, so that nobody takes the
 * answer for a narrower one.
 */
export function likelyLook(clues: Clues, catalogue: Catalogue): Draft | undefined {
  const { request, drafts } = clues;
  const likely = likelyOf(clues, catalogue);
  if (likely?.tool.effect !== 'read') return undefined;
  const { tool, probability } = likely;
  const own = drafts.filter((draft) => draft.tool === tool.name && draft.refusal === undefined);
  const [first] = [
    ...(drafts.length === 1 ? own : []),
    // filters have a grammar of their own
    ...(isList(tool) ? [] : likely.readings)
      .filter((reading) => lacking(reading, likely).length === 0 && !reading.isFree)
      .map((reading) => ({ ...draftOf(reading), unread: reading.unread })),
  ]
    .filter((draft) => !isOfAll(draft, tool) && !draft.unread?.some((text) => JOINING.test(text)))
    .toSorted((a, b) => contentOf(a).length - contentOf(b).length);
  if (!first || dropsOwner(first, request) || isLookForOrder(first, clues, catalogue)) return undefined;
  const aside = contentOf(first);
  const look = { ...first, unread: [], isLoose: true, confidence: MIN_CONFIDENCE };
  if (aside.length === 0) return look;
  const isNarrower = isFigure(first, request) || (isFiltered(first) && isBesideValue(aside, request));
  return probability >= SURE.write && !isNarrower && isAside(first, request) ? { ...look, aside } : undefined;
}

/** What is surely ordered, with few words left over: a person says whether it is that. */
export function likelyOrders(clues: Clues, catalogue: Catalogue): Reading[] {
  const likely = likelyOf(clues, catalogue);
  const { operation, effect } = likely?.tool ?? {};
  if (!likely || effect === 'read' || operation === 'delete' || likely.probability < SURE.write) return [];
  return likely.readings
    .filter((one) => lacking(one, likely).length === 0 && !one.isFree && isAside(one, clues.request))
    .filter(({ args }) => Object.keys(args).length > 0)
    .toSorted((a, b) => contentOf(a).length - contentOf(b).length)
    .slice(0, 1);
}

/** A call of what is surely meant that lacks one thing, which is asked for. */
export function likelyLack(
  clues: Clues,
  catalogue: Catalogue,
): { lacks: Lacking; isRestRead: boolean } | undefined {
  const likely = likelyOf(clues, catalogue);
  if (!likely) return undefined;
  const { tool } = likely;
  const [first] = likely.readings
    .map((reading) => ({ reading, lacks: lacking(reading, likely) }))
    .filter(({ reading, lacks }) => lacks.length === 1 && !reading.isFree && isAside(reading, clues.request))
    .toSorted((a, b) => contentOf(a.reading).length - contentOf(b.reading).length);
  const [argument] = first?.lacks ?? [];
  const slot = argument === undefined ? undefined : slotNamed(tool.input, argument);
  if (!first || !argument || !slot || !ASKED_FOR.has(slot.kind)) return undefined;
  return {
    lacks: { tool: tool.name, args: first.reading.args, argument },
    isRestRead: contentOf(first.reading).every(
      (word) => isHeard(word, likely.sayings) || isOfOrder(word, clues.request),
    ),
  };
}

/** What one thing said answers. */
const ASKED_FOR: ReadonlySet<Slot['kind']> = new Set([
  ...(['record', 'subject', 'person', 'teammate', 'stage', 'moment', 'day', 'option', 'email'] as const),
  ...(['number', 'money', 'percent', 'text'] as const),
]);

/** What a call needs, or is hardly ever said without; a saying that means more than its words says all that it needs. */
function lacking({ missing, args, saying }: Reading, { tool, sayings }: Likely): string[] {
  if (Object.keys(saying.args).length > 0) return missing;
  const usual = nearlyAlwaysSaid(tool, sayings).filter((name) => !isSet(args, name));
  return [...new Set([...missing, ...usual])];
}

/** It is the verb of the order, or the field that is changed. */
const isOfOrder = (word: string, { clause, start, to, acts }: Request): boolean =>
  clause.units
    .slice(start, to)
    .some(
      (unit, at) =>
        unit.text === word &&
        ((at === 0 && acts.size > 0) || sensesAt(clause, start + at, 'field').length > 0),
    );

/** It is a word of those that the tool is asked with. */
const isHeard = (word: string, sayings: readonly string[]): boolean =>
  sayings.some((saying) =>
    saying
      .replace(/\{\w+\}/g, '')
      .toLowerCase()
      .split(/[^\p{L}]+/u)
      .includes(word.toLowerCase()),
  );

/** What carries meaning of what is left over. */
const contentOf = ({ unread = [] }: Pick<Draft, 'unread'>): string[] =>
  unread.flatMap((text) => text.split(/\s+/)).filter((word) => !isWeightless(word));

/** Few words are left over, none of which turns the request round. */
function isAside(read: Pick<Draft, 'unread'>, request: Request): boolean {
  const words = contentOf(read);
  const isBound = (word: string) => isMeasure(word) || functionWords.has(word) || OPPOSITE.test(word);
  return words.length <= MOST_LEFT && !words.some(isBound) && isPlain(read.unread ?? [], request);
}

/** "companies with purple deals": a list of which no word that narrows it was understood is one of all. */
const isOfAll = (draft: Draft, tool: Tool) =>
  isList(tool) && !isFiltered(draft) && contentOf(draft).length > 0;

/** What stands between two things, of which one was not understood. */
const JOINING = /^(and|or|nor)$/i;

/** "unsolved", "non-paying": without the word it would be the others. */
const OPPOSITE = /^(un|non)/i;

/** A number of fewer would be another number, and a list is none. */
const isFigure = ({ args }: Draft, { clause, start, to }: Request) =>
  args.countOnly === true ||
  args.sumOf !== undefined ||
  clause.units.slice(start, to).some(({ norm }) => FIGURE.test(norm));

const FIGURE = /^(average|mean|median|percentage|share|ratio|typical|typically)$/;

const isFiltered = ({ args }: Draft) =>
  [args, (args.of ?? {}) as Draft['args']].some((one) => 'where' in one || 'anyOf' in one || 'text' in one);

/** "contacts with birthday in June": what is left over says what the value beside it is of. */
function isBesideValue(aside: readonly string[], { clause, start, to }: Request): boolean {
  const isValue = ({ kind, values }: Unit) => kind !== 'word' || values !== undefined;
  const units = clause.units
    .slice(start, to)
    .filter((unit) => isValue(unit) || !functionWords.has(unit.norm));
  const isLeft = (unit: Unit | undefined) => unit?.kind === 'word' && aside.includes(unit.text);
  return units.some((unit, at) => isValue(unit) && (isLeft(units[at - 1]) || isLeft(units[at + 1])));
}
