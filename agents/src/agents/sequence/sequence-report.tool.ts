import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { Sequence } from '@clianta/crm-core/marketing/sequence/sequence.schema';
import { SequenceEnrollment } from '@clianta/crm-core/marketing/sequence/sequence-enrollment.schema';
import { sequenceFigures } from '@clianta/crm-core/marketing/sequence/sequence-figures';
import { stepTitle } from '@clianta/crm-core/marketing/sequence/step-in-words';
import { z } from 'zod';
import { defineTool, type ToolContext, type ToolResult } from '../../tool.ts';
import { oneOf } from '../../tools/fields.ts';
import { focusOf } from '../../tools/focus.ts';
import { counted, formatDate } from '../../tools/format.ts';
import { resolveOne } from '../../tools/resolve.ts';
import { stepsCard } from './sequence-cards.ts';
import { theSequence } from './the-sequence.ts';

const PEOPLE = { one: 'person', many: 'people' };

export const sequenceReport = defineTool({
  name: 'sequence_report',
  does: 'Measuring a sequence',
  operation: 'read',
  entity: Sequence.name,
  description:
    'How a sequence does, step by step: how many came so far, answered, dropped out and why; its steps; or where one person is in it.',
  input: z.strictObject({
    cadence: oneOf(Sequence).optional().describe('Left out: the one spoken of last'),
    contact: oneOf(Contact).optional().describe('Where this person is'),
    part: z.enum(['figures', 'steps']).default('figures'),
  }),
  effect: 'read',
  async run({ cadence, contact, part }, context): Promise<ToolResult> {
    if (contact) return whereIs(context, contact);
    const sequence = await theSequence(context, cadence);
    const focus = [focusOf(Sequence as never, sequence)];
    if (part === 'steps')
      return {
        text: `**${sequence.name}** (${sequence.status}) has these steps.`,
        cards: [stepsCard(sequence)],
        focus,
        isAnswer: true,
      };
    const { enrolled, active, finished, exited, answered, reasons, steps } = await sequenceFigures(
      context.crm,
      sequence,
    );
    return {
      text:
        enrolled === 0
          ? `Nobody was enrolled in **${sequence.name}** yet.`
          : `**${sequence.name}**: of ${counted(enrolled, PEOPLE)} ${answered} answered, ${active} are on their way, ${finished} went through, ${exited} dropped out${reasons.length > 0 ? ` (${reasons.map(({ reason, count }) => `${count}: ${reason}`).join('; ')})` : ''}.`,
      cards: [
        {
          type: 'table',
          title: `${sequence.name}, step by step`,
          columns: [
            { key: 'step', label: 'Step' },
            { key: 'done', label: 'Taken by', align: 'right' },
            { key: 'left', label: 'Dropped out after', align: 'right' },
            { key: 'answered', label: 'Answered after', align: 'right' },
          ],
          rows: steps.map(({ step, done, left, answered: replied }, at) => ({
            cells: {
              step: stepTitle(step, at),
              done: String(done),
              left: String(left),
              answered: String(replied),
            },
          })),
          count: steps.length,
        },
      ],
      focus,
      isAnswer: true,
      facts: { enrolled, active, finished, exited },
    };
  },
});

async function whereIs(context: ToolContext, name: string): Promise<ToolResult> {
  const { crm, scope } = context;
  const contact = await resolveOne(context, Contact, name, 'contact');
  const { records } = await crm.records(SequenceEnrollment).find(scope, {
    where: [{ field: 'contactId', op: 'eq', value: contact.id }],
    sort: '-createdAt',
    limit: 5,
  });
  const [last] = records;
  const sequence = last
    ? (await crm.records(Sequence).getMany(scope, [last.sequenceId])).get(last.sequenceId)
    : undefined;
  const title = (contact as { name: string }).name;
  const focus = [
    focusOf(Contact as never, contact),
    ...(sequence ? [focusOf(Sequence as never, sequence)] : []),
  ];
  if (!last || !sequence) return { text: `**${title}** is in no sequence.`, focus, isAnswer: true };
  const at = last.done.length + 1;
  const stands =
    last.status === 'active'
      ? `is at step ${at} of **${sequence.name}**, due ${formatDate(last.dueAt, context)}`
      : last.status === 'finished'
        ? `went through **${sequence.name}**`
        : last.status === 'paused'
          ? `is paused in **${sequence.name}**: ${last.exitReason ?? ''}`
          : `left **${sequence.name}** after ${last.done.length} steps: ${last.exitReason ?? ''}`;
  return { text: `**${title}** ${stands}.`, focus, isAnswer: true };
}
