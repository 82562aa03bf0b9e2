import { Task } from '@clianta/crm-core/crm/task/task.schema';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import { talkOf } from '@clianta/crm-core/entity/define-entity';
import type { Scope } from '@clianta/crm-core/entity/scope';
import type { Catalogue } from '../catalogue.ts';
import type { RecordLook } from '../language/described/record-look.ts';
import { readingContext } from '../tools/reading-context.ts';
import { storedFilter, type ToolFilter } from '../tools/translate.ts';

/** Whoever has more tasks than this has none that presses most. */
const MOST_TASKS = 200;
const PRIORITIES = ['low', 'normal', 'high', 'urgent'];

/** Looks up whom and what words describe, as the speaker may see it. */
export function recordLook(crm: CrmCore, catalogue: Catalogue, scope: Scope): RecordLook {
  return {
    async countByOwner(name, filter) {
      const entity = crm.store.entity(name);
      const context = await readingContext(crm, catalogue, scope);
      const stored = await storedFilter(context, entity, filter as ToolFilter);
      const owner = talkOf(entity).owner;
      if (!owner) return [];
      const { groups } = await crm.records(entity).totals(scope, { ...stored, groupBy: [owner] });
      return groups.flatMap(({ key, count }) => {
        const userId = key[owner];
        return typeof userId === 'string' ? [{ userId, count }] : [];
      });
    },
    async ownerOf(name, id) {
      const entity = crm.store.entity(name);
      const owner = talkOf(entity).owner;
      const record = (await crm.records(entity).getMany(scope, [id])).get(id);
      const value = owner && record ? (record as unknown as Record<string, unknown>)[owner] : undefined;
      return typeof value === 'string' ? value : undefined;
    },
    async mostUrgentTasks(userId) {
      for (const status of ['open', 'in_progress']) {
        const { records } = await crm.records(Task).find(scope, {
          where: [
            { field: 'assigneeId', op: 'eq', value: userId },
            { field: 'status', op: 'eq', value: status },
            { field: 'dueAt', op: 'is_set' },
          ],
          sort: 'dueAt',
          limit: MOST_TASKS,
        });
        const rank = Math.max(...records.map(({ priority }) => PRIORITIES.indexOf(priority)));
        const [first, ...others] = records.filter(({ priority }) => PRIORITIES.indexOf(priority) === rank);
        const alike = others.filter(({ dueAt }) => dueAt?.getTime() === first?.dueAt?.getTime());
        if (first) return [first, ...alike].map(({ id, title }) => ({ id, title }));
      }
      return [];
    },
  };
}
