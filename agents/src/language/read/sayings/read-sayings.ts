import type { Catalogue, OwnedTool } from '../../../catalogue.ts';
import type { Tool } from '../../../tool.ts';
import { isKind, kindOf } from '../../recognise/lexicon/entities.ts';
import type { RouteChoice } from '../../route/router.ts';
import type { Request } from '../frames/frame.ts';
import { type Reading, readTool } from './read-tool.ts';

/** Tools that are read; the right one is among the first three in 97 of 100 sentences. */
const READ_TOOLS = 6;
/** A clause of more words than this is a text to be kept, not a saying. Bounds the work on pastes. */
const LONG = 60;
/** What a word left over weighs against the router. */
const COST_WEIGHT = 1.5;
const UNLIKELY = 0.002;

/** What the sayings of the likeliest tools make of a clause, the best first. */
export function readSayings(
  request: Request,
  choices: readonly RouteChoice[],
  catalogue: Catalogue,
): Reading[] {
  if (request.to - request.start > LONG || request.to <= request.start) return [];
  const likely = new Map(choices.map(({ tool, probability }) => [tool, probability]));
  const owned: OwnedTool[] = choices.slice(0, READ_TOOLS).flatMap(({ tool }) => catalogue.tool(tool) ?? []);
  const rank = (reading: Reading) =>
    Math.log((likely.get(reading.tool.name) ?? 0) + UNLIKELY) - COST_WEIGHT * reading.cost;
  return owned
    .flatMap(({ tool, agent }) => {
      const sayings = isOfGrammar(tool) ? undefined : agent.sayings?.[tool.name];
      return (sayings && readTool(request, tool, sayings)) ?? [];
    })
    .sort((a, b) => rank(b) - rank(a));
}

/** Filters, values and new records of a kind have a grammar of their own. */
function isOfGrammar({ name, operation, entity }: Tool): boolean {
  const kind = entity !== undefined && isKind(entity) ? kindOf(entity) : undefined;
  if (kind?.search === name) return true;
  return kind !== undefined && kind.update !== '' && /^(create|update|delete|restore)$/.test(operation ?? '');
}
