import type { AnyRecord, Entity } from '@clianta/crm-core/entity/define-entity';
import { InvalidError } from '@clianta/crm-core/errors';
import type { ToolContext } from '../tool.ts';
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
    return { filter: { where: [{ field: 'id', op: 'eq', value: one.id }] }, one };
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

export async function matchingIds(
  context: ToolContext,
  entity: Entity,
  filter: ToolFilter & { search?: string },
) {
  return context.crm.records(entity).ids(context.scope, filter);
}
