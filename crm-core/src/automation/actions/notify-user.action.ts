import { z } from 'zod';
import { defineAction } from './action.ts';
import { peopleOf, personInWords, personSchema } from './people.ts';

export const notifyUser = defineAction({
  name: 'notify_user',
  input: z.strictObject({
    to: z.array(personSchema).min(1).max(50),
    text: z.string().trim().min(1).max(500),
  }),
  effect: 'own',
  repeats: 'once',
  words: ({ to, text }, say) => `tell ${to.map((one) => personInWords(one, say)).join(', ')}: “${text}”`,
  async run({ to, text }, context) {
    const { entity, record, workflow, effectId, tell, fill, scope } = context;
    const people = await peopleOf(context, to);
    const title = fill(text).slice(0, 500);
    for (const { userId } of people)
      await tell({
        workspaceId: scope.workspaceId,
        userId,
        key: `workflow:${effectId}`,
        title,
        because: `The workflow “${workflow.name}” tells you.`.slice(0, 300),
        entity: entity.name,
        recordId: record.id,
      });
    return {
      told:
        people.length > 0
          ? `told ${people.map(({ name }) => name).join(', ')}: “${title}”`
          : 'told nobody: there is no owner',
    };
  },
});
