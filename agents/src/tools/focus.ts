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
