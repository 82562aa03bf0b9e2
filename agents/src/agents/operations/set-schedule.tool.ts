import { CLOCK_WORK, type ClockWorkName } from '@clianta/crm-core/automation/workspace-schedule/clock-work';
import { askForRun, scheduleOf } from '@clianta/crm-core/automation/workspace-schedule/own-schedules';
import { WorkspaceSchedule } from '@clianta/crm-core/automation/workspace-schedule/workspace-schedule.schema';
import { setNotices } from '@clianta/crm-core/conversations/notice/set-notices';
import { InvalidError } from '@clianta/crm-core/errors';
import { z } from 'zod';
import { slot } from '../../slot.ts';
import { defineTool, type ToolContext, type ToolResult } from '../../tool.ts';
import { clockOf } from '../task/notice-words.ts';
import { insightsInWords, jobShape, scheduleInWords, workCalled } from './schedule-words.ts';

type Args = z.output<typeof input>;
const input = z.strictObject({
  job: jobShape,
  time: slot({ kind: 'moment' }, z.string()).optional().describe('The time of day it is done at: 07:00'),
  on: z.enum(['on', 'off', 'now']).optional().describe('`now` does it at once'),
  days: z.enum(['weekdays', 'every_day']).optional().describe('Of the insights, which are everybody’s own'),
});

export const setSchedule = defineTool({
  name: 'set_schedule',
  does: 'Changing what the clock does',
  operation: 'other',
  entity: WorkspaceSchedule.name,
  description:
    'An admin sets the time of what is done by the clock, switches it or has it done now. The time and days of the insights are the user’s own.',
  input,
  effect: 'write',
  async run(args, context): Promise<ToolResult> {
    const work = workCalled(args.job);
    if (!(args.time ?? args.on ?? args.days))
      throw new InvalidError('Say when, for example “the search for duplicates at 4”, or on, off or now.');
    if (work === 'insights' && args.on !== 'now') return ownInsights(args, context);
    if (args.days)
      throw new InvalidError('Only the insights of the day can be left out on weekends; the rest is daily.');
    if (args.on === 'now') return doNow(context, work);
    return changed(args, context, work);
  },
});

async function doNow({ crm, scope }: ToolContext, work: ClockWorkName): Promise<ToolResult> {
  await askForRun(crm, scope, work);
  return { text: `**${CLOCK_WORK[work].label}** is being done now.`, isAnswer: true };
}

async function changed({ time, on }: Args, context: ToolContext, work: ClockWorkName): Promise<ToolResult> {
  const { crm, scope } = context;
  const before = await scheduleOf(crm, scope, work);
  const after = await crm.records(WorkspaceSchedule).update(scope, before.id, {
    ...(time && { localTime: clockOf(context, time) }),
    ...(on && { isOn: on === 'on' }),
  });
  return {
    text: `From now on: ${scheduleInWords(context, work, after)}.`,
    changes: [{ entity: WorkspaceSchedule.name, id: after.id, change: 'updated' }],
    suggestions: ['Undo that'],
    isAnswer: true,
  };
}

/** The insights are told to each person when they like; nobody changes them for others. */
async function ownInsights({ time, on, days }: Args, context: ToolContext): Promise<ToolResult> {
  const insightsOn = on === 'off' ? ('never' as const) : (days ?? (on === 'on' ? 'every_day' : undefined));
  await setNotices(context.crm, context.scope, {
    ...(time && { insightsAt: clockOf(context, time) }),
    ...(insightsOn && { insightsOn }),
  });
  return { text: `Your insights come ${await insightsInWords(context)}; only yours.`, isAnswer: true };
}
