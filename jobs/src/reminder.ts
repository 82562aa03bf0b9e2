import type { TaskRecord } from '@clianta/crm-core/crm/task/task.schema';

const HOUR_MS = 3_600_000;
/** A reminder is still given after a stop of this long, not later. */
export const REMINDER_LATE_MS = 7 * 24 * HOUR_MS;
/** A task without a reminder of its own is announced when it falls due, unless that was long ago. */
const DUE_LATE_MS = HOUR_MS;

type Reminded = Pick<TaskRecord, 'status' | 'isDeleted' | 'dueAt' | 'remindAt' | 'remindedAt'>;

/** When the task's assignee is to be reminded: at its reminder, or, without one, when it falls due. */
export function reminderAt(task: Reminded, now: Date): Date | undefined {
  if (task.isDeleted || task.status === 'completed') return undefined;
  const at = task.remindAt ?? task.dueAt;
  if (!at || (task.remindedAt && task.remindedAt >= at)) return undefined;
  const lateMs = task.remindAt ? REMINDER_LATE_MS : DUE_LATE_MS;
  return now.getTime() - at.getTime() > lateMs ? undefined : at;
}
