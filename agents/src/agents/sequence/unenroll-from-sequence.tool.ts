import { exitEnrollment } from '@clianta/crm-core/marketing/sequence/move-enrollment';
import { Sequence } from '@clianta/crm-core/marketing/sequence/sequence.schema';
import { SequenceEnrollment } from '@clianta/crm-core/marketing/sequence/sequence-enrollment.schema';
import { z } from 'zod';
import { slot } from '../../slot.ts';
import { defineTool, type ToolResult } from '../../tool.ts';
import { oneOf } from '../../tools/fields.ts';
import { counted, listed } from '../../tools/format.ts';
import { peopleMeant, peopleShape } from './people-meant.ts';
import { theSequence } from './the-sequence.ts';

const PEOPLE = { one: 'person', many: 'people' };

export const unenrollFromSequence = defineTool({
  name: 'unenroll_from_sequence',
  does: 'Taking people out of a sequence',
  operation: 'other',
  description:
    'Takes people out of the sequence that they are in, or out of one of them: they get no further step. The reason is kept.',
  input: z.strictObject({
    ...peopleShape,
    cadence: oneOf(Sequence).optional().describe('Left out: whichever they are in'),
    reason: slot({ kind: 'text', isReason: true }, z.string().trim().min(1).max(200)).optional(),
  }),
  effect: 'write',
  async run({ cadence, reason, ...said }, context): Promise<ToolResult> {
    const { crm, scope } = context;
    const contacts = await peopleMeant(context, said);
    const sequence = cadence ? await theSequence(context, cadence) : undefined;
    const live = await crm.store
      .model(SequenceEnrollment)
      .find({
        workspaceId: scope.workspaceId,
        contactId: { $in: contacts.map(({ id }) => id) },
        status: { $in: ['active', 'paused'] },
        ...(sequence && { sequenceId: sequence.id }),
      })
      .lean<Array<{ _id: string; contactId: string; version: number }>>();
    const names = contacts
      .filter(({ id }) => live.some(({ contactId }) => contactId === id))
      .map(({ name }) => name);
    for (const { _id: id, version } of live)
      await exitEnrollment(
        crm,
        { id, workspaceId: scope.workspaceId, version },
        `${scope.actor.name} took them out${reason ? `: ${reason}` : ''}`,
      );
    const who =
      names.length <= 3 ? listed(names.map((name) => `**${name}**`)) : counted(names.length, PEOPLE);
    return {
      text:
        live.length === 0
          ? 'None of them is in a sequence now.'
          : `${who} ${names.length === 1 ? 'is' : 'are'} out and get${names.length === 1 ? 's' : ''} no further step${reason ? ` (${reason})` : ''}.`,
      isAnswer: true,
    };
  },
});
