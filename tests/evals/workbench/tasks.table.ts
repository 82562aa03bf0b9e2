import { CustomFieldDefinition } from '@clianta/crm-core/crm/custom-field-definition/custom-field-definition.schema';
import { Task } from '@clianta/crm-core/crm/task/task.schema';
import { insertRecords } from '@clianta/crm-core/demo/insert-records';
import { idFrom } from '@clianta/crm-core/entity/ids';
import { systemScope } from '@clianta/crm-core/entity/scope';
import type { RecordChange } from '../audit-trail.ts';
import { emailsByUser, userId } from './people.ts';
import type { Task as Row } from './sandbox.schema.ts';
import { dayOf, noonOf, partOf, type WorkbenchTable, written } from './table.ts';

/** The workspace's own fields: a task's own status has no “In Review”, and there are no boards. */
const FIELDS = {
  list: { label: 'List', options: ['Backlog', 'In Progress', 'In Review', 'Completed'] },
  board: { label: 'Board', options: ['Front end', 'Back end', 'Design'] },
} as const;

/** What a task of each list is called otherwise; the first list of a status is where it puts one. */
const STATUSES: Readonly<Record<string, string>> = {
  Backlog: 'open',
  'In Progress': 'in_progress',
  'In Review': 'in_progress',
  Completed: 'completed',
};

const taskId = (id: string) => idFrom(`workbench task ${id}`);

/** Its tasks are tasks, each in a list and on a board. */
export const tasksTable: WorkbenchTable<'tasks'> = {
  name: 'tasks',
  async fill(crm, { workspaceId }, { tasks }) {
    const scope = systemScope(workspaceId);
    for (const [key, { label, options }] of Object.entries(FIELDS))
      await crm
        .records(CustomFieldDefinition)
        .create(scope, { entity: Task.name, key, label, type: 'select', options: [...options] });
    const createdAt = crm.now();
    await insertRecords(
      crm,
      workspaceId,
      Task.name,
      tasks.map(({ id, name, assignee, list, dueDate, board }) => ({
        id: taskId(id),
        createdAt,
        title: name,
        type: 'todo',
        status: STATUSES[list] ?? 'open',
        priority: 'normal',
        dueAt: dueDate ? noonOf(dueDate) : undefined,
        assigneeId: assignee ? userId(assignee) : undefined,
        completedAt: list === 'Completed' ? createdAt : undefined,
        customFields: { list, board },
      })),
    );
  },
  changes(sandbox, { changes }) {
    const known = new Map(sandbox.tasks.map((one) => [taskId(one.id), one]));
    const emails = emailsByUser(sandbox);
    return partOf(changes, Task.name, known, (change, row) => rowOf(change, row, emails));
  },
};

function rowOf(change: RecordChange, known: Row | undefined, emails: ReadonlyMap<string, string>): Row {
  const has = (field: string) => written(change, field) !== undefined;
  const { after } = change;
  const own = (after.customFields ?? {}) as { list?: unknown; board?: unknown };
  const before = (change.before.customFields ?? {}) as { list?: unknown };
  // whichever of the two was changed says where it is
  const isPut = own.list !== undefined && own.list !== before.list;
  return {
    id: known?.id ?? change.id,
    name: has('title') ? String(after.title) : (known?.name ?? ''),
    assignee: has('assigneeId') ? (emails.get(String(after.assigneeId)) ?? null) : (known?.assignee ?? null),
    list: (isPut ? String(own.list) : listOf(after.status)) ?? known?.list ?? 'Backlog',
    dueDate: has('dueAt') ? dayOf(after.dueAt) : (known?.dueDate ?? null),
    board: typeof own.board === 'string' ? own.board : (known?.board ?? ''),
  };
}

const listOf = (status: unknown): string | undefined =>
  Object.entries(STATUSES).find(([, own]) => own === status)?.[0];
