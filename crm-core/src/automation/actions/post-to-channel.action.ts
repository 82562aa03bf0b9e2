import { z } from 'zod';
import { deliverAlert } from '../../crm/pipeline-alert/deliver-alert.ts';
import { PipelineAlert } from '../../crm/pipeline-alert/pipeline-alert.schema.ts';
import { InvalidError } from '../../errors.ts';
import { defineAction } from './action.ts';

/** Posts where the team is told of a pipeline: the channels of chats that Clianta knows an address of. */
export const postToChannel = defineAction({
  name: 'post_to_channel',
  input: z.strictObject({
    alertId: z.string().regex(/^[0-9a-f]{24}$/),
    text: z.string().trim().min(1).max(900),
  }),
  effect: 'outside',
  repeats: 'once',
  words: ({ alertId, text }, say) => `post to ${say.name(alertId)}: “${text}”`,
  async run({ alertId, text }, { crm, scope, effectId, fill }) {
    const alert = (await crm.records(PipelineAlert).getMany(scope, [alertId])).get(alertId);
    if (!alert || alert.isDeleted)
      throw new InvalidError('The channel that it posts to is not told of anything any more.');
    const said = fill(text).slice(0, 1_000);
    await crm.enqueue(
      deliverAlert,
      { alertId, text: said },
      { workspaceId: scope.workspaceId, key: effectId },
    );
    return { told: `posted to ${alert.channel}: “${said}”` };
  },
});
