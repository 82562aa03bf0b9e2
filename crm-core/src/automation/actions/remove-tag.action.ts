import { z } from 'zod';
import { defineAction, hasField } from './action.ts';
import { isSameTag, tagsOf } from './tags.ts';

export const removeTag = defineAction({
  name: 'remove_tag',
  input: z.strictObject({ tags: z.array(z.string().trim().min(1).max(60)).min(1).max(20) }),
  effect: 'own',
  repeats: 'once',
  refuses: (entity) => (hasField(entity, 'tags') ? undefined : `${entity.label.many} have no tags`),
  words: ({ tags }) => `remove the tag${tags.length > 1 ? 's' : ''} ${tags.join(', ')}`,
  async run({ tags }, { crm, scope, entity, record }) {
    const before = tagsOf(record);
    const left = before.filter((tag) => !tags.some((one) => isSameTag(one, tag)));
    if (left.length < before.length)
      await crm.records(entity).update(scope, record.id, { tags: left } as never);
    return {
      told: `removed the tag${tags.length > 1 ? 's' : ''} ${tags.join(', ')}`,
      wrote: { entity: entity.name, id: record.id },
    };
  },
});
