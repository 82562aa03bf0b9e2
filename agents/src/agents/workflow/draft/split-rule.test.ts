import { expect, it } from 'vitest';
import { branchIn, loopIn, splitRule } from './split-rule.ts';

const SENTENCES: ReadonlyArray<[said: string, parts: ReturnType<typeof splitRule>]> = [
  [
    'When a lead reaches A, assign it to the West team and create a call task',
    { trigger: 'a lead reaches A', steps: ['assign it to the West team', 'create a call task'] },
  ],
  [
    'Every Monday at 9 post stale deals to #sales',
    { trigger: '', schedule: 'Every Monday at 9', steps: ['post stale deals to #sales'] },
  ],
  [
    'notify me when a lead from Canada comes in',
    { trigger: 'a lead from Canada comes in', steps: ['notify me'] },
  ],
  [
    'automate: new contact -> welcome email -> wait 3 days -> task',
    { trigger: 'new contact', steps: ['welcome email', 'wait 3 days', 'task'] },
  ],
  ['when stage = won then notify finance', { trigger: 'stage = won', steps: ['notify finance'] }],
  [
    'trigger: deal lost. action: wait 6 months, then new task',
    { trigger: 'deal lost', steps: ['wait 6 months', 'new task'] },
  ],
  [
    'create a workflow called "Handover": when a deal is won, create a task and tell Lena',
    { name: 'Handover', trigger: 'a deal is won', steps: ['create a task', 'tell Lena'] },
  ],
  [
    'after a deal is lost, wait 90 days and create a reminder',
    { trigger: 'a deal is lost', steps: ['wait 90 days', 'create a reminder'] },
  ],
  ['for every new company create a task', { trigger: 'new company', steps: ['create a task'] }],
  [
    'whenever a deal is won, after two days create a task to call',
    { trigger: 'a deal is won', steps: ['wait two days', 'create a task to call'] },
  ],
  ['create a workflow', { trigger: '', steps: [] }],
  [
    'when a deal is won, if it is over 50k tell Lena, otherwise create a task for the owner',
    {
      trigger: 'a deal is won',
      steps: ['if it is over 50k tell Lena, otherwise create a task for the owner'],
    },
  ],
  [
    'when a deal is won, tag it “if it is new” and then if its amount is over 50k, tell Lena',
    { trigger: 'a deal is won', steps: ['tag it “if it is new”', 'if its amount is over 50k, tell Lena'] },
  ],
  [
    'make an automation for won deals: create a task, tell Lena',
    { trigger: 'won deals', steps: ['create a task', 'tell Lena'] },
  ],
  ['create a task for every new lead', { trigger: 'new lead', steps: ['create a task'] }],
  ['upon a stage change inform legal', { trigger: 'a stage change', steps: ['inform legal'] }],
  [
    'please make it so that each time a deal is won a task is made',
    { trigger: 'a deal is won a task is made', steps: [] },
  ],
];

it.each(SENTENCES)('takes “%s” apart', (said, parts) => {
  expect(splitRule(said)).toEqual(parts);
});

it('takes a step apart that hangs on something', () => {
  expect(branchIn('if it is over 50k tell Lena and tag it, otherwise create a task for the owner')).toEqual({
    condition: 'it is over 50k',
    yes: ['tell Lena', 'tag it'],
    no: ['create a task for the owner'],
  });
  expect(branchIn('if its amount is over 50k, tell Lena')).toMatchObject({ yes: ['tell Lena'], no: [] });
  expect(branchIn('tell Lena')).toBeUndefined();
});

it('takes a step apart that is done for each of other records', () => {
  const said =
    'when a deal is won, tell Lena, and for each open deal of the company add the tag key and tell me';
  const [, loop = ''] = splitRule(said).steps;
  expect(splitRule(said)).toEqual({ trigger: 'a deal is won', steps: ['tell Lena', loop] });
  expect(loopIn(loop)).toEqual({
    records: 'open deal',
    whose: 'company',
    steps: ['add the tag key', 'tell me'],
  });
  expect(loopIn('for all their open tasks: set the priority to high')).toEqual({
    records: 'open tasks',
    steps: ['set the priority to high'],
  });
  // records of nobody are what a rule begins with
  expect(loopIn('for each new lead, tell me')).toBeUndefined();
  expect(splitRule('every Monday at 9, create a task for each stale deal').steps).toHaveLength(1);
});
