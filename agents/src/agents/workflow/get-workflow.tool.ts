import { versionOf } from '@clianta/crm-core/automation/running/versions';
import { Workflow, type WorkflowRecord } from '@clianta/crm-core/automation/workflow/workflow.schema';
import { z } from 'zod';
import { slot } from '../../slot.ts';
import { defineTool, type ToolContext, type ToolResult } from '../../tool.ts';
import { oneOf } from '../../tools/fields.ts';
import { focusOf } from '../../tools/focus.ts';
import { counted, formatDate } from '../../tools/format.ts';
import { countRuns, isLive, isStuck, runsOf } from './live-runs.ts';
import { theWorkflow } from './the-workflow.ts';
import { whyIn } from './why.ts';
import { workflowCard } from './workflow-cards.ts';

const SHOWN = 20;
const PARTS = ['steps', 'runs', 'waiting', 'failed', 'why'] as const;

export const getWorkflow = defineTool({
  name: 'get_workflow',
  does: 'Looking at a workflow',
  operation: 'other',
  entity: Workflow.name,
  description:
    'One workflow: what it does (steps), who went through it (runs), who is on the way (waiting), what failed; or why a record or teammate got something from a workflow (why).',
  input: z.strictObject({
    workflow: oneOf(Workflow).optional().describe('Left out: the one spoken of last'),
    part: z.enum(PARTS).optional().describe('Default steps'),
    about: slot({ kind: 'subject' }, z.string().max(200))
      .optional()
      .describe('For why: the record that got it'),
    teammate: slot({ kind: 'teammate' }, z.string()).optional().describe('For why: the teammate who got it'),
  }),
  effect: 'read',
  async run({ workflow: name, part = 'steps', about, teammate }, context): Promise<ToolResult> {
    if (part === 'why') return whyIn(context, about ?? teammate);
    const workflow = await theWorkflow(context, name);
    return part === 'steps' ? stepsOf(context, workflow) : through(context, workflow, part);
  },
});

async function stepsOf(context: ToolContext, workflow: WorkflowRecord): Promise<ToolResult> {
  const { crm, scope } = context;
  const version = workflow.liveVersion
    ? await versionOf(crm, scope.workspaceId, workflow.id, workflow.liveVersion)
    : undefined;
  const definition = workflow.draft ?? version?.definition;
  const isOther =
    version && workflow.draft && JSON.stringify(version.definition) !== JSON.stringify(workflow.draft);
  const live = await countRuns(context, workflow, [isLive]);
  const all = await countRuns(context, workflow);
  const because = workflow.status === 'paused' && workflow.pausedBecause ? `: ${workflow.pausedBecause}` : '';
  return {
    text: [
      `**${workflow.name}** is ${workflow.status}${because}.`,
      all > 0 ? `${counted(all, RUNS)} so far, ${live} on the way.` : 'Nothing went through it yet.',
      ...(isOther
        ? [`Its draft is not what runs (version ${workflow.liveVersion}); turn it on to have it run so.`]
        : []),
    ].join(' '),
    ...(definition && { cards: [await workflowCard(context, workflow, definition)] }),
    focus: [focusOf(Workflow, workflow)],
    suggestions: workflow.status === 'active' ? ['Stop it', 'Show its runs'] : ['Turn it on'],
    isAnswer: true,
  };
}

const RUNS = { one: 'run', many: 'runs' };

async function through(
  context: ToolContext,
  workflow: WorkflowRecord,
  part: 'runs' | 'waiting' | 'failed',
): Promise<ToolResult> {
  const where = {
    runs: [],
    waiting: [isLive],
    failed: [isStuck],
  }[part];
  const [runs, count] = [
    await runsOf(context, workflow, where, SHOWN),
    await countRuns(context, workflow, where),
  ];
  const focus = [focusOf(Workflow, workflow)];
  const what = {
    runs: RUNS,
    waiting: { one: 'run on the way', many: 'runs on the way' },
    failed: { one: 'failed run', many: 'failed runs' },
  }[part];
  if (count === 0) return { text: `**${workflow.name}** has no ${what.many}.`, focus, isAnswer: true };
  return {
    text: `**${workflow.name}** has ${counted(count, what)}.`,
    cards: [
      {
        type: 'table',
        title: `Runs of ${workflow.name}`,
        columns: [
          { key: 'record', label: 'Record' },
          { key: 'status', label: 'Status' },
          { key: 'began', label: 'Began' },
          { key: 'goes', label: part === 'failed' ? 'Error' : 'Goes on' },
        ],
        rows: runs.map((run) => ({
          entity: run.entity,
          id: run.recordId,
          cells: {
            record: run.recordTitle,
            status: run.status,
            began: formatDate(run.createdAt, context),
            goes: run.error ?? (run.endedAt ? '' : formatDate(run.dueAt, context)),
          },
        })),
        count,
      },
    ],
    focus,
    suggestions: part === 'failed' ? ['Retry the failed runs'] : [],
    isAnswer: true,
  };
}
