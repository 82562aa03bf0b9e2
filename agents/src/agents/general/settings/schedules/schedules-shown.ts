import {
  CLOCK_WORK_NAMES,
  type ClockWorkName,
} from '@clianta/crm-core/automation/workspace-schedule/clock-work';
import { scheduleOf } from '@clianta/crm-core/automation/workspace-schedule/own-schedules';
import type { ToolContext, ToolResult } from '../../../../tool.ts';
import { insightsInWords, scheduleInWords, workCalled } from './schedule-words.ts';

/** What is done by the clock, when next and what came of it last, and when the user is told insights. */
export async function schedulesShown(context: ToolContext, job: string | undefined): Promise<ToolResult> {
  return {
    text: await shown(context, job === undefined ? undefined : workCalled(job)),
    isAnswer: true,
    suggestions: ['Insights at 7, not on weekends'],
  };
}

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
