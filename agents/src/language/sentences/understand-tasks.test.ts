import { describe, expect, it } from 'vitest';
import { understood } from '../testing/render-command.ts';

/** Lists of tasks, done tasks, postponed tasks. */
const SENTENCES: ReadonlyArray<[said: string, ...commands: string[]]> = [
  [
    'what tasks are due today?',
    'taskAgent search_tasks: due gte 2026-03-10T00:00:00+01:00 & due lt 2026-03-11T00:00:00+01:00 & status ne completed',
  ],
  ['which tasks are overdue', 'taskAgent search_tasks: due lt now & status ne completed'],
  [
    "what's on my plate this week",
    'taskAgent search_tasks: assignee eq me & due gte 2026-03-09T00:00:00+01:00 & due lt 2026-03-16T00:00:00+01:00 & status ne completed',
  ],
  [
    "what's on my list for tomorrow",
    'taskAgent search_tasks: assignee eq me & due gte 2026-03-11T00:00:00+01:00 & due lt 2026-03-12T00:00:00+01:00 & status ne completed',
  ],
  [
    'what is on my agenda this week',
    'taskAgent search_tasks: assignee eq me & due gte 2026-03-09T00:00:00+01:00 & due lt 2026-03-16T00:00:00+01:00 & status ne completed',
  ],
  ["show Mia's tasks", 'taskAgent search_tasks: assignee eq @Mia Schulz & status ne completed'],
  ['show my overdue tasks', 'taskAgent search_tasks: assignee eq me & due lt now & status ne completed'],
  [
    'my tasks today',
    'taskAgent search_tasks: assignee eq me & due gte 2026-03-10T00:00:00+01:00 & due lt 2026-03-11T00:00:00+01:00 & status ne completed',
  ],
  [
    'list all high priority tasks due this week',
    'taskAgent search_tasks: priority eq high & due gte 2026-03-09T00:00:00+01:00 & due lt 2026-03-16T00:00:00+01:00 & status ne completed',
  ],
  [
    'tasks assigned to Mia due next week',
    'taskAgent search_tasks: assignee eq @Mia Schulz & due gte 2026-03-16T00:00:00+01:00 & due lt 2026-03-23T00:00:00+01:00 & status ne completed',
  ],
  ['my urgent tasks', 'taskAgent search_tasks: assignee eq me & priority eq urgent & status ne completed'],
  [
    'reminders for tomorrow',
    'taskAgent search_tasks: due gte 2026-03-11T00:00:00+01:00 & due lt 2026-03-12T00:00:00+01:00 & status ne completed',
  ],
  ['open tasks for Northwind', 'taskAgent search_tasks: status eq open & company eq @Northwind'],
  ['tasks about Contoso', 'taskAgent search_tasks: company eq @Contoso & status ne completed'],
  [
    'calls due today',
    'taskAgent search_tasks: type eq call & due gte 2026-03-10T00:00:00+01:00 & due lt 2026-03-11T00:00:00+01:00 & status ne completed',
  ],
  ["what's overdue?", 'taskAgent search_tasks: due lt now & status ne completed'],
  [
    'what is due tomorrow',
    'taskAgent search_tasks: due gte 2026-03-11T00:00:00+01:00 & due lt 2026-03-12T00:00:00+01:00 & status ne completed',
  ],
  [
    'how many open tasks does Carlos have',
    'taskAgent search_tasks: status eq open & assignee eq @Carlos Vega; countOnly=true',
  ],
  ['unassigned tasks', 'taskAgent search_tasks: assignee is_empty & status ne completed'],
  [
    'tasks completed last week',
    'taskAgent search_tasks: completed gte 2026-03-02T00:00:00+01:00 & completed lt 2026-03-09T00:00:00+01:00',
  ],
  ['tasks without a due date', 'taskAgent search_tasks: due is_empty & status ne completed'],
  [
    'complete all my overdue tasks',
    'taskAgent complete_tasks: assignee eq me & due lt now & status ne completed',
  ],
  ['I finished the Contoso quote task', 'taskAgent complete_tasks: task=@Send Contoso quote'],
  ['mark the call with Jane as done', 'taskAgent complete_tasks: task=@Call Jane Doe'],
  ['done with the call with Bob', 'taskAgent complete_tasks: task=@Call Bob Tanaka'],
  ['check off the Fabrikam slides', 'taskAgent complete_tasks: task=@Prepare Fabrikam slides'],
  ['mark the Fabrikam slides task as completed', 'taskAgent complete_tasks: task=@Prepare Fabrikam slides'],
  [
    'push the task call Jane Doe to next Monday',
    'taskAgent update_tasks: task=@Call Jane Doe; set={due: 2026-03-16T09:00:00+01:00}',
  ],
  [
    'change the due date of the call with Bob to Friday 4pm',
    'taskAgent update_tasks: type eq call & contact eq @Bob Tanaka & status ne completed; set={due: 2026-03-13T16:00:00+01:00}',
  ],
  [
    'assign the Fabrikam slides task to Carlos',
    'taskAgent update_tasks: task=@Prepare Fabrikam slides; set={assignee: @Carlos Vega}',
  ],
  [
    'set the priority of the Contoso quote task to high',
    'taskAgent update_tasks: task=@Send Contoso quote; set={priority: high}',
  ],
  ['delete the task Prepare Fabrikam slides', 'taskAgent delete_tasks: task=@Prepare Fabrikam slides'],
  ['delete all completed tasks', 'taskAgent delete_tasks: status eq completed'],
  [
    'remove all tasks completed before January',
    'taskAgent delete_tasks: completed lt 2026-01-01T00:00:00+01:00',
  ],
  [
    'snooze the Contoso quote task until tomorrow',
    'taskAgent update_tasks: task=@Send Contoso quote; set={due: 2026-03-11T09:00:00+01:00}',
  ],
];

describe('lists and changes of tasks', () => {
  it.each(SENTENCES)('reads “%s”', async (said, ...commands) => {
    expect((await understood(said)).split('\n')).toEqual(commands);
  });
});
