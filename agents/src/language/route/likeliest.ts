import type { Catalogue } from '../../catalogue.ts';
import { ofAgent } from '../decide/clues.ts';
import type { Span } from '../read/grammar/clauses.ts';
import type { Clause } from '../recognise/unit.ts';
import { loadRouter, mask, type RouteChoice, type Router } from './router.ts';
import { spansOf } from './spans-of.ts';

/** The tools that a clause most likely asks for, best first. */
export function likeliest(
  { units, message }: Clause,
  { from, to }: Span,
  catalogue: Catalogue,
): RouteChoice[] {
  const own = units.slice(from, to);
  const start = own[0]?.start ?? 0;
  const [verb] = own.filter(({ isBent }) => isBent);
  // "would you mind adding" orders as "add" does
  const plain = (at: number) =>
    (verb && at >= verb.end ? verb.norm.length - (verb.end - verb.start) : 0) - start;
  const text = verb
    ? message.slice(start, verb.start) + verb.norm + message.slice(verb.end, own.at(-1)?.end)
    : message.slice(start, own.at(-1)?.end ?? start);
  const spans = spansOf(own).map((span) => ({
    ...span,
    start: span.start + plain(span.start),
    end: span.end + plain(span.end),
  }));
  return routerOf(catalogue).route(mask(text, spans));
}

const routers = new WeakMap<Catalogue, Router>();

function routerOf(catalogue: Catalogue): Router {
  const known = routers.get(catalogue) ?? loadRouter(catalogue);
  routers.set(catalogue, known);
  return known;
}

/** The tools that words most likely ask for, without a workspace. */
export const likeliestByWords = (words: string, catalogue: Catalogue): RouteChoice[] =>
  routerOf(catalogue).route(mask(words));

/** The agents that a message is likely for, as its words tell without a workspace. */
export function likeliestAgents(
  message: string,
  catalogue: Catalogue,
): Array<{ agent: string; probability: number }> {
  const choices = likeliestByWords(message, catalogue);
  return catalogue.agents.map(({ name }) => ({ agent: name, probability: ofAgent(choices, name) }));
}
