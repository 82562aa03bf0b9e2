import type { Catalogue } from '../../catalogue.ts';
import type { Span } from '../read/grammar/clauses.ts';
import type { Clause } from '../recognise/unit.ts';
import { loadRouter, mask, type RouteChoice } from './router.ts';
import { spansOf } from './spans-of.ts';

/** The tools that a clause most likely asks for, best first. */
export function likeliest(
  { units, message }: Clause,
  { from, to }: Span,
  _catalogue: Catalogue,
): RouteChoice[] {
  const own = units.slice(from, to);
  const start = own[0]?.start ?? 0;
  const text = message.slice(start, own.at(-1)?.end ?? start);
  const spans = spansOf(own).map((span) => ({ ...span, start: span.start - start, end: span.end - start }));
  return loadRouter().route(mask(text, spans));
}
