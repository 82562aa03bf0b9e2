import { isDeepStrictEqual } from 'node:util';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { Task } from '@clianta/crm-core/crm/task/task.schema';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import { type AnyRecord, talkOf, titleOf } from '@clianta/crm-core/entity/define-entity';
import type { Scope } from '@clianta/crm-core/entity/scope';
import { foldWords } from '@clianta/crm-core/entity/search-text';
import type { Catalogue } from '../catalogue.ts';
import type { RecordLook } from '../language/described/record-look.ts';
import { readingContext } from '../tools/reading-context.ts';
import { storedFilter, storedSort, type ToolFilter } from '../tools/translate.ts';

/** Whoever has more tasks than this has none that presses most. */
const MOST_TASKS = 200;
/** More people of a company who are called alike are nobody in particular. */
const MOST_PEOPLE = 5;
/** Nobody counts further. */
const MOST_RANKED = 20;
const PRIORITIES = ['low', 'normal', 'high', 'urgent'];

/** Every word stands in the name, none is a typo. */
function isCalled(title: string, name: string): boolean {
  const own = foldWords(title);
  return foldWords(name).every((word) => own.includes(word));
}

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
    async peopleAt(companyId, name) {
      const { records } = await crm.records(Contact).find(scope, {
        where: [{ field: 'companyId', op: 'eq', value: companyId }],
        search: name,
        limit: MOST_PEOPLE,
      });
      const whole = records.filter((one) => isCalled(one.name, name));
      return (whole.length > 0 ? whole : records).map(({ id, name: title }) => ({ id, title }));
    },
    async ranked(name, filter, sort, place) {
      const entity = crm.store.entity(name);
      const context = await readingContext(crm, catalogue, scope);
      const stored = await storedFilter(context, entity, filter as ToolFilter);
      const by = storedSort(entity, sort) ?? sort;
      const { records } = await crm
        .records(entity)
        .find(scope, { ...stored, sort: by, limit: Math.min(place + 1, MOST_RANKED) });
      const valueAt = (at: number) => {
        const record = records[at] as unknown as Record<string, unknown> | undefined;
        return record && (record[by.replace('-', '')] ?? null);
      };
      const found = records[place - 1];
      const value = valueAt(place - 1);
      if (!found || value === null) return undefined;
      if ([valueAt(place - 2), valueAt(place)].some((other) => isDeepStrictEqual(other, value)))
        return undefined;
      return { id: found.id, title: titleOf(entity, found as AnyRecord) };
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
