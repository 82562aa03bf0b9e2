import { z } from 'zod';
import { nextNumber } from '../../entity/number-series.ts';
import { InvalidError } from '../../errors.ts';
import { type ActionContext, defineAction } from './action.ts';
import { peopleOf } from './people.ts';

export const assignOwner = defineAction({
  name: 'assign_owner',
  input: z.strictObject({
    userIds: z
      .array(z.string().regex(/^[0-9a-f]{24}$/))
      .min(1)
      .max(50),
    /** Who has an owner keeps it. */
    onlyUnowned: z.boolean().default(false),
  }),
  effect: 'own',
  repeats: 'once',
  refuses: (entity) => (entity.talk?.owner ? undefined : `${entity.label.many} have no owner`),
  words({ userIds, onlyUnowned }, say) {
    const names = userIds.map((id) => say.name(id));
    const whom = names.length === 1 ? names[0] : `${names.join(', ')} in turn`;
    return `assign it to ${whom}${onlyUnowned ? ' unless it has an owner' : ''}`;
  },
  async run({ userIds, onlyUnowned }, context) {
    const { crm, scope, entity, record } = context;
    const field = entity.talk?.owner ?? '';
    if (onlyUnowned && record[field]) return { told: 'left the owner as it is' };
    const people = (await peopleOf(context, userIds)).filter(({ role }) => role !== 'viewer');
    if (people.length === 0)
      throw new InvalidError('Nobody of those it is assigned to is in the team any more.');
    const person = people[people.length === 1 ? 0 : (await turnOf(context)) % people.length];
    if (!person) throw new InvalidError('There is nobody to assign it to.');
    await crm.records(entity).update(scope, record.id, { [field]: person.userId } as never);
    return { told: `assigned it to ${person.name}`, wrote: { entity: entity.name, id: record.id } };
  },
});

/** Whose turn it is: each number is given once, over all processes, so that many at once do not fall to one person. */
async function turnOf({ crm, scope, workflow, stepId }: ActionContext): Promise<number> {
  const series = `workflow turn ${workflow.id} ${stepId}`;
  return (await nextNumber(crm.store.connection, scope.workspaceId, series)) - 1;
}
