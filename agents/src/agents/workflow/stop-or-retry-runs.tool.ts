import { retryRun } from '@clianta/crm-core/automation/running/retry-run';
import { Workflow } from '@clianta/crm-core/automation/workflow/workflow.schema';
import { z } from 'zod';
import { slot } from '../../slot.ts';
import { defineTool, type Proposal, type ToolContext, type ToolResult } from '../../tool.ts';
import { oneOf } from '../../tools/fields.ts';
import { focusOf } from '../../tools/focus.ts';
import { counted, listed } from '../../tools/format.ts';
import { resolveOne } from '../../tools/resolve.ts';
import { endRuns } from './end-runs.ts';
import { isLive, isStuck, runsOf } from './live-runs.ts';
import { theWorkflow } from './the-workflow.ts';

const FREE = 10;
const SAMPLE = 5;
const RUNS = { one: 'run', many: 'runs' };

const input = z.strictObject({
  workflow: oneOf(Workflow).optional().describe('Left out: the one spoken of last'),
  action: z.enum(['stop', 'retry']).describe('stop: those on their way; retry: those that failed'),
  record: slot({ kind: 'subject' }, z.string().max(200)).optional().describe('Only that of this record'),
});
type Args = z.output<typeof input>;

export const stopOrRetryRuns = defineTool({
  name: 'stop_or_retry_runs',
  does: 'Looking after runs of a workflow',
  operation: 'other',
  entity: Workflow.name,
  description:
    'Stops runs of a workflow that are on their way, or has failed ones go on from where they failed. Over ten are proposed first.',
  input,
  effect: 'ask',
  async propose(args, context): Promise<Proposal | undefined> {
    const { workflow, runs } = await meant(context, args);
    if (runs.length <= FREE) return undefined;
    return {
      title: `${args.action === 'stop' ? 'Stop' : 'Retry'} ${counted(runs.length, RUNS)} of “${workflow.name}”`,
      preview: {
        count: runs.length,
        sample: runs.slice(0, SAMPLE).map(({ recordTitle }) => ({ title: recordTitle })),
        changes: [],
      },
      isDestructive: args.action === 'stop',
      recordIds: [],
    };
  },
  async run(args, context): Promise<ToolResult> {
    const { workflow, runs } = await meant(context, args);
    const focus = [focusOf(Workflow, workflow)];
    if (runs.length === 0)
      return {
        text:
          args.action === 'stop'
            ? `Nobody is on the way in **${workflow.name}**.`
            : `No run of **${workflow.name}** has failed.`,
        focus,
        isAnswer: true,
      };
    const count = args.action === 'stop' ? await endRuns(context, runs) : await again(context, runs);
    const names = runs.slice(0, SAMPLE).map(({ recordTitle }) => recordTitle);
    return {
      text: `${args.action === 'stop' ? 'Stopped' : 'Began again with'} ${counted(count, RUNS)} of **${workflow.name}**: ${listed(names)}${runs.length > SAMPLE ? ' and others' : ''}.`,
      focus,
      isAnswer: true,
    };
  },
});

async function meant(context: ToolContext, { workflow: name, action, record }: Args) {
  const workflow = await theWorkflow(context, name);
  const such = action === 'stop' ? isLive : isStuck;
  const runs = await runsOf(context, workflow, [such]);
  if (!record || !runs[0]) return { workflow, runs };
  const entity = context.crm.store.entity(runs[0].entity);
  const { id } = await resolveOne(context, entity, record, 'record');
  return { workflow, runs: runs.filter(({ recordId }) => recordId === id) };
}

async function again({ crm, scope }: ToolContext, runs: Awaited<ReturnType<typeof runsOf>>): Promise<number> {
  let count = 0;
  for (const run of runs) if (await retryRun(crm, scope, run)) count++;
  return count;
}
