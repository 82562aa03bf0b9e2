import type { Catalogue, OwnedTool } from '../../../catalogue.ts';
import type { Tool } from '../../../tool.ts';
import { isKind, kindOf } from '../../recognise/lexicon/entities.ts';
import type { RouteChoice } from '../../route/router.ts';
import type { Request } from '../frames/frame.ts';
import { type Reading, readTool } from './read-tool.ts';

/** Tools that are read; the right one is among the first three in 97 of 100 sentences. */
const READ_TOOLS = 8;
/** A clause of more words than this is a text to be kept, not a saying. Bounds the work on pastes. */
const LONG = 60;
/** What a word left over weighs against the router. */
const COST_WEIGHT = 1.5;
const UNLIKELY = 0.002;
/** As likely as this, a list is read by its sayings too, where the grammar of filters has no noun to begin with. */
const SURELY = 0.5;
/** So near, it is the saying itself: that weighs more than what the router thinks of its words. */
const SAME = 0.05;
const SAID = 2;

/** What the sayings of the likeliest tools make of a clause, the best first. */
export function readSayings(
  request: Request,
  choices: readonly RouteChoice[],
  catalogue: Catalogue,
): Reading[] {
  if (request.to - request.start > LONG || request.to <= request.start) return [];
  const likely = new Map(choices.map(({ tool, probability }) => [tool, probability]));
  // what is surely asked for need not name the kind of record: "what breaches today"
  const isSurely = ({ name }: Tool) => (likely.get(name) ?? 0) >= SURELY;
  const owned: OwnedTool[] = choices.slice(0, READ_TOOLS).flatMap(({ tool }) => catalogue.tool(tool) ?? []);
  const rank = (reading: Reading) =>
    Math.log((likely.get(reading.tool.name) ?? 0) + UNLIKELY) -
    COST_WEIGHT * reading.cost +
    (reading.cost < SAME ? SAID : 0);
  return owned
    .flatMap(({ tool, agent }) => {
      const sayings = isList(tool) && !isSurely(tool) ? undefined : agent.sayings?.[tool.name];
      const reading = sayings && readTool(request, tool, sayings);
      // more than what is known for sure is the grammar's to narrow by
      return reading && (!isList(tool) || reading.isExact) ? reading : [];
    })
    .sort((a, b) => rank(b) - rank(a));
}

/** Filters have a grammar of their own: sayings say what is asked for, not every way to narrow it. */
export const isList = ({ name, entity }: Tool) =>
  entity !== undefined && isKind(entity) && kindOf(entity).search === name;
