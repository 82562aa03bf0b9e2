import { sensesAt } from '../../recognise/unit.ts';
import { targetAt } from '../grammar/target.ts';
import type { Request } from './frame.ts';

const DEAL = ['opportunity'] as const;

/** A deal by its own name, its company's, or a pronoun; a person's name alone is no deal. */
export function dealAt(request: Request, from: number, to: number) {
  const deal = targetAt(request, from, to, DEAL);
  // "him" is no deal, even where only deals are meant
  if (deal?.record.entity !== 'opportunity') return undefined;
  const { clause } = request;
  const units = clause.units.slice(from, from + deal.length);
  const matches = units.find((unit) => unit.kind === 'name')?.matches ?? [];
  const hasNoun = units.some((_, index) =>
    sensesAt(clause, from + index, 'entity').some((match) => match.sense.entity === 'opportunity'),
  );
  const isPerson =
    matches.length > 0 && !matches.some((match) => /^(opportunity|company)$/.test(match.entity));
  return isPerson && !hasNoun ? undefined : deal;
}
