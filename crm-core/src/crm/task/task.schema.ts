import { z } from 'zod';
import { defineEntity, type RecordOf } from '../../entity/define-entity.ts';

interface Times {
  dueAt?: Date | null | undefined;
  remindAt?: Date | null | undefined;
}

/** A reminder before the task was due stays as long before it, unless it is set itself. */
function movedReminder(next: Times, before: Times | undefined): { remindAt?: Date } {
  const { dueAt: wasDue, remindAt } = before ?? {};
  if (!wasDue || !remindAt || !next.dueAt || remindAt > wasDue) return {};
  const byMs = next.dueAt.getTime() - wasDue.getTime();
  if (byMs === 0 || next.remindAt?.getTime() !== remindAt.getTime()) return {};
  return { remindAt: new Date(remindAt.getTime() + byMs) };
}

/** Something a teammate has to do, by a time. */
export const Task = defineEntity({
  name: 'task',
  plural: 'tasks',
  domain: 'crm',
  label: { one: 'task', many: 'tasks' },
  aliases: ['to-do', 'todo', 'reminder', 'reminders'],
  hasCustomFields: true,
  talk: {
    owner: 'assigneeId',
    period: 'dueAt',
    columns: ['title', 'dueAt', 'assigneeId', 'status', 'contactId', 'companyId'],
    tellsApart: ['dueAt', 'assigneeId', 'contactId', 'companyId'],
    sort: 'dueAt',
    isEntry: true,
    inTimeline: true,
  },
  schema: z.object({
    title: z
      .string()
      .trim()
      .min(1)
      .max(300)
      .meta({ label: 'Title', aliases: ['name'] }),
    type: z
      .enum(['todo', 'call', 'email', 'meeting'])
      .default('todo')
      .meta({ label: 'Type', aliases: ['kind'] }),
    status: z.enum(['open', 'in_progress', 'completed']).default('open').meta({ label: 'Status' }),
    priority: z.enum(['low', 'normal', 'high', 'urgent']).default('normal').meta({ label: 'Priority' }),
    dueAt: z
      .date()
      .optional()
      .meta({ label: 'Due', aliases: ['due', 'due date', 'deadline', 'when'], hasTime: true }),
    /** When to remind the assignee. */
    remindAt: z
      .date()
      .optional()
      .meta({ label: 'Reminder', aliases: ['remind'], hasTime: true }),
    /** The time of the last reminder that was given. */
    remindedAt: z.date().optional().meta({ readOnly: true, hidden: true }),
    assigneeId: z
      .string()
      .optional()
      .meta({
        label: 'Assignee',
        ref: 'user',
        onDelete: 'keep',
        aliases: ['assignee', 'owner', 'assigned to'],
      }),
    contactId: z
      .string()
      .optional()
      .meta({ label: 'Contact', ref: 'contact', onDelete: 'cascade', aliases: ['contact', 'person'] }),
    companyId: z
      .string()
      .optional()
      .meta({ label: 'Company', ref: 'company', onDelete: 'cascade', aliases: ['company'] }),
    opportunityId: z
      .string()
      .optional()
      .meta({ label: 'Deal', ref: 'opportunity', onDelete: 'cascade', toolName: 'deal', aliases: ['deal'] }),
    completedAt: z
      .date()
      .optional()
      .meta({
        label: 'Completed',
        readOnly: true,
        hasTime: true,
        belongsTo: { field: 'status', values: ['completed'] },
      }),
    notes: z.string().max(20_000).optional().meta({ label: 'Notes', format: 'longtext' }),
  }),
  personal: { contactId: 'erase' },
  titleOf: (task) => task.title,
  search: ['title'],
  indexes: [
    ['assigneeId', 'status', 'dueAt'],
    ['status', 'dueAt'],
    ['contactId'],
    ['companyId'],
    ['opportunityId'],
  ],
  derivedEvents: [
    {
      type: 'task.completed',
      field: 'status',
      says: () => 'Task completed',
      when: (after, before) => after.status === 'completed' && before?.status !== 'completed',
    },
    {
      type: 'task.assigned',
      field: 'assigneeId',
      when: (after, before) => Boolean(after.assigneeId) && after.assigneeId !== before?.assigneeId,
    },
  ],
  prepare: (next, { before, now }) => ({
    ...(next.status === 'completed' && { completedAt: before?.completedAt ?? now }),
    ...movedReminder(next, before),
  }),
});

export type TaskRecord = RecordOf<typeof Task>;
