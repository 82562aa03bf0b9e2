import { formatDate } from '@clianta/agents/tools/format';
import { Task } from '@clianta/crm-core/crm/task/task.schema';
import { defineJob } from '@clianta/crm-core/work/define-job';
import { z } from 'zod';
import type { JobRunContext } from '../job.ts';
import { reminderAt } from '../reminder.ts';
import { tell } from '../tell.ts';

/** Reminds the assignee of a task; its key is the task. The task itself says whether it is still to be done. */
export const sendReminder = defineJob({
  name: 'send_reminder',
  data: z.object({ taskId: z.string() }),
  async run(context: JobRunContext, { taskId }) {
    const { crm, workspaceId, scope } = context;
    const now = crm.now();
    const task = (await crm.records(Task).getMany(scope, [taskId])).get(taskId);
    const at = task && reminderAt(task, now);
    // moved to a later time: the order for that time waits, or is on its way
    if (!at || at > now) return;
    const userId = task.assigneeId ?? task.createdBy;
    const when = task.dueAt && formatDate(task.dueAt, await crm.localOf(workspaceId, userId));
    await tell(context, {
      workspaceId,
      userId,
      kind: 'reminder',
      key: `reminder:${taskId}:${at.toISOString()}`,
      title: `Reminder: ${task.title}`,
      ...(when && { body: `Due ${when}` }),
      because: task.assigneeId
        ? 'It is the reminder of a task that is assigned to you.'
        : 'It is the reminder of a task that you made.',
      ...(task.priority === 'urgent' && { urgency: 'high' as const }),
      entity: Task.name,
      recordId: taskId,
      at: now,
    });
    // a derived value: setting it is no write of the record
    await crm.store
      .model(Task)
      .collection.updateOne({ _id: taskId as never, workspaceId }, { $max: { remindedAt: at } });
  },
});
