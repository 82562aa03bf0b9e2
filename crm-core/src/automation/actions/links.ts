import { Task } from '../../crm/task/task.schema.ts';
import type { Entity } from '../../entity/define-entity.ts';

/** What ties a task to a record: the record itself, and what it belongs to. */
export function taskLinks(entity: Entity, record: Record<string, unknown>): Record<string, string> {
  const own = Task.fields.find(({ ref }) => ref === entity.name);
  const shared = Task.fields.filter(
    ({ name, ref }) => ref && name !== 'assigneeId' && typeof record[name] === 'string',
  );
  return {
    ...Object.fromEntries(shared.map(({ name }) => [name, String(record[name])])),
    ...(own && { [own.name]: String(record.id) }),
  };
}
