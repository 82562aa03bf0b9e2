import { describe, expect, it } from 'vitest';
import { aFocus } from '../testing/fixture-context.ts';
import { understood } from '../testing/render-command.ts';

const focus = [
  aFocus('opportunity', 'Contoso rollout'),
  aFocus('contact', 'Jane Doe'),
  aFocus('company', 'Northwind'),
];

/** Tasks and reminders with every kind of time, delegated, ticked off and put off. */
const SENTENCES: ReadonlyArray<[said: string, ...commands: string[]]> = [
  [
    'remind me to ring ana on thurs at half past 2',
    'taskAgent create_task: title=Ring ana; contact=@Ana Ruiz; due=2026-03-12T14:30:00+01:00; type=call; remind=2026-03-12T14:30:00+01:00',
  ],
  [
    'task: send revised quote to contoso by eod',
    'taskAgent create_task: title=Send revised quote to contoso; company=@Contoso; due=2026-03-10T17:00:00+01:00',
  ],
  [
    'remind me to chase her about the invoice on friday',
    'taskAgent create_task: title=Chase Jane Doe about the invoice; contact=@Jane Doe; due=2026-03-13T09:00:00+01:00; remind=2026-03-13T09:00:00+01:00',
  ],
  [
    'hi, could you set a reminder for me to check in with the team at Proseware in three days? cheers',
    'taskAgent create_task: title=Check in with the team at Proseware; company=@Proseware; due=2026-03-13T09:00:00+01:00; remind=2026-03-13T09:00:00+01:00',
  ],
  [
    'new task for carlos, high prio: prepare QBR deck for northwind, due 20.03.',
    'taskAgent create_task: title=Prepare QBR deck for northwind; assignee=@Carlos Vega; priority=high; company=@Northwind; due=2026-03-20T09:00:00+01:00',
  ],
  [
    'i should email hiro sato about the api docs tmrw',
    'taskAgent create_task: title=Email hiro sato about the api docs; contact=@Hiro Sato; due=2026-03-11T09:00:00+01:00; type=email',
  ],
  [
    'schedule a call with Nina Petrova next Wednesday at 11:15',
    'schedulingAgent schedule_meeting: when={from: 2026-03-18T11:15:00+01:00, to: 2026-03-18T12:15:00+01:00}; who=@Nina Petrova; kind=call',
  ],
  [
    'book a meeting with Omar on March 23 at 4 pm',
    'schedulingAgent schedule_meeting: when={from: 2026-03-23T16:00:00+01:00, to: 2026-03-23T17:00:00+01:00}; who=@Omar Haddad; kind=meeting',
  ],
  [
    'dont let me forget to send the nda to peter vogel',
    'taskAgent create_task: title=Send the nda to peter vogel; contact=@Peter Vogel',
  ],
  [
    'please ask Mia to review the Wingtip upgrade by thursday noon',
    'taskAgent create_task: title=Review the Wingtip upgrade; deal=@Wingtip upgrade; due=2026-03-12T12:00:00+01:00; assignee=@Mia Schulz',
  ],
  [
    'create a task to follow up on the Litware pilot in 10 days',
    'taskAgent create_task: title=Follow up on the Litware pilot; deal=@Litware pilot; due=2026-03-20T09:00:00+01:00',
  ],
  [
    'remind Akira and Carlos to submit their forecast on friday',
    'taskAgent create_task: title=Submit their forecast; due=2026-03-13T09:00:00+01:00; remind=2026-03-13T09:00:00+01:00; assignee=@Akira Mori',
    'taskAgent create_task: title=Submit their forecast; due=2026-03-13T09:00:00+01:00; remind=2026-03-13T09:00:00+01:00; assignee=@Carlos Vega',
  ],
  ['i finished the fabrikam slides', 'taskAgent complete_tasks: task=@Prepare Fabrikam slides'],
  ['tick off call bob tanaka', 'taskAgent complete_tasks: task=@Call Bob Tanaka'],
  [
    'move the fabrikam slides task to next monday 10am',
    'taskAgent update_tasks: task=@Prepare Fabrikam slides; set={due: 2026-03-16T10:00:00+01:00}',
  ],
  [
    'snooze my overdue tasks till tomorrow',
    'taskAgent update_tasks: assignee eq me & due lt now & status ne completed; set={due: 2026-03-11T09:00:00+01:00}',
  ],
  [
    'make the contoso quote task urgent',
    'taskAgent update_tasks: task=@Send Contoso quote; set={priority: urgent}',
  ],
  ['delete the task call jane doe', 'taskAgent delete_tasks: task=@Call Jane Doe'],
  ['cancel the reminder about the fabrikam slides', 'taskAgent delete_tasks: task=@Prepare Fabrikam slides'],
  ['complete the task "Water the plants"', 'taskAgent complete_tasks: task=Water the plants'],
  [
    'remind me in 45 mins to join the standup',
    'taskAgent create_task: title=Join the standup; due=2026-03-10T10:15:00+01:00; remind=2026-03-10T10:15:00+01:00',
  ],
  [
    'mark it as won and remind me to send them the invoice tomorrow',
    'dealAgent close_deal: deal=@Contoso rollout; outcome=won',
    'taskAgent create_task: title=Send them the invoice; due=2026-03-11T09:00:00+01:00; remind=2026-03-11T09:00:00+01:00',
  ],
  [
    'complete call jane doe and create a task to send her the offer on monday',
    'taskAgent complete_tasks: task=@Call Jane Doe',
    'taskAgent create_task: title=Send Jane Doe the offer; contact=@Jane Doe; due=2026-03-16T09:00:00+01:00',
  ],
  [
    'remind me to call omar at 9. scratch that, 9:30',
    'taskAgent create_task: title=Call omar; contact=@Omar Haddad; due=2026-03-11T09:30:00+01:00; type=call; remind=2026-03-11T09:30:00+01:00',
  ],
  [
    'creat a taks to cal grace tomorow',
    'taskAgent create_task: title=Cal grace; contact=@Grace Lindqvist; due=2026-03-11T09:00:00+01:00',
  ],
  [
    'remnd me to folow up with sofia nxt week',
    'taskAgent create_task: title=Folow up with sofia; contact=@Sofia Marchetti; due=2026-03-16T09:00:00+01:00; remind=2026-03-16T09:00:00+01:00',
  ],
  [
    'remind me tmrw at quarter past nine to send grace the slides',
    'taskAgent create_task: title=Send grace the slides; due=2026-03-11T09:15:00+01:00; contact=@Grace Lindqvist; remind=2026-03-11T09:15:00+01:00',
  ],
  [
    'todo: prep for QBR, friday, high priority',
    'taskAgent create_task: title=Prep for QBR; due=2026-03-13T09:00:00+01:00; priority=high',
  ],
  [
    'tell ines to call omar haddad on the 19th',
    'taskAgent create_task: title=Call omar haddad; contact=@Omar Haddad; due=2026-03-19T09:00:00+01:00; type=call; assignee=@Ines Prado',
  ],
  [
    'call nina petrova back this afternoon',
    'taskAgent create_task: title=Call nina petrova back; contact=@Nina Petrova; due=2026-03-10T14:00:00+01:00; type=call',
  ],
  [
    'push the fabrikam slides to thursday 3pm please',
    'taskAgent update_tasks: task=@Prepare Fabrikam slides; set={due: 2026-03-12T15:00:00+01:00}',
  ],
  [
    'assign call bob tanaka to ines',
    'taskAgent update_tasks: task=@Call Bob Tanaka; set={assignee: @Ines Prado}',
  ],
  [
    'reschedule all tasks due today to friday',
    'taskAgent update_tasks: due gte 2026-03-10T00:00:00+01:00 & due lt 2026-03-11T00:00:00+01:00; set={due: 2026-03-13T09:00:00+01:00}',
  ],
  [
    'delete all tasks i completed last year',
    'taskAgent delete_tasks: completed gte 2025-01-01T00:00:00+01:00 & completed lt 2026-01-01T00:00:00+01:00',
  ],
];

describe('tasks, as they are typed', () => {
  it.each(SENTENCES)('reads “%s”', async (said, ...commands) => {
    expect((await understood(said, { focus })).split('\n')).toEqual(commands);
  });
});
