import { Task, type TaskRecord } from '@clianta/crm-core/crm/task/task.schema';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import { systemScope } from '@clianta/crm-core/entity/scope';
import type { DomainEvent } from '@clianta/crm-core/events/catalogue';
import type { JobContext } from '../job.ts';
import { sendReminder } from '../jobs/send-reminder.job.ts';
import { reminderAt } from '../reminder.ts';

/** A reminder follows its task, whatever was done to it: moved, completed, deleted, restored, undone. */
export async function followTask({ crm }: JobContext, event: DomainEvent): Promise<void> {
  if (event.entity !== Task.name) return;
  let task = await read(crm, event);
  for (;;) {
    await planReminder(crm, event.workspaceId, event.recordId, task);
    // another change may have been followed meanwhile, and this one with what it had read before
    const now = await read(crm, event);
    if (now?.version === task?.version) return;
    task = now;
  }
}

/** Has the task's reminder wait for its time, or not at all. */
export async function planReminder(
  crm: CrmCore,
  workspaceId: string,
  taskId: string,
  task: Omit<TaskRecord, 'id'> | undefined,
): Promise<void> {
  const at = task && reminderAt(task, crm.now());
  if (at) await crm.enqueue(sendReminder, { taskId }, { workspaceId, key: taskId, at });
  else await crm.work.cancel(sendReminder, workspaceId, taskId);
}

const read = async (crm: CrmCore, event: DomainEvent): Promise<TaskRecord | undefined> =>
  (await crm.records(Task).getMany(systemScope(event.workspaceId), [event.recordId])).get(event.recordId);
