import { type EntityName, kindOf } from '../../recognise/lexicon/entities.ts';
import { phraseAt } from '../../recognise/phrases.ts';
import type { Draft, LastSearch, Request } from './frame.ts';

const CONFIDENCE = 0.9;

/** Whether the list is of the same records, of fewer of them, of others in their place, or of which they are. */
export type Kept = 'same' | 'fewer' | 'other' | 'which';

/** The search of the list with something changed; in the same message it takes the place of that search. */
export function again(
  last: LastSearch,
  entity: EntityName,
  change: Record<string, unknown>,
  kept: Kept = 'same',
): Draft {
  const { where, anyOf, text, sort, limit, groupBy } = last;
  // "and last quarter?" asks for the same table, of other records; "which of them" asks for the records
  const isTable = groupBy !== undefined && (kept === 'other' || kept === 'fewer');
  const isRanked = /^-?(count|sum|average)$/.test(sort ?? '');
  const base = {
    ...(where?.length && { where }),
    ...(anyOf?.length && { anyOf }),
    ...(text && { text }),
    ...(sort && (isTable || !isRanked) && { sort }),
    ...(limit && (isTable || (kept === 'same' && !groupBy)) && { limit }),
    ...(isTable && { groupBy }),
  };
  if (last.call && isOfCall(change)) return calledAgain(last.call, { ...base, ...change });
  return {
    tool: kindOf(entity).search,
    args: { ...base, ...change },
    confidence: CONFIDENCE,
    ...(last.isOfMessage && kept === 'same' && { refines: change }),
  };
}

/** Other records, or in other groups: whatever else is said of a list is about the records themselves. */
const isOfCall = (change: Record<string, unknown>) =>
  Object.keys(change).every((name) => /^(where|anyOf|text|groupBy|sort)$/.test(name));

/** What showed the list, with another filter. */
function calledAgain(
  { tool, args, filter }: NonNullable<LastSearch['call']>,
  { where, anyOf, text, groupBy }: Record<string, unknown>,
): Draft {
  const before = args[filter] as Record<string, unknown> | undefined;
  const given = { where, anyOf, text, ...(groupBy !== undefined && { groupBy }) };
  return {
    tool,
    args: { ...args, [filter]: { ...before, ...given } },
    confidence: CONFIDENCE,
    isShownAgain: true,
  };
}

/** The clause is one of these phrases and nothing more. */
export function isWhole({ clause, start, to }: Request, phrases: string): boolean {
  const length = phraseAt(clause.units, start, phrases);
  return length > 0 && start + length === to;
}
