import type { AnyRecord, Entity, SpokenEntity } from '@clianta/crm-core/entity/define-entity';
import type { ToolContext } from '../tool.ts';
import { fieldNamed } from './translate.ts';

/**
 * Who of a record was touched later than the record itself: a company was last talked to when one of its people was.
 *
 * @param name - a tool's name of the field that is asked for
 * @returns undefined when nobody was, or the field says something else
 */
export async function lastTouchOfParts(
  { catalogue, crm, scope }: ToolContext,
  whole: Entity,
  record: AnyRecord,
  name: string,
): Promise<{ entity: SpokenEntity; record: AnyRecord } | undefined> {
  const field = fieldNamed(whole, name)?.name;
  if (field === undefined || whole.talk?.touched?.field !== field) return undefined;
  const at = (one: AnyRecord | undefined) =>
    (one as Record<string, unknown> | undefined)?.[field] as Date | undefined;
  const parts = catalogue.spoken.filter(
    ({ talk, fields }) => talk.touched?.field === field && fields.some(({ ref }) => ref === whole.name),
  );
  const found = await Promise.all(
    parts.map(async (entity) => {
      const link = entity.fields.find(({ ref }) => ref === whole.name)?.name ?? '';
      const { records } = await crm.records(entity).find(scope, {
        where: [{ field: link, op: 'eq', value: record.id }],
        sort: `-${field}`,
        limit: 1,
      });
      return records.map((one) => ({ entity, record: one as AnyRecord }));
    }),
  );
  const [last] = found
    .flat()
    .toSorted((a, b) => (at(b.record)?.getTime() ?? 0) - (at(a.record)?.getTime() ?? 0));
  return last && (at(last.record)?.getTime() ?? 0) > (at(record)?.getTime() ?? 0) ? last : undefined;
}
