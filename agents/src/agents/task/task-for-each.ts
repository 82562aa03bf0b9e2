import { Task, type TaskRecord } from '@clianta/crm-core/crm/task/task.schema';
import { type AnyRecord, type Entity, talkOf, titleOf } from '@clianta/crm-core/entity/define-entity';
import type { Filter } from '@clianta/crm-core/entity/filter.schema';
import { operation } from '@clianta/crm-core/entity/scope';
import { InvalidError } from '@clianta/crm-core/errors';
import { z } from 'zod';
import type { Proposal, ToolContext, ToolResult } from '../../tool.ts';
import { filterShape } from '../../tools/fields.ts';
import { focusOf, undoable } from '../../tools/focus.ts';
import { counted } from '../../tools/format.ts';
import { describeChanges, sampleOf, type Values } from '../../tools/present.ts';
import { DEFAULT_LIMIT } from '../../tools/search-tool.ts';
import { listShown, tableCard } from '../../tools/table-card.ts';
import { hasFilter, storedFilter, storedValues } from '../../tools/translate.ts';

/** Tasks that one call makes. */
const MOST_TASKS = 500;
/** Records that a proposal names. */
const SAMPLE = 5;
/** In a title it stands for the name of the record. */
const NAME = '{name}';
/** As an assignee: whoever looks after the record. */
const ITS_OWNER = 'owner';
/** The kinds of records that a task can be about, by the field that names one. */
const SUBJECTS = new Map(
  Task.fields.flatMap(({ name, ref }) => (ref && ref !== 'user' ? [[ref, name]] : [])),
);

export const forEachShape = z
  .strictObject({
    entity: z.string().describe('The kind of records: "contact", "company", "deal"'),
    ids: z.array(z.string()).min(1).max(MOST_TASKS).optional(),
    ...filterShape(),
  })
  .describe(
    `One task for each of these records. "${NAME}" in the title is the record's name; assignee "${ITS_OWNER}": whoever looks after it`,
  );
export type ForEach = z.output<typeof forEachShape>;

/** One task for each is proposed, unless it is for one record alone. */
export async function proposeForEach(
  context: ToolContext,
  each: ForEach,
  given: Record<string, unknown>,
): Promise<Proposal | undefined> {
  const subject = subjectOf(context, each);
  const ids = await context.crm.records(subject).ids(context.scope, await filterOf(context, subject, each));
  if (ids.length === 0 || (ids.length === 1 && !context.mustPropose)) return undefined;
  if (ids.length > MOST_TASKS)
    throw new InvalidError(
      `That would be ${counted(ids.length, Task.label)} at once; ${MOST_TASKS} are the most. Narrow it down.`,
    );
  const records = await context.crm.records(subject).getMany(context.scope, ids.slice(0, SAMPLE));
  const { title, ...values } = await valuesOf(context, given);
  const sample = [...records.values()].map((record) => ({ id: record.id, title: titleOf(subject, record) }));
  const isOwners = given.assignee === ITS_OWNER;
  return {
    title: `Create ${counted(ids.length, Task.label)} “${String(title).slice(0, 100)}”, one for each ${subject.label.one}`,
    preview: {
      count: ids.length,
      sample: await sampleOf(context, subject, sample),
      changes: [
        ...(await describeChanges(context, Task, values)),
        ...(isOwners ? [{ label: 'Assignee', to: `whoever looks after the ${subject.label.one}` }] : []),
      ],
    },
    recordIds: ids,
  };
}

