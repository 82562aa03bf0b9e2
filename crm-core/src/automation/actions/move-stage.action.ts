import { z } from 'zod';
import { defineAction, hasField } from './action.ts';

export const moveStage = defineAction({
  name: 'move_stage',
  input: z.strictObject({ stageId: z.string().min(1).max(40), lossReason: z.string().max(500).optional() }),
  effect: 'own',
  repeats: 'once',
  refuses: (entity) => (hasField(entity, 'stageId') ? undefined : `${entity.label.many} have no stages`),
  words: ({ stageId }, say) => `move it to ${say.name(stageId)}`,
  async run({ stageId, lossReason }, { crm, scope, entity, record }) {
    await crm
      .records(entity)
      .update(scope, record.id, { stageId, ...(lossReason && { lossReason }) } as never);
    return { told: 'moved it to another stage', wrote: { entity: entity.name, id: record.id } };
  },
});
