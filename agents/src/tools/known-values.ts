import type { Entity } from '@clianta/crm-core/entity/define-entity';
import type { Filter } from '@clianta/crm-core/entity/filter.schema';
import type { ToolContext } from '../tool.ts';

/** Values named when nothing matched. */
const NAMED = 6;

/**
 * After nothing was found: what the free-text fields that were asked about do hold, so that "software" can be said as
 * "Technology". Empty when the question was about none.
 */
export async function knownValues(context: ToolContext, entity: Entity, filter: Filter): Promise<string> {
  const asked = entity.fields.filter(
    (field) =>
      field.kind === 'string' &&
      !field.ref &&
      !field.part &&
      !/^(name|title|email|phone)$/.test(field.name) &&
      filter.where?.some(({ field: name, op }) => name === field.name && /^(eq|in|contains)$/.test(op)),
  );
  const sentences = await Promise.all(
    asked.map(async (field) => {
      const { groups } = await context.crm
        .records(entity)
        .totals(context.scope, { groupBy: [field.name], limit: NAMED + 1 });
      const values = groups.flatMap(({ key }) => key[field.name] ?? []).slice(0, NAMED);
      const more = groups.length > NAMED ? ', ...' : '';
      return values.length > 0 ? ` ${field.label ?? field.name} is ${values.join(', ')}${more}.` : '';
    }),
  );
  return sentences.some(Boolean) ? ` What there is:${sentences.join('')}` : '';
}
