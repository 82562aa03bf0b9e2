import { parseInstant } from '@clianta/crm-core/entity/filter';
import { InvalidError } from '@clianta/crm-core/errors';
import { pauseSequence, resumeSequence } from '@clianta/crm-core/marketing/sequence/pause-sequence';
import { Sequence, type SequenceRecord } from '@clianta/crm-core/marketing/sequence/sequence.schema';
import { stepTitle } from '@clianta/crm-core/marketing/sequence/step-in-words';
import { DateTime } from 'luxon';
import { z } from 'zod';
import { slot } from '../../slot.ts';
import { defineTool, type Proposal, type ToolContext, type ToolResult } from '../../tool.ts';
import { oneOf } from '../../tools/fields.ts';
import { focusOf } from '../../tools/focus.ts';
import { formatDay } from '../../tools/format.ts';
import { theSequence } from './the-sequence.ts';

/** Days that people mean by a name, as month and day; the first and the last. */
const HOLIDAYS = {
  christmas: ['12-24', '12-26'],
  'new year': ['12-31', '01-01'],
  'the holidays': ['12-24', '01-01'],
} as const;

const input = z.strictObject({
  cadence: oneOf(Sequence).optional().describe('Left out: the one spoken of last'),
  action: z.enum(['pause', 'resume']),
  until: slot({ kind: 'moment' }, z.string()).optional().describe('It goes on by itself then'),
  over: z
    .enum(['christmas', 'new year', 'the holidays'])
    .optional()
    .describe('Nothing goes out on those days; what is due is shifted'),
});

export const pauseSequenceTool = defineTool({
  name: 'pause_sequence',
  does: 'Pausing a sequence',
  operation: 'other',
  entity: Sequence.name,
  description:
    'Stops a sequence at once for all in it, until it goes on or until a day; keeps holidays free; goes on with one that is paused (proposed first).',
  input,
  effect: 'ask',
  stops: { entity: Sequence.name, args: { action: 'pause' } },
  async propose({ cadence, action }, context): Promise<Proposal | undefined> {
    if (action === 'pause') return undefined;
    const sequence = await theSequence(context, cadence);
    if (sequence.status !== 'paused')
      throw new InvalidError(`“${sequence.name}” is ${sequence.status}, not paused.`);
    return {
      title: `Go on with the sequence “${sequence.name}”`,
      preview: {
        count: 1,
        sample: [{ title: sequence.name }],
        changes: sequence.steps.map((step, at) => ({ label: 'Step', to: stepTitle(step, at) })),
      },
      recordIds: [sequence.id],
    };
  },
  async run({ cadence, action, until, over }, context): Promise<ToolResult> {
    const { crm, scope } = context;
    const sequence = await theSequence(context, cadence ?? context.approvedIds?.[0]);
    if (action === 'resume') {
      if (!context.approvedIds) throw new InvalidError('Going on needs an approval.');
      const after = await resumeSequence(crm, scope, sequence);
      return done(
        after,
        `**${after.name}** goes on. What was due meanwhile goes out in the next open hours.`,
      );
    }
    if (over) return keptFree(context, sequence, over);
    const at = until ? parseInstant(until, context as never) : undefined;
    const after = await pauseSequence(crm, scope, sequence, at ?? undefined);
    return done(
      after,
      `Paused **${after.name}**: no further step is taken${at ? ` until ${formatDay(at, context)}` : ''}.`,
    );
  },
});

async function keptFree(
  { crm, scope, now, timeZone, ...local }: ToolContext,
  sequence: SequenceRecord,
  over: keyof typeof HOLIDAYS,
): Promise<ToolResult> {
  const [first, last] = HOLIDAYS[over];
  const today = DateTime.fromJSDate(now, { zone: timeZone }).startOf('day');
  let begin = DateTime.fromISO(`${today.year}-${first}`, { zone: timeZone });
  let end = DateTime.fromISO(`${today.year}-${last}`, { zone: timeZone });
  if (end < begin) end = end.plus({ years: 1 });
  if (end < today) [begin, end] = [begin.plus({ years: 1 }), end.plus({ years: 1 })];
  const days: string[] = [];
  for (let day = begin; day <= end; day = day.plus({ days: 1 })) days.push(day.toFormat('yyyy-MM-dd'));
  const after = (await crm.records(Sequence).update(scope, sequence.id, {
    holidays: [...new Set([...sequence.holidays, ...days])].sort(),
  })) as SequenceRecord;
  const say = (day: DateTime) => formatDay(day.toJSDate(), { ...local, timeZone } as never);
  return done(
    after,
    `Nothing of **${after.name}** goes out from ${say(begin)} to ${say(end)}; what would be due then comes on the next open day.`,
  );
}

const done = (sequence: SequenceRecord, text: string): ToolResult => ({
  text,
  changes: [{ entity: Sequence.name, id: sequence.id, change: 'updated' }],
  focus: [focusOf(Sequence as never, sequence)],
  isAnswer: true,
});
