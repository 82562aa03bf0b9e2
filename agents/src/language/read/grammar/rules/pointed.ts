import type { Condition } from '@clianta/crm-core/entity/filter.schema';
import { type EntityName, entityNames } from '../../../recognise/lexicon/entities.ts';
import { phraseAt } from '../../../recognise/phrases.ts';
import { normAt, sensesAt } from '../../../recognise/unit.ts';
import { add, type Reader, type Rule } from '../selection.ts';
import { linkBetween } from './related.ts';
import { OF } from './related-lead.ts';

/** "contacts there", "tasks of those deals", "deals with them": what belongs to the records of the list before. */
export const pointed: Rule = (reader, at) => {
  const { clause, context, selection } = reader;
  const list = context.lastList;
  const entity = entityNames.find((name) => name === list?.entity);
  const length = pointerAt(reader, at, entity);
  const link = entity && linkBetween(clause, selection.entity, entity);
  if (length === 0 || !list || !link || list.anyOf?.length || list.text) return 0;
  const where = (list.where ?? []) as Condition[];
  add(reader, { field: link.field, op: 'is_set', ...(where.length > 0 && { where }) });
  return length;
};

/** A pronoun means the list only while that is what the conversation was about last. */
function pointerAt({ clause, context }: Reader, at: number, entity: EntityName | undefined): number {
  if (entity === undefined) return 0;
  const { units } = clause;
  const ids = context.lastList?.ids ?? [];
  const isMany = ids.length > 1 && context.focus[0]?.id === ids[0];
  const isExistential = /^(is|are|was|were|any|hey|hi)$/;
  if (normAt(units, at) === 'there')
    return isExistential.test(normAt(units, at - 1)) || isExistential.test(normAt(units, at + 1)) ? 0 : 1;
  if (normAt(units, at) === 'their') return isMany ? 1 : 0;
  const of = phraseAt(units, at, OF);
  const pointer =
    of > 0 ? phraseAt(units, at + of, 'those|these|them|all of those|all of these|all of them') : 0;
  if (pointer === 0) return 0;
  const noun = sensesAt(clause, at + of + pointer, 'entity').find(({ sense }) => sense.entity === entity);
  if (noun) return of + pointer + noun.length;
  return isMany ? of + pointer : 0;
}
