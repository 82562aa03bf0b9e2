import { type AnyRecord, type Entity, titleOf } from '@clianta/crm-core/entity/define-entity';
import type { ToolContext } from '../tool.ts';

/** A record as a conversation keeps it in mind. */
export function focusOf(entity: Entity, record: AnyRecord) {
  return { entity: entity.name, id: record.id, title: titleOf(entity, record) };
}

/** What a card of a change carries, so that it can be taken back by a button. */
export function undoable({ scope }: Pick<ToolContext, 'scope'>): { undoGroupId?: string } {
  return scope.groupId ? { undoGroupId: scope.groupId } : {};
}

/** The records that one refers to: who is meant by "there" and "him" once it was shown. */
export async function nearTo(
  { crm, scope, catalogue }: ToolContext,
  entity: Entity,
  record: AnyRecord,
): Promise<Array<ReturnType<typeof focusOf>>> {
  const values: Record<string, unknown> = { ...record };
  const found = await Promise.all(
    entity.fields.map(async ({ name, ref }) => {
      const other = catalogue.spoken.find((one) => one.name === ref);
      const id = values[name];
      if (!other || typeof id !== 'string') return [];
      const records = await crm.records(other).getMany(scope, [id]);
      return [...records.values()].map((one) => focusOf(other, one));
    }),
  );
  return found.flat();
}
