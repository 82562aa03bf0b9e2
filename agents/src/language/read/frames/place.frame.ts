import { isCountry } from '../../recognise/lexicon/countries.ts';
import { kindOf } from '../../recognise/lexicon/entities.ts';
import { scoreAs } from '../../recognise/names/name-value.ts';
import { phraseAt } from '../../recognise/phrases.ts';
import { normAt, type Unit } from '../../recognise/unit.ts';
import { rawText } from '../grammar/read-value.ts';
import { targetAt } from '../grammar/target.ts';
import type { Frame } from './frame.ts';

const IS_IN = `moved to|has moved to|relocated to|has relocated to|is based in|is now based in|is located in|lives in|
  now lives in|is now in|is moving to|moved their office to|moved its office to|sits in|is headquartered in`;

/** "Proseware moved to Rotterdam", "Tom is based in Vienna, Austria": news of where somebody is. */
export const changePlace: Frame = (request) => {
  const { clause, start, to } = request;
  const { units } = clause;
  if (request.isQuestion || request.acts.size > 0) return undefined;
  const target = targetAt(request, start, to, ['contact', 'company']);
  if (!target || target.isPossessive) return undefined;
  const at = start + target.length;
  const said = phraseAt(units, at, IS_IN);
  if (said === 0) return undefined;
  const set: Record<string, string> = {};
  let from = at + said;
  while (from < to) {
    const end = placeEnd(units, from, to);
    // a stage, a company or anything else that is no place
    if (end === from || clause.vocabulary.has(normAt(units, from))) return undefined;
    set[isCountry(normAt(units, from)) ? 'country' : 'city'] = rawText(clause, from, end);
    from = end + phraseAt(units, end, ',|in');
  }
  const { entity, value, title, isFromPrevious } = target.record;
  const { update, key } = kindOf(entity);
  return [
    {
      tool: update,
      args: { [key]: value, set },
      confidence: 0.8,
      needsPrevious: isFromPrevious,
      introduces: [{ entity, name: title }],
    },
  ];
};

function placeEnd(units: readonly Unit[], from: number, to: number): number {
  let end = from;
  while (
    end < to &&
    /^(word|name)$/.test(units[end]?.kind ?? '') &&
    scoreAs(units[end], 'company') === 0 &&
    normAt(units, end) !== 'in'
  )
    end++;
  return end;
}
