import { Task } from '@clianta/crm-core/crm/task/task.schema';
import { dayOf, startOfDay } from '@clianta/crm-core/entity/days';
import { metricCalled } from '@clianta/crm-core/intelligence/metrics/metrics';
import { readMetric } from '@clianta/crm-core/intelligence/metrics/read-metric';
import type { ToolContext } from '../tool.ts';
import { figureInWords } from '../tools/figure-words.ts';
import { counted } from '../tools/format.ts';

const DAY_MS = 86_400_000;
/** What is worth knowing of a day, the best news first. */
const TOLD = ['won_value', 'deals_won', 'deals_lost', 'deals_created', 'new_leads'] as const;

interface Insights {
  title: string;
  body: string;
}

/**
 * What yesterday brought, with the rights of the person and by the metrics that reports have, and what today asks of them.
 *
 * @returns undefined when there is nothing to tell
 */
export async function insightsOf(context: ToolContext): Promise<Insights | undefined> {
  const { crm, scope, now, timeZone } = context;
  const today = startOfDay(dayOf(now, timeZone), timeZone);
  // twelve hours before midnight it is yesterday, however long that day was
  const from = startOfDay(dayOf(new Date(today.getTime() - DAY_MS / 2), timeZone), timeZone);
  const tomorrow = startOfDay(dayOf(new Date(today.getTime() + 1.5 * DAY_MS), timeZone), timeZone);
  const figures = await Promise.all(
    TOLD.flatMap((name) => metricCalled(name) ?? []).map(async (metric) => ({
      metric,
      figure: (await readMetric(crm, scope, metric, { span: { from, to: today } })).all,
    })),
  );
  const lines = figures
    .filter(({ figure }) => figure.count > 0)
    .map(({ metric, figure }) => `- ${metric.label}: ${figureInWords(context, metric, figure)}`);
  const due = await crm.records(Task).count(scope, {
    where: [
      { field: 'assigneeId', op: 'eq', value: scope.actor.id },
      { field: 'status', op: 'ne', value: 'completed' },
      { field: 'dueAt', op: 'lt', value: tomorrow },
    ],
  });
  if (lines.length === 0) return undefined;
  const tasks = `${counted(due, { one: 'task of yours is', many: 'tasks of yours are' })} due by tonight.`;
  return {
    title: 'What yesterday brought',
    body: [...lines, ...(due > 0 ? [tasks] : [])].join('\n'),
  };
}
