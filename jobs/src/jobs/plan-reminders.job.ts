import { Task, type TaskRecord } from '@clianta/crm-core/crm/task/task.schema';
import type { StoredDocument } from '@clianta/crm-core/entity/outbox';
import type { ScheduledJob } from '../job.ts';
import { REMINDER_LATE_MS } from '../reminder.ts';
import { planReminder } from '../subscribers/follow-task.ts';
import { sendReminder } from './send-reminder.job.ts';

type StoredTask = StoredDocument & Omit<TaskRecord, 'id'>;

const BATCH = 200;

/** Plans the reminders that no event told of: of tasks that were there before, or were brought in past the services. */
export const planReminders: ScheduledJob = {
  name: 'plan-reminders',
  everyMs: 60 * 60_000,
  async prepare({ crm }) {
    const tasks = crm.store.model(Task).collection;
    await tasks.createIndex({ remindAt: 1 }, { sparse: true });
    await tasks.createIndex({ dueAt: 1 }, { sparse: true });
  },
  async run({ crm }) {
    const since = { $gt: new Date(crm.now().getTime() - REMINDER_LATE_MS) };
    let lastId = '';
    for (;;) {
      const tasks = await crm.store
        .model(Task)
        .find({
          $or: [{ remindAt: since }, { dueAt: since }],
          status: { $ne: 'completed' },
          isDeleted: false,
          _id: { $gt: lastId },
        })
        .sort({ _id: 1 })
        .limit(BATCH)
        .lean<StoredTask[]>();
      const known = await crm.work.knownKeys(
        sendReminder,
        tasks.map(({ workspaceId, _id }) => ({ workspaceId, key: _id })),
      );
      for (const task of tasks) {
        if (!known.has(task._id)) await planReminder(crm, task.workspaceId, task._id, task);
      }
      lastId = tasks.at(-1)?._id ?? '';
      if (tasks.length < BATCH) return;
    }
  },
};
