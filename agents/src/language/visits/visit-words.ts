import { DateTime } from 'luxon';
import { visitMetrics } from '../../website/visit-figures.ts';
import type { LanguageContext } from '../language-context.ts';
import { phraseAt } from '../recognise/phrases.ts';
import type { TimeValue } from '../recognise/times/time-value.ts';
import type { Unit } from '../recognise/unit.ts';
import { normalise } from '../text/normalise.ts';

/** The figures of visits by all that they are called, the longest first. */
const CALLED = visitMetrics
  .flatMap(({ name, label, aliases }) => [label, ...aliases].map((said) => ({ name, said: normalise(said) })))
  .toSorted((a, b) => b.said.length - a.said.length);

/** The figure that is named at a place, and how many words name it. */
export function metricAt(units: readonly Unit[], at: number): { metric: string; length: number } | undefined {
  for (const { name, said } of CALLED) {
    const length = phraseAt(units, at, said);
    if (length > 0) return { metric: name, length };
  }
  return undefined;
}

/** A day, as `2026-11-30`, or the days of a period. */
export interface SaidDays {
  from: string;
  /** The last one. */
  to: string;
}

/** What was measured lies behind: "Monday" is the last one, "November 21" that of this year or the last. */
export function daysSaid(time: TimeValue | undefined, { now }: LanguageContext): SaidDays | undefined {
  if (time?.kind !== 'span') return undefined;
  const span = time.past ?? time;
  const years = +span.from > +now ? 1 : 0;
  const from = span.from.minus({ years });
  const to = span.to.minus({ years });
  const last = to.minus({ milliseconds: 1 });
  return { from: from.toISODate() ?? '', to: DateTime.max(last, from).toISODate() ?? '' };
}
