import { expect, it } from 'vitest';
import { Task, type TaskRecord } from './task.schema.ts';

const at = (hour: number) => new Date(Date.UTC(2026, 2, 2, hour));

/** What the rule sets when a task with these times is given others. */
function rule(before: Partial<TaskRecord>, patch: Partial<TaskRecord>) {
  const task = {
    title: 'Call Ada',
    type: 'call',
    status: 'open',
    priority: 'normal',
    ...before,
  } as TaskRecord;
  const none = async () => undefined;
  return Task.prepare?.(
    { ...task, ...patch },
    {
      before: task,
      now: at(0),
      read: none,
      readWhere: none,
      readAll: async () => [],
      wouldMatch: async () => false,
      countWhere: async () => 0,
      nextNumber: async () => 1,
      entities: new Map(),
    },
  );
}

it('moves a reminder with the task that it comes before', () => {
  const before = { dueAt: at(12), remindAt: at(11) };
  expect(rule(before, { dueAt: at(15) })).toEqual({ remindAt: at(14) });
  expect(rule(before, { dueAt: at(10) })).toEqual({ remindAt: at(9) });
  expect(rule({ dueAt: at(12), remindAt: at(12) }, { dueAt: at(15) })).toEqual({ remindAt: at(15) });
});

it('leaves a reminder that is set itself, comes after the task is due, or stands alone', () => {
  const before = { dueAt: at(12), remindAt: at(11) };
  expect(rule(before, { dueAt: at(15), remindAt: at(13) })).toEqual({});
  expect(rule(before, { dueAt: at(15), remindAt: null as never })).toEqual({});
  expect(rule(before, { dueAt: null as never })).toEqual({});
  expect(rule(before, { title: 'Call Bob' })).toEqual({});
  expect(rule({ dueAt: at(12), remindAt: at(13) }, { dueAt: at(15) })).toEqual({});
  expect(rule({ remindAt: at(11) }, { dueAt: at(15) })).toEqual({});
});
