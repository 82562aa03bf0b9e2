import type { Entity } from '@clianta/crm-core/entity/define-entity';
import { type Consequence, countConsequences, requireConsequences } from '@clianta/crm-core/entity/on-delete';
import type { ToolContext } from '../tool.ts';
import { capitalize, counted, listed } from './format.ts';

/**
 * What a deletion does to other records, as a proposal tells it: "Deals: 3 go with it".
 *
 * @param what - the records that are to be deleted: "Northwind"
 * @throws ConflictError when others hold on to them, ForbiddenError when the caller may not do what follows
 */
export async function consequencesInWords(
  context: ToolContext,
  entity: Entity,
  ids: readonly string[],
  what: string,
): Promise<Array<{ label: string; to: string }>> {
  const consequences = await context.crm.records(entity).consequences(context.scope, ids);
  requireConsequences(context.scope, what, consequences);
  return countConsequences(consequences).map(({ entity: other, field, rule, count }) => ({
    label: capitalize(other.label.many),
    to:
      rule === 'cascade'
        ? `${count} ${count === 1 ? 'goes' : 'go'} with ${ids.length === 1 ? 'it' : 'them'}`
        : `${count} ${count === 1 ? 'stays' : 'stay'}, without ${(field.label ?? field.name).toLowerCase()}`,
  }));
}

/** "3 deals and 5 tasks went with it.", of those that are in the trash now; empty when there are none. */
export async function wentAlong(
  context: ToolContext,
  consequences: readonly Consequence[],
  deleted: number,
): Promise<string> {
  const counts = await Promise.all(
    countConsequences(consequences)
      .filter(({ rule }) => rule === 'cascade')
      .map(async ({ entity, ids }) => ({
        entity,
        count: await context.crm.records(entity).count(context.scope, {
          where: [{ field: 'id', op: 'in', value: [...ids] }],
          deleted: 'only',
        }),
      })),
  );
  const gone = counts.filter(({ count }) => count > 0);
  const all = gone.reduce((sum, { count }) => sum + count, 0);
  if (all === 0) return '';
  const words = listed(gone.map(({ entity, count }) => counted(count, entity.label)));
  return `${words} went with ${deleted === 1 ? 'it' : 'them'}.`;
}
