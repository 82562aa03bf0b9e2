import type { Entity, RecordOf } from '@clianta/crm-core/entity/define-entity';
import type { Condition } from '@clianta/crm-core/entity/filter.schema';
import type { BriefCard } from '../../reply.schema.ts';
import type { ToolContext } from '../../tool.ts';

/** Records that a section of a brief names; of more there is the number. */
const NAMED = 12;

/** How many there are, and the first of them. */
export interface Some<E extends Entity> {
  count: number;
  records: Array<RecordOf<E>>;
}

export async function someOf<E extends Entity>(
  { crm, scope }: ToolContext,
  entity: E,
  where: Condition[],
  sort: string,
): Promise<Some<E>> {
  const service = crm.records(entity);
  const [count, page] = await Promise.all([
    service.count(scope, { where }),
    service.find(scope, { where, sort, limit: NAMED }),
  ]);
  return { count, records: page.records };
}

/** A section of a brief, with word of those that it does not name. */
export function sectionOf(
  heading: string,
  count: number,
  items: BriefCard['sections'][number]['items'],
): BriefCard['sections'][number] {
  const more = count - items.length;
  return { heading, items: more > 0 ? [...items, { text: `and ${more} more` }] : items };
}
