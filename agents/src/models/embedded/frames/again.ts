import { phraseAt } from '../grammar/phrases.ts';
import { type EntityName, entityTools } from '../lexicon/entities.ts';
import type { Draft, LastSearch, Request } from './frame.ts';

const CONFIDENCE = 0.9;

/** The search of the list with something changed; in the same message it takes the place of that search. */
export function again(
  last: LastSearch,
  entity: EntityName,
  change: Record<string, unknown>,
  isSameRecords = true,
): Draft {
  const { where, anyOf, text, sort, limit } = last;
  const base = {
    ...(where?.length && { where }),
    ...(anyOf?.length && { anyOf }),
    ...(text && { text }),
    ...(sort && !/^-?(count|sum|average)$/.test(sort) && isSameRecords && { sort }),
    ...(limit && isSameRecords && !last.groupBy && { limit }),
  };
  return {
    tool: entityTools[entity].search,
    args: { ...base, ...change },
    confidence: CONFIDENCE,
    ...(last.isOfMessage && isSameRecords && { refines: change }),
  };
}

/** The clause is one of these phrases and nothing more. */
export function isWhole({ clause, start, to }: Request, phrases: string): boolean {
  const length = phraseAt(clause.units, start, phrases);
  return length > 0 && start + length === to;
}
