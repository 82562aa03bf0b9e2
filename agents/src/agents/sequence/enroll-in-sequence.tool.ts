import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { InvalidError } from '@clianta/crm-core/errors';
import {
  contactsOf,
  enrollable,
  enrollPeople,
  faultsOf,
  lackingOf,
} from '@clianta/crm-core/marketing/sequence/enroll-people';
import { Sequence } from '@clianta/crm-core/marketing/sequence/sequence.schema';
import { stepTitle } from '@clianta/crm-core/marketing/sequence/step-in-words';
import { z } from 'zod';
import { defineTool, type Proposal, type ToolContext, type ToolResult } from '../../tool.ts';
import { oneOf } from '../../tools/fields.ts';
import { focusOf } from '../../tools/focus.ts';
import { counted } from '../../tools/format.ts';
import { sampleOf } from '../../tools/present.ts';
import { peopleMeant, peopleShape } from './people-meant.ts';
import { theSequence } from './the-sequence.ts';

const SAMPLE = 5;
const PEOPLE = { one: 'person', many: 'people' };

const input = z.strictObject({
  ...peopleShape,
  cadence: oneOf(Sequence).optional().describe('Left out: the one spoken of last'),
});
type Args = z.output<typeof input>;

export const enrollInSequence = defineTool({
  name: 'enroll_in_sequence',
  does: 'Enrolling people in a sequence',
  operation: 'other',
  entity: Sequence.name,
  description:
    'Takes people into a sequence, so that its mails go to them by themselves. Always proposed first: how many, who is left out (in one already, unsubscribed), the steps.',
  input,
  effect: 'ask',
  async propose(args, context): Promise<Proposal | undefined> {
    const { sequence, people, leftOut } = await meant(context, args);
    const fault = faultsOf(sequence) ?? (await lackingOf(context.crm, sequence));
    if (fault) throw new InvalidError(fault);
    const reasons = leftOut.map(({ contact, reason }) => `${contact.name}: ${reason}`).slice(0, SAMPLE);
    if (people.length === 0)
      throw new InvalidError(
        leftOut.length > 0
          ? `Nobody is left to enroll: ${reasons.join('; ')}.`
          : 'There is nobody like that.',
      );
    return {
      title: `Enroll ${counted(people.length, PEOPLE)} in “${sequence.name}”`,
      preview: {
        count: people.length,
        sample: await sampleOf(
          context,
          Contact as never,
          people.slice(0, SAMPLE).map(({ id, name }) => ({ id, title: name })),
        ),
        changes: [
          {
            label: 'Left out',
            to: leftOut.length > 0 ? `${leftOut.length}: ${reasons.join('; ')}` : 'Nobody',
          },
          ...sequence.steps.map((step, at) => ({ label: 'Step', to: stepTitle(step, at) })),
          { label: 'Ends', to: 'When they answer, unsubscribe, book a meeting or their deal is closed' },
        ],
      },
      recordIds: [sequence.id, ...people.map(({ id }) => id)],
    };
  },
  async run(_args, context): Promise<ToolResult> {
    const { crm, scope, approvedIds, approvedVersions, turnId } = context;
    const [sequenceId, ...ids] = approvedIds ?? [];
    if (!sequenceId) throw new InvalidError('Enrolling people needs an approval.');
    const sequence = (await crm.records(Sequence).get(scope, sequenceId)) as Awaited<
      ReturnType<typeof theSequence>
    >;
    if (approvedVersions?.get(sequenceId) !== sequence.version)
      throw new InvalidError(`“${sequence.name}” was changed since it was approved. Ask for it again.`);
    const contacts = await contactsOf(crm, scope.workspaceId, ids);
    const { people } = await enrollable(crm, scope.workspaceId, sequence, contacts);
    const made = await enrollPeople(crm, scope, sequence, people, `turn:${turnId}`);
    return {
      text: `${counted(made.length, PEOPLE)} ${made.length === 1 ? 'is' : 'are'} in **${sequence.name}** now. Whoever answers is taken out by itself.`,
      changes: [{ entity: Sequence.name, id: sequence.id, change: 'updated' }],
      focus: [focusOf(Sequence as never, sequence)],
      suggestions: ['Where do they drop out?', 'Pause it'],
      isAnswer: true,
    };
  },
});

async function meant(context: ToolContext, args: Args) {
  const sequence = await theSequence(context, args.cadence);
  const contacts = await peopleMeant(context, args);
  return { sequence, ...(await enrollable(context.crm, context.scope.workspaceId, sequence, contacts)) };
}
