import { z } from 'zod';
import { defineAction, hasField } from './action.ts';
import { isSameTag, tagsOf } from './tags.ts';

export const addTag = defineAction({
  name: 'add_tag',
  input: z.strictObject({ tags: z.array(z.string().trim().min(1).max(60)).min(1).max(20) }),
  effect: 'own',
  repeats: 'once',
  refuses: (entity) => (hasField(entity, 'tags') ? undefined : `${entity.label.many} have no tags`),
  words: ({ tags }) => `add the tag${tags.length > 1 ? 's' : ''} ${tags.join(', ')}`,
  async run({ tags }, { crm, scope, entity, record }) {
    const before = tagsOf(record);
    const fresh = tags.filter((tag) => !before.some((one) => isSameTag(one, tag)));
    if (fresh.length > 0)
      await crm.records(entity).update(scope, record.id, { tags: [...before, ...fresh] } as never);
    return {
      told: `added the tag${tags.length > 1 ? 's' : ''} ${tags.join(', ')}`,
      wrote: { entity: entity.name, id: record.id },
    };
  },
});
