import { describe, expect, it } from 'vitest';
import { understood } from '../testing/render-command.ts';

/** Something is told, then something asked for. */
const SENTENCES: ReadonlyArray<[said: string, ...commands: string[]]> = [
  [
    'Akira is taking over the Northwind account. Can you reassign it?',
    'companyAgent update_companies: company=@Northwind; set={owner: @Akira Mori}',
  ],
  [
    'Mia is taking over Globex... wait she has it. Akira is taking over Globex. Can you change that?',
    'companyAgent update_companies: company=@Globex; set={owner: @Akira Mori}',
  ],
  [
    'Tom Becker got promoted, he is CEO now. Please update his record.',
    'contactAgent update_contacts: contact=@Tom Becker; set={jobTitle: CEO}',
  ],
  [
    'Tom Becker is the new CTO. please update it',
    'contactAgent update_contacts: contact=@Tom Becker; set={jobTitle: CTO}',
  ],
  [
    'The Fabrikam renewal slipped again. Could you move it to the end of June?',
    'dealAgent update_deals: deal=@Fabrikam renewal; set={expectedClose: 2026-06-30T00:00:00+02:00}',
  ],
  [
    "I'm on holiday next week so can you give my tasks due then to Mia",
    'taskAgent update_tasks: assignee eq me & due gte 2026-03-16T00:00:00+01:00 & due lt 2026-03-23T00:00:00+01:00; set={assignee: @Mia Schulz}',
  ],
  [
    "Her boss left and she's in charge now, so please make Ana Ruiz the contact of the Fabrikam renewal",
    'dealAgent update_deals: deal=@Fabrikam renewal; set={contact: @Ana Ruiz}',
  ],
  [
    'Great news!! Contoso signed this morning. Mark it won',
    'dealAgent close_deal: deal=@Contoso rollout; outcome=won',
  ],
  [
    'we had a falling out with Fabrikam. kill the renewal deal, reason: relationship',
    'dealAgent close_deal: deal=@Fabrikam renewal; outcome=lost; reason=relationship',
  ],
  ['Contoso pulled out. mark the deal as lost', 'dealAgent close_deal: deal=@Contoso rollout; outcome=lost'],
  [
    'my flight is at 7 on Monday - remind me Sunday evening to pack',
    'taskAgent create_task: title=Pack; due=2026-03-15T18:00:00+01:00; remind=2026-03-15T18:00:00+01:00',
  ],
  [
    'just off the phone with Ana Ruiz. She wants the training in spring. Log it and remind me on 1 April',
    'contactAgent log_activity: type=call; contact=@Ana Ruiz; subject=just off the phone with Ana Ruiz. She wants the training in spring',
    'taskAgent create_task: title=Follow up with Ana Ruiz; due=2026-04-01T09:00:00+02:00; contact=@Ana Ruiz; remind=2026-04-01T09:00:00+02:00',
  ],
  [
    "We're moving Jane Doe to Akira. Can you make that change in the crm?",
    'contactAgent update_contacts: contact=@Jane Doe; set={owner: @Akira Mori}',
  ],
  [
    'Akira is taking over all of Carlos’s leads that are interested in consulting. Can you reassign them in the crm?',
    'contactAgent update_contacts: lifecycleStage eq lead & owner eq @Carlos Vega & interest contains consulting; set={owner: @Akira Mori}',
  ],
  [
    "I think there's a few contacts that are interested in consulting. Can you give them to Akira?",
    'contactAgent update_contacts: interest contains consulting; set={owner: @Akira Mori}',
  ],
  [
    'We need to move Jane Doe to Akira. Can you update the CRM?',
    'contactAgent update_contacts: contact=@Jane Doe; set={owner: @Akira Mori}',
  ],
  [
    "Reassign Carlos' open tasks due next week to Mia, he's sick",
    'taskAgent update_tasks: assignee eq @Carlos Vega & status eq open & due gte 2026-03-16T00:00:00+01:00 & due lt 2026-03-23T00:00:00+01:00; set={assignee: @Mia Schulz}',
  ],
  [
    "We've started talking to a firm called Tern & Tide Logistics, could you put them in?",
    'companyAgent create_company: name=Tern & Tide Logistics',
  ],
  [
    'I must ring Jane Doe on Tuesday, note that down for me',
    'taskAgent create_task: title=Ring Jane Doe; contact=@Jane Doe; due=2026-03-17T09:00:00+01:00; type=call',
  ],
  [
    'Mia is on vacation, so assign her tasks to Carlos',
    'taskAgent update_tasks: assignee eq @Mia Schulz; set={assignee: @Carlos Vega}',
  ],
];

describe('a statement and then a request', () => {
  it.each(SENTENCES)('reads “%s”', async (said, ...commands) => {
    expect((await understood(said)).split('\n')).toEqual(commands);
  });

  it('changes nothing where it cannot be told who is meant, or where a condition is stated', async () => {
    for (const said of [
      'Tom Becker and Ana Ruiz had a fight. delete him',
      'if Tom Becker calls, delete him',
      'Globex and Contoso both called. Mark it won',
    ])
      expect(await understood(said)).toBe('unclear');
  });
});