/** Makes the tasks, in one undo group; of an approved call those for the records that were shown and are still there. */
export async function createForEach(
  context: ToolContext,
  each: ForEach,
  given: Record<string, unknown>,
): Promise<ToolResult> {
  const subject = subjectOf(context, each);
  const service = context.crm.records(subject);
  const ids =
    context.approvedIds ?? (await service.ids(context.scope, await filterOf(context, subject, each)));
  const records = [...(await service.getMany(context.scope, ids)).values()].filter(
    ({ isDeleted }) => !isDeleted,
  );
  if (records.length === 0)
    return { text: `There are no ${subject.label.many} like that, so no task was created.`, isAnswer: true };
  const values = await valuesOf(context, given);
  const tasks: TaskRecord[] = [];
  for (const record of records) {
    tasks.push(await createFor(context, subject, record, { given, values }));
    if (tasks.length % DEFAULT_LIMIT === 0)
      context.status(`Created ${tasks.length} of ${records.length} ${Task.label.many}`);
  }
  const gone = ids.length - records.length;
  const card = await tableCard(context, Task, tasks.slice(0, DEFAULT_LIMIT), {
    title: 'Created tasks',
    count: tasks.length,
  });
  return {
    text: `Created ${counted(tasks.length, Task.label)}, one for each ${subject.label.one}.${gone > 0 ? ` ${counted(gone, subject.label)} had been deleted meanwhile.` : ''}`,
    cards: [{ ...card, ...undoable(context) }],
    outcome: gone > 0 ? 'partly' : 'done',
    changes: tasks.map(({ id }) => ({ entity: Task.name, id, change: 'created' })),
    focus: tasks.slice(0, 12).map((task) => focusOf(Task, task)),
    lastList: listShown(Task, tasks),
    isAnswer: true,
  };
}

/** @throws InvalidError for records that no task can be about */
function subjectOf({ catalogue }: ToolContext, { entity: name }: ForEach): Entity {
  const entity = catalogue.entityCalled(name);
  if (entity && SUBJECTS.has(entity.name)) return entity;
  const known = [...SUBJECTS.keys()].map((one) => catalogue.entities.get(one)?.label.one ?? one);
  throw new InvalidError(`A task cannot be about “${name}”, only about one of: ${known.join(', ')}.`);
}

async function filterOf(context: ToolContext, subject: Entity, { ids, ...given }: ForEach): Promise<Filter> {
  if (!ids && !hasFilter(given))
    throw new InvalidError(
      `Say for which ${subject.label.many}: what they have in common, or those of a list.`,
    );
  const { where = [], ...filter } = await storedFilter(context, subject, given);
  return { ...filter, where: [...where, ...(ids ? [{ field: 'id', op: 'in' as const, value: ids }] : [])] };
}

/** What every task gets; an assignee that depends on the record is not among it. */
async function valuesOf(
  context: ToolContext,
  { assignee = 'me', ...given }: Record<string, unknown>,
): Promise<Values> {
  return storedValues(context, Task, { ...given, ...(assignee !== ITS_OWNER && { assignee }) });
}

function createFor(
  context: ToolContext,
  subject: Entity,
  record: AnyRecord,
  { given, values }: { given: Record<string, unknown>; values: Values },
): Promise<TaskRecord> {
  const { scope } = context;
  const name = titleOf(subject, record);
  const title = String(values.title);
  const own: Values = { ...record };
  // a task about a person or a deal is about their company too
  const also = subject.fields.flatMap(({ name: field, ref }) => {
    const target = ref === undefined ? undefined : SUBJECTS.get(ref);
    return target && typeof own[field] === 'string' ? [[target, own[field]] as const] : [];
  });
  const owner = own[talkOf(subject).owner ?? ''] ?? scope.actor.id;
  return context.crm.records(Task).create(
    {
      ...scope,
      isBulk: true,
      // a call that goes on after a crash makes no task twice, whichever records are left
      ...(scope.operation && { operation: operation(`${scope.operation.id}.${record.id}`) }),
    },
    {
      ...values,
      title: (title.includes(NAME) ? title.replaceAll(NAME, name) : `${title}: ${name}`).slice(0, 300),
      ...(given.assignee === ITS_OWNER && { assigneeId: owner }),
      ...Object.fromEntries(also),
      [String(SUBJECTS.get(subject.name))]: record.id,
    } as never,
  );
}
