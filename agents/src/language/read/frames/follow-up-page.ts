import { MOST_ROWS } from '../../../tools/fields.ts';
import { type EntityName, kindOf } from '../../recognise/lexicon/entities.ts';
import { phraseAt } from '../../recognise/phrases.ts';
import { normAt } from '../../recognise/unit.ts';
import { again, isWhole } from './again.ts';
import type { Draft, LastSearch, Request } from './frame.ts';

/** As many as a list shows that nobody gave a number for. */
const USUAL = 20;
const NEXT = `next page|show more|more|show the rest|the rest|next|next ones|the next ones|show me more|see more|continue|keep going|go on|
  show me the rest|more of them|more of those|show me the next page|the other ones|what else|the next page|show next page|show me the others|the others|
  next please|and the rest|any more|load more|list more|show the next ones|rest|where are the rest|where is the rest|where are the others|and where are the rest|i want to see the rest|i want the rest|go to the next page|show the others|show the next page|page down`;
const ALL =
  'show all|show me all|list all|give me all|all|all of them|show all of them|show me all of them|list all of them|show them all|show me them all|see all|i want to see all|i want all';
const BEFORE =
  'previous page|the previous page|go back a page|page back|back|previous|last page|show the previous page';

/** "show the rest", "next page", "next 10", "page 3". */
export function otherPage(request: Request, last: LastSearch, entity: EntityName): Draft | undefined {
  const { clause, start, to } = request;
  const page = last.page ?? 1;
  // courtesy takes a "next" at the beginning
  const wasNext = normAt(clause.units, start - 1) === 'next' && isWhole(request, 'page|one|ones|please|few');
  if (wasNext || isWhole(request, NEXT)) return again(last, entity, { page: page + 1 });
  if (isWhole(request, BEFORE) && page > 1) return again(last, entity, { page: page - 1 });
  const number = clause.units[to - 1]?.value;
  const all = phraseAt(clause.units, start, ALL);
  if (all > 0 && (start + all === to || (number !== undefined && start + all === to - 1)))
    return again(last, entity, { limit: MOST_ROWS });
  if (number === undefined || !Number.isInteger(number) || number < 1) return undefined;
  const word = phraseAt(
    clause.units,
    start,
    'page|show page|go to page|next|the next|show the next|show me the next|show next|another',
  );
  const isNext = word > 0 || normAt(clause.units, start - 1) === 'next';
  if (!isNext || start + word !== to - 1) return undefined;
  if (clause.units.slice(start, to).some((unit) => unit.norm === 'page'))
    return again(last, entity, { page: number });
  // the next ten of a list of twenties begin where a page of tens begins
  const shown = page * (last.limit ?? USUAL);
  const limit = Math.min(number, MOST_ROWS);
  return shown % limit === 0
    ? again(last, entity, { limit, page: shown / limit + 1 })
    : again(last, entity, { page: page + 1 });
}

/** "the second one", "open the last", "number 3": one record of the list. */
export function pickedRecord(request: Request, entity: EntityName): Draft | undefined {
  const { clause, start, to } = request;
  const at =
    start +
    phraseAt(
      clause.units,
      start,
      'show|show me|open|give me|what is|what about|who is|tell me about|details of|details on|pull up',
    );
  const unit = clause.units[at];
  const end = to - phraseAt(clause.units, to - 1, 'please');
  const id = unit?.isPlaced && at + 1 === end ? unit.matches?.[0]?.id : undefined;
  if (id === undefined) return undefined;
  const { get, key, search } = kindOf(entity);
  return get
    ? { tool: get, args: { [key]: id }, confidence: 0.9 }
    : { tool: search, args: { where: [{ field: 'id', op: 'eq', value: id }] }, confidence: 0.9 };
}
