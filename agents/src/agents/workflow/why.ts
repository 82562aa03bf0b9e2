import { canHaveWorkflows } from '@clianta/crm-core/automation/faults';
import { StepRun, type StepRunRecord } from '@clianta/crm-core/automation/workflow/step-run.schema';
import { Workflow } from '@clianta/crm-core/automation/workflow/workflow.schema';
import {
  WorkflowEnrollment,
  type WorkflowEnrollmentRecord,
} from '@clianta/crm-core/automation/workflow/workflow-enrollment.schema';
import { isId } from '@clianta/crm-core/entity/ids';
import { InvalidError } from '@clianta/crm-core/errors';
import { TeamMember } from '@clianta/crm-core/workspace/team-member/team-member.schema';
import type { ToolContext, ToolResult } from '../../tool.ts';
import { focusOf } from '../../tools/focus.ts';
import { capitalize, formatDate, listed } from '../../tools/format.ts';
import { candidates } from '../../tools/resolve.ts';

const MOST = 50;

/** Which event, version and step of a workflow gave somebody something: of a record, or of a teammate who was told or given it. */
export async function whyIn(context: ToolContext, about: string | undefined): Promise<ToolResult> {
  const found = await runFor(context, about);
  if (!found)
    return {
      text: about
        ? 'No workflow has done anything for that; the audit log of the record tells who did.'
        : 'No workflow has done anything yet.',
      isAnswer: true,
    };
  const { run, steps } = found;
  const { crm, scope } = context;
  const workflow = (await crm.records(Workflow).getMany(scope, [run.workflowId])).get(run.workflowId);
  const name = workflow?.name ?? 'A workflow that is gone';
  const done = steps.map(({ told, status }) => (status === 'done' ? told : `${status}: ${told}`));
  return {
    text: [
      `By the workflow **${name}**, version ${run.number}.`,
      `It began for **${run.recordTitle}** on ${formatDate(run.cause.at, context)}: ${eventInWords(run.cause.what)}, by ${run.cause.by}.`,
      done.length > 0
        ? `Then it ${listed(done)}.`
        : `It has done nothing yet; it goes on ${formatDate(run.dueAt, context)}.`,
      ...(run.error ? [`It ended there: ${run.error}`] : []),
    ].join(' '),
    cards: [
      {
        type: 'list',
        title: `${name}, version ${run.number}`,
        items: steps.map(({ seq, told, at }) => ({
          title: `${seq + 1}. ${capitalize(told)}`,
          detail: formatDate(at, context),
        })),
        count: steps.length,
      },
    ],
    ...(workflow && { focus: [focusOf(Workflow, workflow)] }),
    suggestions: workflow ? [`Show the workflow "${workflow.name}"`, 'Stop it'] : [],
    isAnswer: true,
  };
}

/** "contact.grade_changed" as "grade changed". */
const eventInWords = (what: string): string => (what.split('.')[1] ?? what).replace(/_/g, ' ');

interface Found {
  run: WorkflowEnrollmentRecord;
  steps: StepRunRecord[];
}

async function runFor(context: ToolContext, about: string | undefined): Promise<Found | undefined> {
  const { crm, scope } = context;
  const runs = crm.records(WorkflowEnrollment);
  const spokenOf = context.focus.find(({ entity }) => canHaveWorkflows(crm.store.entity(entity)));
  const ids = about ? await recordsCalled(context, about) : spokenOf ? [spokenOf.id] : undefined;
  if (about && ids?.length === 0 && !(await person(context, about)))
    throw new InvalidError(
      `There is nothing called “${about}”. Name the record, or the teammate, that got something.`,
    );
  if (!ids || ids.length > 0) {
    const where = ids ? [{ field: 'recordId', op: 'in' as const, value: ids }] : [];
    const [run] = (await runs.find(scope, { where, sort: '-createdAt', limit: 1 })).records;
    if (run) return { run, steps: await stepsOf(context, run.id) };
    if (ids) {
      const wrote = [{ field: 'wroteId', op: 'in' as const, value: ids }];
      const [step] = (await crm.records(StepRun).find(scope, { where: wrote, sort: '-at', limit: 1 }))
        .records;
      const by = step && (await runs.getMany(scope, [step.enrollmentId])).get(step.enrollmentId);
      if (by) return { run: by, steps: await stepsOf(context, by.id) };
    }
  }
  const teammate = about ? await person(context, about) : undefined;
  if (!teammate) return undefined;
  // what was told or given to them names them
  const { records } = await crm.records(StepRun).find(scope, {
    where: [{ field: 'told', op: 'contains', value: teammate }],
    sort: '-at',
    limit: 1,
  });
  const run =
    records[0] && (await runs.getMany(scope, [records[0].enrollmentId])).get(records[0].enrollmentId);
  return run && { run, steps: await stepsOf(context, run.id) };
}

async function recordsCalled(context: ToolContext, about: string): Promise<string[]> {
  if (isId(about)) return [about];
  const kinds = context.catalogue.spoken.filter(canHaveWorkflows);
  const found = await Promise.all(kinds.map((entity) => candidates(context, entity, about)));
  return found
    .flat()
    .map(({ id }) => id)
    .slice(0, MOST);
}

async function person(context: ToolContext, about: string): Promise<string | undefined> {
  const byId = isId(about)
    ? await context.crm.records(TeamMember).findOne(context.scope, { userId: about })
    : undefined;
  if (byId) return byId.name;
  const found = await candidates(context, TeamMember, about);
  return found.length === 1 ? found[0]?.name : undefined;
}

async function stepsOf({ crm, scope }: ToolContext, enrollmentId: string): Promise<StepRunRecord[]> {
  const where = [{ field: 'enrollmentId', op: 'eq' as const, value: enrollmentId }];
  return (await crm.records(StepRun).find(scope, { where, sort: 'seq', limit: MOST })).records;
}
