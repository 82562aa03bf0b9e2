import { CLOCK_WORK, type ClockWorkName } from '@clianta/crm-core/automation/workspace-schedule/clock-work';
import { askForRun, scheduleOf } from '@clianta/crm-core/automation/workspace-schedule/own-schedules';
import { WorkspaceSchedule } from '@clianta/crm-core/automation/workspace-schedule/workspace-schedule.schema';
import { setNotices } from '@clianta/crm-core/conversations/notice/set-notices';
import { InvalidError } from '@clianta/crm-core/errors';
import { z } from 'zod';
import { slot } from '../../../../slot.ts';
import type { ToolContext, ToolResult } from '../../../../tool.ts';
import { clockOf } from '../../../task/notice-words.ts';
import { type AreaArgs, defineArea, shared } from '../setting-area.ts';
import { insightsInWords, jobShape, scheduleInWords, workCalled } from './schedule-words.ts';

const input = z.strictObject({
  job: jobShape.optional().describe('Of a schedule: what the clock does'),
  time: slot({ kind: 'moment' }, z.string())
    .optional()
    .describe('Of a schedule: the time of day it is done at, 07:00'),
  isOn: shared.isOn,
  days: z.enum(['weekdays', 'every_day']).optional().describe('Of the insights, which are everybody’s own'),
});
type Args = AreaArgs<typeof input>;

const EXAMPLE = 'run the search for duplicates at 4';

/** An admin sets when the clock does something, switches it or has it done now; when insights come is the user's own. */
export const schedulesArea = defineArea({
  name: 'schedules',
  does: 'Changing what the clock does',
  about: 'what is done by the clock; run does it at once',
  actions: ['set', 'run'],
  input,
  call: { entity: WorkspaceSchedule.name, operation: 'other' },
  example: EXAMPLE,
  async run(args, context): Promise<ToolResult> {
    if (args.job === undefined) throw new InvalidError(`Say what the clock does, for example “${EXAMPLE}”.`);
    const work = workCalled(args.job);
    if (args.action === 'run') return doNow(context, work);
    if (args.time === undefined && args.isOn === undefined && args.days === undefined)
      throw new InvalidError(`Say when, for example “${EXAMPLE}”, or on, off or now.`);
    if (work === 'insights') return ownInsights(args, context);
    if (args.days)
      throw new InvalidError('Only the insights of the day can be left out on weekends; the rest is daily.');
    return changed(args, context, work);
  },
});

async function doNow({ crm, scope }: ToolContext, work: ClockWorkName): Promise<ToolResult> {
  await askForRun(crm, scope, work);
  return { text: `**${CLOCK_WORK[work].label}** is being done now.`, isAnswer: true };
}

async function changed({ time, isOn }: Args, context: ToolContext, work: ClockWorkName): Promise<ToolResult> {
  const { crm, scope } = context;
  const before = await scheduleOf(crm, scope, work);
  const after = await crm.records(WorkspaceSchedule).update(scope, before.id, {
    ...(time && { localTime: clockOf(context, time) }),
    ...(isOn !== undefined && { isOn }),
  });
  return {
    text: `From now on: ${scheduleInWords(context, work, after)}.`,
    changes: [{ entity: WorkspaceSchedule.name, id: after.id, change: 'updated' }],
    suggestions: ['Undo that'],
    isAnswer: true,
  };
}

/** The insights are told to each person when they like; nobody changes them for others. */
async function ownInsights({ time, isOn, days }: Args, context: ToolContext): Promise<ToolResult> {
  const insightsOn = isOn === false ? ('never' as const) : (days ?? (isOn ? 'every_day' : undefined));
  await setNotices(context.crm, context.scope, {
    ...(time && { insightsAt: clockOf(context, time) }),
    ...(insightsOn && { insightsOn }),
  });
  return { text: `Your insights come ${await insightsInWords(context)}; only yours.`, isAnswer: true };
}
