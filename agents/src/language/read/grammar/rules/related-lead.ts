import type { Condition } from '@clianta/crm-core/entity/filter.schema';
import { phraseAt } from '../../../recognise/phrases.ts';
import { type Clause, normAt } from '../../../recognise/unit.ts';
import { numberWords } from '../../../text/number-words.ts';
import type { Reader } from '../selection.ts';
import { comparatorAt } from './compare.ts';

const LACKS = `without|without a|without an|without any|without the|with no|with zero|with not a single|have no|has no|having no|that have no|who have no|
  which have no|that has no|who has no|which has no|do not have|does not have|do not have any|does not have any|
  that do not have|who do not have|that do not have a|who do not have a|do not have a|does not have a|that lack|who lack|lacking|lack|no|
  with neither|have neither|has neither|that have neither|neither|nor|nor a|and no|have not got|are missing|is missing|missing|w / o|w / o any|w / o a|w / o an|with none of`;
const HAS = `with|that have|who have|which have|that has|who has|which has|having|have|has|had|that had|who had|which had|
  where we have|that we have|which we have|we have|that got|with any|with some|have got`;
/** Whose the records are: these lead to the records that they belong to, or that belong to them. */
export const OF = `at|of|from|for|in|on|by|about|behind|with|belonging to|that belong to|linked to|related to|connected to|tied to|
  working at|working for|who work at|who work for|that work at|employed at|involved in|who are on|part of|regarding|attached to|to`;
const WHOSE = 'whose|where the|where their|where its|where|for which the|and whose';
/** "companies we won deals with", "where we lost a deal". */
export const WE =
  'we|where we|that we|which we|who we|with whom we|with which we|we have|where we have|i|where i|that i';
const DEED = /^(won|lost|win|lose)$/;
export const SKIPPED = 'a|an|any|some|the|our|their|all|all the|all of our|its|his|her|my|at all|ever';
const MANY = 'several|multiple|many|a few|two or more|more than one';

export interface Lead {
  kind: 'has' | 'lacks' | 'of' | 'whose';
  length: number;
}

export function leadAt({ clause: { units } }: Reader, at: number): Lead | undefined {
  const lacks = phraseAt(units, at, LACKS);
  const has = phraseAt(units, at, HAS);
  // "with no more than two" and "with no fewer" are amounts
  if (lacks > 0 && lacks >= has && !/^(more|less|fewer)$/.test(normAt(units, at + lacks)))
    return { kind: 'lacks', length: lacks };
  if (has > 0) return { kind: 'has', length: has };
  const we = phraseAt(units, at, WE);
  if (we > 0 && DEED.test(normAt(units, at + we))) return { kind: 'has', length: we };
  const whose = phraseAt(units, at, WHOSE);
  if (whose > 0) return { kind: 'whose', length: whose };
  const of = phraseAt(units, at, OF);
  return of > 0 ? { kind: 'of', length: of } : undefined;
}

/** "more than 3", "at least two", "exactly one", "several". */
export function amountAt(
  { units }: Clause,
  at: number,
): { op: Condition['op']; value: number; length: number } | undefined {
  const many = phraseAt(units, at, MANY);
  if (many > 0) return { op: 'gt', value: 1, length: many };
  const article = /^(a|the)$/.test(normAt(units, at)) && normAt(units, at + 1) === 'single' ? 1 : 0;
  const only = phraseAt(units, at, 'only|just') + article;
  const comparator = only > 0 ? undefined : comparatorAt(units, at);
  const start = at + (comparator?.length ?? only);
  const unit = units[start];
  const value =
    unit?.kind === 'number' ? unit.value : unit?.norm === 'single' ? 1 : numberWords.get(unit?.norm ?? '');
  if (value === undefined || !Number.isInteger(value)) return undefined;
  const more = phraseAt(units, start + 1, 'or more|plus|+|and more|or above');
  const less = phraseAt(units, start + 1, 'or fewer|or less');
  const op = comparator?.op ?? (more > 0 ? 'gte' : less > 0 ? 'lte' : 'eq');
  return { op, value, length: start + 1 + Math.max(more, less) - at };
}
