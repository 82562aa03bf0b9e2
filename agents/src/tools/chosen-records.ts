import { type AnyRecord, type Entity, titleOf } from '@clianta/crm-core/entity/define-entity';
import type { Condition, Filter } from '@clianta/crm-core/entity/filter.schema';
import { InvalidError } from '@clianta/crm-core/errors';
import type { ToolContext } from '../tool.ts';
import { conditionsInWords } from './conditions-in-words.ts';
import { resolveOne } from './resolve.ts';
import { hasFilter, storedFilter, type ToolFilter } from './translate.ts';

/** What a tool that takes one record or a filter is about. */
export async function chosen(
  context: ToolContext,
  entity: Entity,
  key: string,
  args: Record<string, unknown>,
): Promise<{ filter: Awaited<ReturnType<typeof storedFilter>>; one?: AnyRecord }> {
  const name = args[key];
  if (typeof name === 'string' && name) {
    const one = await resolveOne(context, entity, name, key);
    const filter: Filter = { where: [{ field: 'id', op: 'eq', value: one.id }] };
    await mustBeSuch(context, entity, one, args);
    return { filter, one };
  }
  const filter = args as ToolFilter;
  // leaving the filter out must never mean everything
  if (!hasFilter(filter) && args.all !== true) {
    throw new InvalidError(
      `Say which ${entity.label.many}: a name, what they have in common, such as “without an e-mail”, or all of them.`,
    );
  }
  return { filter: await storedFilter(context, entity, filter) };
}

/** What is said of a record that is named must hold: "Jane left Acme" is nothing to do for somebody who is not at Acme. */
async function mustBeSuch(
  context: ToolContext,
  entity: Entity,
  one: AnyRecord,
  args: ToolFilter,
): Promise<void> {
  if (!hasFilter(args)) return;
  const such = await storedFilter(context, entity, args);
  const where: Condition[] = [{ field: 'id', op: 'eq', value: one.id }, ...(such.where ?? [])];
  if ((await context.crm.records(entity).count(context.scope, { ...such, where })) > 0) return;
  throw new InvalidError(
    `**${titleOf(entity, one)}** is no ${entity.label.one} with ${await conditionsInWords(context, entity, such)}, so nothing was changed.`,
  );
}

export async function matchingIds(
  context: ToolContext,
  entity: Entity,
  filter: ToolFilter & { search?: string },
) {
  return context.crm.records(entity).ids(context.scope, filter);
}
