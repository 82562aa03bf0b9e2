import { z } from 'zod';
import type { RecordOf } from '../../entity/define-entity.ts';
import { InvalidError } from '../../errors.ts';
import { TeamMember } from '../../workspace/team-member/team-member.schema.ts';
import type { ActionContext, Say } from './action.ts';

/** A teammate, or whoever looks after the record. */
export const personSchema = z.union([
  z.literal('owner'),
  z.string().regex(/^[0-9a-f]{24}$/, 'is no teammate'),
]);

export const personInWords = (person: string, say: Say): string =>
  person === 'owner' ? 'the owner' : say.name(person);

/** Those of these people who are in the team; the owner's place is taken by who it is. */
export async function peopleOf(
  { crm, scope, entity, record }: ActionContext,
  people: readonly string[],
): Promise<Array<RecordOf<typeof TeamMember>>> {
  const owner = record[entity.talk?.owner ?? ''];
  const ids = people.flatMap((one) => (one !== 'owner' ? [one] : typeof owner === 'string' ? [owner] : []));
  const { records } = await crm.records(TeamMember).find(scope, {
    where: [{ field: 'userId', op: 'in', value: ids }],
    limit: 100,
  });
  return ids.flatMap((id) => records.find(({ userId }) => userId === id) ?? []);
}

/** @throws InvalidError when it is nobody, or they have left */
export async function personOf(context: ActionContext, person: string): Promise<RecordOf<typeof TeamMember>> {
  const [found] = await peopleOf(context, [person]);
  if (found) return found;
  throw new InvalidError(
    person === 'owner'
      ? `${context.entity.titleOf(context.record)} has no owner in the team.`
      : 'Whoever the step names is not in the team any more.',
  );
}
