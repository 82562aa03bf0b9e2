import { describe, expect, it } from 'vitest';
import { catalogue } from '../../registry.ts';
import { aContext } from '../testing/fixture-context.ts';
import { understood } from '../testing/render-command.ts';
import { understand } from '../understand.ts';

/** Clauses in order; a later one may speak of what an earlier one makes. */
const SENTENCES: ReadonlyArray<[said: string, ...commands: string[]]> = [
  [
    'Add Kim Novak from Acme Robotics and create a 20k deal for them',
    'contactAgent create_contact: name=Kim Novak; company=Acme Robotics',
    'dealAgent create_deal: amount=20000; contact=Kim Novak; company=Acme Robotics (after)',
  ],
  [
    'add Kim Novak at Globex, then remind me to call her tomorrow at 9',
    'contactAgent create_contact: name=Kim Novak; company=@Globex',
    'taskAgent create_task: title=Call Kim Novak; contact=Kim Novak; due=2026-03-11T09:00:00+01:00; type=call; remind=2026-03-11T09:00:00+01:00 (after)',
  ],
  [
    'create a company Sterling Foods and assign it to Mia',
    'companyAgent create_company: name=Sterling Foods',
    'companyAgent update_companies: company=Sterling Foods; set={owner: @Mia Schulz} (after)',
  ],
  [
    'Move the Contoso rollout to Negotiation and remind me to follow up next Tuesday',
    'dealAgent move_deal: deal=@Contoso rollout; stage=Negotiation',
    'taskAgent create_task: title=Follow up; due=2026-03-17T09:00:00+01:00; remind=2026-03-17T09:00:00+01:00',
  ],
  [
    'create a deal for Globex worth 15k and move it to Discovery',
    'dealAgent create_deal: company=@Globex; amount=15000',
    'dealAgent move_deal: deal=Globex; stage=Discovery (after)',
  ],
  [
    'log a call with Bob: he wants a demo and a quote. Remind me to send it on Friday',
    'contactAgent log_activity: type=call; contact=@Bob Tanaka; subject=he wants a demo and a quote',
    'taskAgent create_task: title=Send it; due=2026-03-13T09:00:00+01:00; remind=2026-03-13T09:00:00+01:00',
  ],
  [
    "change Bob's phone to 030 1234567 and email to bob@new.example",
    'contactAgent update_contacts: contact=@Bob Tanaka; set={phone: 030 1234567, email: bob@new.example}',
  ],
  [
    'mark the Fabrikam renewal as won and log a call with Grace: signed today',
    'dealAgent close_deal: deal=@Fabrikam renewal; outcome=won',
    'contactAgent log_activity: type=call; contact=@Grace Lindqvist; subject=signed today',
  ],
  [
    'show my tasks and my deals closing this month',
    'taskAgent search_tasks: assignee eq me & status ne completed',
    'dealAgent search_deals: owner eq me & expectedClose gte 2026-03-01T00:00:00+01:00 & expectedClose lt 2026-04-01T00:00:00+02:00 & status eq open',
  ],
  [
    'Delete Bob Tanaka; undo that',
    'contactAgent delete_contacts: contact=@Bob Tanaka',
    'generalAgent undo_last',
  ],
  [
    "show Carlos's overdue tasks and assign them to Mia",
    'taskAgent search_tasks: assignee eq @Carlos Vega & due lt now & status ne completed',
    'taskAgent update_tasks: assignee eq @Carlos Vega & due lt now & status ne completed; set={assignee: @Mia Schulz}',
  ],
  [
    'Mia has a bunch of tasks due this week. Can you complete them?',
    'taskAgent search_tasks: due gte 2026-03-09T00:00:00+01:00 & due lt 2026-03-16T00:00:00+01:00 & assignee eq @Mia Schulz',
    'taskAgent complete_tasks: due gte 2026-03-09T00:00:00+01:00 & due lt 2026-03-16T00:00:00+01:00 & assignee eq @Mia Schulz',
  ],
  [
    'list all contacts without a phone number and delete them',
    'contactAgent search_contacts: phone is_empty',
    'contactAgent delete_contacts: phone is_empty',
  ],
  [
    "make a task for Carlos called 'Ring the bank' that is due next Friday and send him an email and title it 'New task' saying 'see your list'",
    'taskAgent create_task: title=Ring the bank; assignee=@Carlos Vega; due=2026-03-20T09:00:00+01:00',
    'emailAgent send_mail: body=see your list; subject=New task; to=Carlos',
  ],
  [
    "Cancel my meeting with Mia tomorrow and email her with 'Sorry' titled 'Meeting cancelled'",
    'schedulingAgent cancel_meeting: at={from: 2026-03-11T00:00:00+01:00, to: 2026-03-12T00:00:00+01:00}; who=Mia; kind=meeting',
    'emailAgent send_mail: subject=Meeting cancelled; body=Sorry; to=Mia',
  ],
  [
    'find Carlos and reassign his open tasks to Mia',
    'contactAgent search_contacts: owner eq @Carlos Vega',
    'taskAgent update_tasks: assignee eq @Carlos Vega & status eq open; set={assignee: @Mia Schulz}',
  ],
  [
    'Create a contact Ola Berg at Wingtip, tag her as VIP, and add a task to send her the deck on Monday',
    'contactAgent create_contact: name=Ola Berg; company=@Wingtip',
    'contactAgent update_contacts: contact=Ola Berg; addTags=[VIP] (after)',
    'taskAgent create_task: title=Send Ola Berg the deck; contact=Ola Berg; due=2026-03-16T09:00:00+01:00 (after)',
  ],
];

describe('several commands in one message', () => {
  it.each(SENTENCES)('reads “%s”', async (said, ...commands) => {
    expect((await understood(said)).split('\n')).toEqual(commands);
  });
});

describe('several commands of which one is not understood', () => {
  it.each([
    ['Tag Jane Doe as hot. Blorp the frobnitz. Create a task to call Priya', 'Blorp the frobnitz'],
    ['show my three biggest deals and tag them as hot', 'tag them as hot'],
    ['add Rick Berg as a new lead, then frobnicate him', 'frobnicate him'],
  ])('does nothing of “%s”, and says which part', async (said, missing) => {
    const found = await understand(said, aContext(), catalogue);
    expect(found).toMatchObject({
      kind: 'ask',
      reply: expect.stringContaining(`but not “${missing}”, so I did`),
    });
    const offers = found.kind === 'ask' ? found.offers : [];
    expect(offers.length).toBeGreaterThan(0);
    expect(offers.some(({ dependsOnPrevious }) => dependsOnPrevious)).toBe(false);
  });

  it("does not offer either to do to everybody's what is meant for theirs", async () => {
    const said = 'Find Mia and Carlos and move all of their overdue tasks to in progress';
    const found = await understand(said, aContext(), catalogue);
    expect(found.kind === 'ask' && found.offers.map(({ tool }) => tool)).toEqual(['search_contacts']);
  });

  it('changes nothing where a look leaves words over that may be another order', async () => {
    expect(await understood('Show Contoso, blorp the frob, and create a task to call Jane')).toBe('unclear');
  });
});
