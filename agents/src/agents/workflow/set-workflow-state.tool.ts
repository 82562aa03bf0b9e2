import { alreadySuch } from '@clianta/crm-core/automation/already-such';
import { allSteps } from '@clianta/crm-core/automation/definition.schema';
import { faultsHere } from '@clianta/crm-core/automation/faults';
import { publishWorkflow } from '@clianta/crm-core/automation/running/publish';
import { startPace } from '@clianta/crm-core/automation/running/start-pace';
import { enqueueStarts } from '@clianta/crm-core/automation/running/start-run';
import { Workflow, type WorkflowRecord } from '@clianta/crm-core/automation/workflow/workflow.schema';
import { InvalidError } from '@clianta/crm-core/errors';
import { z } from 'zod';
import { defineTool, type Proposal, type ToolContext, type ToolResult } from '../../tool.ts';
import { oneOf } from '../../tools/fields.ts';
import { focusOf } from '../../tools/focus.ts';
import { counted, formatDate } from '../../tools/format.ts';
import { definitionInWords, stepInWords } from '../../workflows/definition-in-words.ts';
import { sayFor } from '../../workflows/names.ts';
import { endRuns } from './end-runs.ts';
import { countRuns, isLive, runsOf } from './live-runs.ts';
import { theWorkflow } from './the-workflow.ts';

const input = z.strictObject({
  workflow: oneOf(Workflow).optional().describe('Left out: the one spoken of last'),
  state: z
    .enum(['active', 'paused', 'archived'])
    .describe('archived: it is not needed any more, and ends for all'),
  existing: z.boolean().optional().describe('Also for the records that are such already'),
});
type Args = z.output<typeof input>;
const SAMPLE = 5;

export const setWorkflowState = defineTool({
  name: 'set_workflow_state',
  does: 'Switching a workflow',
  operation: 'other',
  entity: Workflow.name,
  description:
    'Turns a workflow on (asks first: what it does, how many match, what leaves the house), pauses it at once, or ends it for good.',
  input,
  effect: 'ask',
  stops: { entity: Workflow.name, args: { state: 'paused' } },
  async propose(args, context): Promise<Proposal | undefined> {
    const workflow = await theWorkflow(context, args.workflow);
    if (args.state === 'paused' || (args.state === 'archived' && workflow.status === 'archived'))
      return undefined;
    return args.state === 'active' ? turningOn(context, workflow, args) : ending(context, workflow);
  },
  async run(args, context): Promise<ToolResult> {
    const workflow = await theWorkflow(context, args.workflow);
    if (args.state === 'paused') return paused(context, workflow);
    if (!context.approvedIds)
      return {
        text: `**${workflow.name}** is ${workflow.status} already.`,
        focus: [focusOf(Workflow, workflow)],
        isAnswer: true,
      };
    return args.state === 'active' ? turnedOn(context, workflow, args) : ended(context, workflow);
  },
});

async function turningOn(
  context: ToolContext,
  workflow: WorkflowRecord,
  { existing }: Args,
): Promise<Proposal> {
  const { crm, scope } = context;
  const { draft } = workflow;
  if (!draft) throw new InvalidError(`**${workflow.name}** has no steps yet. Say what it is to do.`);
  const [fault] = await faultsHere(crm, scope.workspaceId, draft);
  if (fault) throw new InvalidError(`**${workflow.name}** cannot be turned on: ${fault}.`);
  const entity = crm.store.entity(draft.trigger.entity);
  const such = alreadySuch(draft);
  const { records } = await crm.records(entity).find(scope, { ...such, limit: SAMPLE });
  const matching = await crm.records(entity).count(scope, such);
  const { begins, steps, outside } = await definitionInWords(context, draft);
  return {
    title: `Turn on the workflow “${workflow.name}”${existing ? `, also for ${counted(matching, entity.label)} now` : ''}`,
    preview: {
      count: existing ? matching : 1,
      sample: existing ? records.map((one) => ({ title: entity.titleOf({ ...one }) })) : [],
      changes: [
        { label: 'Begins', to: begins },
        ...steps.map((step) => ({ label: 'Step', to: step })),
        {
          label: 'Match now',
          to: `${counted(matching, entity.label)}${existing ? ', and all of them begin' : '; they begin only when it happens to them'}`,
        },
        { label: 'Leaves the house', to: outside.length > 0 ? outside.join('; ') : 'Nothing' },
        { label: 'Acts as', to: scope.actor.name },
      ],
    },
    recordIds: [workflow.id],
  };
}

