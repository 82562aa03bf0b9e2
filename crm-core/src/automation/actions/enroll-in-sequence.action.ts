import { z } from 'zod';
import { InvalidError } from '../../errors.ts';
import { contactsOf, enrollable, enrollPeople } from '../../marketing/sequence/enroll-people.ts';
import { Sequence, type SequenceRecord } from '../../marketing/sequence/sequence.schema.ts';
import { defineAction } from './action.ts';

/** Turning the workflow on is the approval: it names the sequence, whose mails leave the house. */
export const enrollInSequence = defineAction({
  name: 'enroll_in_sequence',
  input: z.strictObject({
    /** Its name or id; a draft may have it in words. */
    sequence: z.string().trim().min(1).max(200).optional(),
    text: z.string().max(2_000).default(''),
  }),
  effect: 'outside',
  repeats: 'once',
  refuses: (entity) =>
    entity.name === 'contact' ? undefined : `only contacts go through sequences, not ${entity.label.many}`,
  words: ({ sequence, text }) => `put it into the sequence “${sequence ?? text}”`,
  async run({ sequence: named, text }, { crm, scope, record, effectId }) {
    const name = named ?? text;
    const found =
      (await crm.records(Sequence).findOne(scope, { name })) ??
      (await crm.records(Sequence).getMany(scope, [name])).get(name);
    if (!found || found.isDeleted) throw new InvalidError(`There is no sequence “${name}”.`);
    const sequence = found as SequenceRecord;
    if (sequence.status !== 'active')
      throw new InvalidError(
        `The sequence “${sequence.name}” is ${sequence.status}: enroll somebody in it first.`,
      );
    const contacts = await contactsOf(crm, scope.workspaceId, [record.id]);
    const { people, leftOut } = await enrollable(crm, scope.workspaceId, sequence, contacts);
    if (people.length === 0)
      return { told: `left it out of “${sequence.name}”: ${leftOut[0]?.reason ?? 'it is gone'}` };
    await enrollPeople(crm, scope, sequence, people, effectId);
    return { told: `put it into the sequence “${sequence.name}”` };
  },
});
