import { describe, expect, it } from 'vitest';
import { understood } from '../testing/render-command.ts';

/** Who has to do what, when. */
const SENTENCES: ReadonlyArray<[said: string, ...commands: string[]]> = [
  [
    'create task "send NDA" for Akira due tomorrow on the Contoso account',
    'taskAgent create_task: title=send NDA; assignee=@Akira Mori; due=2026-03-11T17:00:00+01:00; company=@Contoso',
  ],
  [
    'Remind me to call Jane Doe tomorrow at 10',
    'taskAgent create_task: title=Call Jane Doe; contact=@Jane Doe; due=2026-03-11T10:00:00+01:00; type=call; remind=2026-03-11T10:00:00+01:00',
  ],
  [
    'remind me on friday to send the quote to Bob',
    'taskAgent create_task: title=Send the quote to Bob; due=2026-03-13T09:00:00+01:00; contact=@Bob Tanaka; remind=2026-03-13T09:00:00+01:00',
  ],
  [
    'remind me in 2 weeks to follow up with Priya',
    'taskAgent create_task: title=Follow up with Priya; due=2026-03-24T09:00:00+01:00; contact=@Priya Raman; remind=2026-03-24T09:00:00+01:00',
  ],
  [
    'remind Mia to update the forecast on Friday',
    'taskAgent create_task: title=Update the forecast; assignee=@Mia Schulz; due=2026-03-13T09:00:00+01:00; remind=2026-03-13T09:00:00+01:00',
  ],
  [
    'remind me in an hour to check the quote',
    'taskAgent create_task: title=Check the quote; due=2026-03-10T10:30:00+01:00; remind=2026-03-10T10:30:00+01:00',
  ],
  [
    'remind me at 3 to stretch',
    'taskAgent create_task: title=Stretch; due=2026-03-10T15:00:00+01:00; remind=2026-03-10T15:00:00+01:00',
  ],
  [
    'remind me about the Contoso contract next month',
    'taskAgent create_task: title=Contoso contract; company=@Contoso; due=2026-04-01T09:00:00+02:00; remind=2026-04-01T09:00:00+02:00',
  ],
  [
    'create a task to prepare the Globex slides by Thursday, high priority',
    'taskAgent create_task: title=Prepare the Globex slides; company=@Globex; due=2026-03-12T17:00:00+01:00; priority=high',
  ],
  [
    'add a todo: book flights for Berlin trip next monday',
    'taskAgent create_task: title=Book flights for Berlin trip; due=2026-03-16T09:00:00+01:00',
  ],
  [
    'assign a task to Mia to review the Contoso contract tomorrow',
    'taskAgent create_task: title=Review the Contoso contract; assignee=@Mia Schulz; company=@Contoso; due=2026-03-11T09:00:00+01:00',
  ],
  [
    'create urgent task: call Omar re contract, due tomorrow 2pm',
    'taskAgent create_task: title=Call Omar re contract; priority=urgent; contact=@Omar Haddad; due=2026-03-11T14:00:00+01:00; type=call',
  ],
  ['todo send NDA to Grace', 'taskAgent create_task: title=Send NDA to Grace; contact=@Grace Lindqvist'],
  [
    'set up a task for Carlos to prepare the demo by end of week',
    'taskAgent create_task: title=Prepare the demo; assignee=@Carlos Vega; due=2026-03-13T17:00:00+01:00',
  ],
  [
    'call Hiro on Friday at 3',
    'taskAgent create_task: title=Call Hiro; contact=@Hiro Sato; due=2026-03-13T15:00:00+01:00; type=call',
  ],
  [
    'follow up with Omar on Monday',
    'taskAgent create_task: title=Follow up with Omar; contact=@Omar Haddad; due=2026-03-16T09:00:00+01:00',
  ],
  [
    "don't forget to invoice Contoso on the 31st",
    'taskAgent create_task: title=Invoice Contoso; company=@Contoso; due=2026-03-31T09:00:00+02:00; remind=2026-03-31T09:00:00+02:00',
  ],
  [
    'i need to remember to email Priya about the demo tomorrow morning',
    'taskAgent create_task: title=Email Priya about the demo; contact=@Priya Raman; due=2026-03-11T09:00:00+01:00; type=email',
  ],
];

describe('new tasks and reminders', () => {
  it.each(SENTENCES)('reads “%s”', async (said, ...commands) => {
    expect((await understood(said)).split('\n')).toEqual(commands);
  });
});