async function turnedOn(
  context: ToolContext,
  workflow: WorkflowRecord,
  { existing }: Args,
): Promise<ToolResult> {
  const { crm, scope, turnId, now } = context;
  const approved = context.approvedVersions?.get(workflow.id);
  if (approved !== undefined && approved !== workflow.version)
    throw new InvalidError(
      `**${workflow.name}** was changed since you were shown it. Turn it on again to see what it does now.`,
    );
  const after = await publishWorkflow(crm, scope, workflow);
  const { draft } = workflow;
  let begun = 0;
  if (existing && draft) {
    const entity = crm.store.entity(draft.trigger.entity);
    const ids = await crm.records(entity).ids(scope, alreadySuch(draft));
    await enqueueStarts(crm, scope.workspaceId, ids, {
      workflowId: workflow.id,
      cause: { eventId: `existing ${turnId}`, chain: [], depth: 0 },
      what: 'turned on for existing ones',
      by: scope.actor.name,
      at: now.toISOString(),
    });
    begun = ids.length;
  }
  const pace = await startPace(crm, scope.workspaceId, begun);
  const also =
    existing && draft
      ? ` ${counted(begun, crm.store.entity(draft.trigger.entity).label)} ${begun === 1 ? 'begins' : 'begin'} now${pace ? `, ${pace}` : ''}.`
      : '';
  return {
    text: `**${after.name}** is on, in version ${after.liveVersion}.${also} Say “stop it” to pause it.`,
    changes: [{ entity: Workflow.name, id: after.id, change: 'updated' }],
    focus: [focusOf(Workflow, after)],
    suggestions: ['Stop it', `Show the runs of "${after.name}"`],
    isAnswer: true,
  };
}

async function paused(context: ToolContext, workflow: WorkflowRecord): Promise<ToolResult> {
  const focus = [focusOf(Workflow, workflow)];
  if (workflow.status !== 'active')
    return { text: `**${workflow.name}** is ${workflow.status}, so nothing runs.`, focus, isAnswer: true };
  const after = await context.crm.records(Workflow).update(context.scope, workflow.id, {
    status: 'paused',
    pausedBecause: `${context.scope.actor.name} paused it`,
  } as never);
  const waiting = await runsOf(context, workflow, [isLive]);
  return {
    text: `Paused **${after.name}**. No further step is taken${waiting.length > 0 ? `; ${counted(waiting.length, WAIT)} where ${waiting.length === 1 ? 'it is' : 'they are'}` : ''}. Turn it on to go on from there.`,
    ...(waiting.length > 0 && { cards: [await whoWaits(context, workflow, waiting)] }),
    changes: [{ entity: Workflow.name, id: after.id, change: 'updated' }],
    focus: [focusOf(Workflow, after)],
    suggestions: ['Turn it on'],
    isAnswer: true,
  };
}

const WAIT = { one: 'record waits', many: 'records wait' };
const SHOWN = 10;

async function whoWaits(
  context: ToolContext,
  workflow: WorkflowRecord,
  runs: Awaited<ReturnType<typeof runsOf>>,
) {
  const entity = context.crm.store.entity(runs[0]?.entity ?? workflow.draft?.trigger.entity ?? '');
  const say = await sayFor(context, entity);
  const steps = allSteps(workflow.draft?.steps ?? []);
  return {
    type: 'list' as const,
    title: 'Who waits where',
    items: runs.slice(0, SHOWN).map(({ recordTitle, stepId, dueAt, entity: kind, recordId }) => {
      const step = steps.find(({ id }) => id === stepId);
      return {
        title: recordTitle,
        detail: `next: ${step ? stepInWords(step, say) : 'a step that was changed since'}, ${formatDate(dueAt, context)}`,
        entity: kind,
        id: recordId,
      };
    }),
    count: runs.length,
  };
}

async function ending(context: ToolContext, workflow: WorkflowRecord): Promise<Proposal> {
  const live = await countRuns(context, workflow, [isLive]);
  return {
    title: `End the workflow “${workflow.name}” for good`,
    preview: {
      count: 1,
      sample: [{ title: workflow.name }],
      changes: [
        { label: 'Status', from: workflow.status, to: 'archived' },
        { label: 'On their way', to: live > 0 ? `${counted(live, RUNS)} end` : 'Nobody' },
      ],
    },
    isDestructive: true,
    recordIds: [workflow.id],
  };
}

const RUNS = { one: 'run', many: 'runs' };

async function ended(context: ToolContext, workflow: WorkflowRecord): Promise<ToolResult> {
  const after = await context.crm
    .records(Workflow)
    .update(context.scope, workflow.id, { status: 'archived' } as never);
  const ended_ = await endRuns(context, await runsOf(context, workflow, [isLive]));
  return {
    text: `**${after.name}** has ended${ended_ > 0 ? `, and with it ${counted(ended_, RUNS)}` : ''}. What it did stays.`,
    changes: [{ entity: Workflow.name, id: after.id, change: 'updated' }],
    focus: [focusOf(Workflow, after)],
    isAnswer: true,
  };
}
