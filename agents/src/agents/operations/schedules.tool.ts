import {
  CLOCK_WORK_NAMES,
  type ClockWorkName,
} from '@clianta/crm-core/automation/workspace-schedule/clock-work';
import { scheduleOf } from '@clianta/crm-core/automation/workspace-schedule/own-schedules';
import { WorkspaceSchedule } from '@clianta/crm-core/automation/workspace-schedule/workspace-schedule.schema';
import { z } from 'zod';
import { defineTool, type ToolContext, type ToolResult } from '../../tool.ts';
import { insightsInWords, jobShape, scheduleInWords, workCalled } from './schedule-words.ts';

export const schedules = defineTool({
  name: 'schedules',
  does: 'Looking at what the clock does',
  operation: 'list',
  entity: WorkspaceSchedule.name,
  description:
    'Shows what is done by the clock in this workspace, when next and what came of it last, and when the user is told insights.',
  input: z.strictObject({ job: jobShape.optional().describe('Left out: all of them') }),
  effect: 'read',
  async run({ job }, context): Promise<ToolResult> {
    return {
      text: await shown(context, job === undefined ? undefined : workCalled(job)),
      isAnswer: true,
      suggestions: ['Insights at 7, not on weekends'],
    };
  },
});

async function shown(context: ToolContext, work: ClockWorkName | undefined): Promise<string> {
  const names = work ? [work] : CLOCK_WORK_NAMES;
  const lines = await Promise.all(
    names.map(
      async (name) =>
        `- ${scheduleInWords(context, name, await scheduleOf(context.crm, context.scope, name))}`,
    ),
  );
  const own = names.includes('insights') ? [`\nYour insights come ${await insightsInWords(context)}.`] : [];
  return ['By the clock of the workspace:', ...lines, ...own].join('\n');
}
