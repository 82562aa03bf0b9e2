import { formatDate } from '@clianta/agents/tools/format';
import type { TaskRecord } from '@clianta/crm-core/crm/task/task.schema';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import { idFrom } from '@clianta/crm-core/entity/ids';
import type { StoredDocument } from '@clianta/crm-core/entity/outbox';
import type { Job } from '../job.ts';

type StoredTask = StoredDocument & Omit<TaskRecord, 'id'>;

const HOUR_MS = 3_600_000;
/** A reminder is still sent after a stop of this long, not later. */
const REMINDER_LATE_MS = 7 * 24 * HOUR_MS;
/** A task without a reminder of its own is announced when it falls due, unless that was long ago. */
const DUE_LATE_MS = HOUR_MS;
const BATCH = 200;

/**
 * Reminds the assignee of a task, once: at its reminder, or, without one, when it falls due. The task is marked first
 * and only the process that marked it notifies. A reminder that is moved later is sent again.
 */
export const sendDueReminders: Job = {
  name: 'send-due-reminders',
  everyMs: 30_000,
  async prepare({ crm }) {
    const tasks = crm.store.model('task').collection;
    await tasks.createIndex({ remindAt: 1 }, { sparse: true });
    await tasks.createIndex({ dueAt: 1 }, { sparse: true });
  },
  async run({ crm, notify }) {
    const now = crm.now();
    const due = [...(await dueTasks(crm, 'remindAt', now)), ...(await dueTasks(crm, 'dueAt', now))];
    for (const { task, at } of due) {
      if (!(await mark(crm, task, now))) continue;
      const userId = task.assigneeId ?? task.createdBy;
      const { timeZone, currency } = await crm.facts(task.workspaceId);
      const when = task.dueAt && formatDate(task.dueAt, { locale: 'en-US', timeZone, currency });
      await notify(task.workspaceId, userId, {
        id: idFrom(`reminder:${task._id}:${at.toISOString()}`),
        title: `Reminder: ${task.title}`,
        ...(when && { body: `Due ${when}` }),
        entity: 'task',
        recordId: task._id,
        at: now.toISOString(),
      });
    }
  },
};

async function dueTasks(
  crm: CrmCore,
  field: 'remindAt' | 'dueAt',
  now: Date,
): Promise<Array<{ task: StoredTask; at: Date }>> {
  const lateMs = field === 'remindAt' ? REMINDER_LATE_MS : DUE_LATE_MS;
  const tasks = await crm.store
    .model('task')
    .find({
      [field]: { $gt: new Date(now.getTime() - lateMs), $lte: now },
      ...(field === 'dueAt' && { remindAt: { $exists: false } }),
      status: { $ne: 'completed' },
      isDeleted: false,
      $or: [{ remindedAt: { $exists: false } }, { $expr: { $lt: ['$remindedAt', `$${field}`] } }],
    })
    .sort({ [field]: 1 })
    .limit(BATCH)
    .lean<StoredTask[]>();
  return tasks.flatMap((task) => {
    const at = task[field];
    return at ? [{ task, at }] : [];
  });
}

/** @returns whether this call was the first to mark it */
async function mark(crm: CrmCore, task: StoredTask, now: Date): Promise<boolean> {
  const result = await crm.store.model('task').updateOne(
    {
      _id: task._id,
      version: task.version,
      remindedAt: task.remindedAt ?? { $exists: false },
    },
    { $set: { remindedAt: now } },
  );
  return result.modifiedCount === 1;
}
