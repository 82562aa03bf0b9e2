import { describe, expect, it } from 'vitest';
import { understood } from '../testing/render-command.ts';

const log = (args: string) => `contactAgent log_activity: ${args}`;
const task = (args: string) => `taskAgent create_task: ${args}`;

/** What happened, with the order to write it down behind it: kept to the letter. */
const LOGGED: ReadonlyArray<[said: string, ...commands: string[]]> = [
  [
    'I emailed the quote to Bob Tanaka this morning. log that',
    log(
      'type=email; contact=@Bob Tanaka; subject=I emailed the quote to Bob Tanaka this morning; at=2026-03-10T09:00:00+01:00',
    ),
  ],
  [
    'we had a meeting with Contoso yesterday, they want to pilot in June. log it',
    log(
      'type=meeting; company=@Contoso; subject=we had a meeting with Contoso yesterday, they want to pilot in June; at=2026-03-09T12:00:00+01:00',
    ),
  ],
  [
    "good call w/ Omar Haddad, he'll decide till Friday, pls log",
    log("type=call; contact=@Omar Haddad; subject=good call w/ Omar Haddad, he'll decide till Friday"),
  ],
  [
    'call with omar haddad went well, she wants 40 seats',
    log('type=call; contact=@Omar Haddad; subject=call with omar haddad went well, she wants 40 seats'),
  ],
  ["I've called Bob Tanaka, tick that off", 'taskAgent complete_tasks: task=@Call Bob Tanaka'],
];

/** Tasks with the time in front, for several people, or several at once. */
const TASKS: ReadonlyArray<[said: string, ...commands: string[]]> = [
  [
    'in 3 weeks call Omar Haddad',
    task('title=Call Omar Haddad; due=2026-03-31T09:00:00+02:00; contact=@Omar Haddad; type=call'),
  ],
  [
    'tmrw 9 call omar haddad',
    task('title=Call omar haddad; due=2026-03-11T09:00:00+01:00; contact=@Omar Haddad; type=call'),
  ],
  [
    'meeting with Omar Haddad on Wednesday 9:30 to 10:15',
    'schedulingAgent schedule_meeting: when={from: 2026-03-11T09:30:00+01:00, to: 2026-03-11T10:15:00+01:00}; who=@Omar Haddad; kind=meeting',
  ],
  [
    'remind Mia next Tuesday that the invoice for Contoso is due',
    task(
      'title=Invoice for Contoso is due; assignee=@Mia Schulz; due=2026-03-17T09:00:00+01:00; company=@Contoso; remind=2026-03-17T09:00:00+01:00',
    ),
  ],
  [
    'give Akira and Mia each a task to update their numbers by Friday',
    task('title=Update their numbers; due=2026-03-13T17:00:00+01:00; assignee=@Akira Mori'),
    task('title=Update their numbers; due=2026-03-13T17:00:00+01:00; assignee=@Mia Schulz'),
  ],
  [
    'todo for Mia: send the contract to Contoso by Wednesday',
    task(
      'title=Send the contract to Contoso; assignee=@Mia Schulz; company=@Contoso; due=2026-03-11T17:00:00+01:00',
    ),
  ],
];

describe('what is told before it is ordered', () => {
  it.each([...LOGGED, ...TASKS])('reads “%s”', async (said, ...commands) => {
    expect((await understood(said)).split('\n')).toEqual(commands);
  });

  it.each([
    'remind me yesterday to call Omar Haddad',
    'remind me on 31 November to pay',
    'remind me on 30 February to pay',
  ])('makes no task for a time that cannot be: “%s”', async (said) => {
    expect(await understood(said)).toBe('unclear');
  });
});
