import { z } from 'zod';
import { defineAction, hasField } from './action.ts';

export const adjustScore = defineAction({
  name: 'adjust_score',
  input: z.strictObject({ by: z.number().int().min(-100).max(100) }),
  effect: 'own',
  repeats: 'once',
  refuses: (entity) => (hasField(entity, 'leadScore') ? undefined : `${entity.label.many} have no score`),
  words: ({ by }) => `${by < 0 ? 'lower' : 'raise'} the lead score by ${Math.abs(by)}`,
  async run({ by }, { crm, scope, entity, record }) {
    const before = typeof record.leadScore === 'number' ? record.leadScore : 0;
    const leadScore = Math.max(0, Math.min(100, before + by));
    await crm.records(entity).update(scope, record.id, { leadScore } as never);
    return {
      told: `changed the lead score from ${before} to ${leadScore}`,
      wrote: { entity: entity.name, id: record.id },
    };
  },
});
