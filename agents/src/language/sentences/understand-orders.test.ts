import { describe, expect, it } from 'vitest';
import { catalogue } from '../../registry.ts';
import { aContext, aFocus } from '../testing/fixture-context.ts';
import { understood } from '../testing/render-command.ts';
import { understand } from '../understand.ts';

const SENTENCES: ReadonlyArray<[said: string, command: string]> = [
  // a time that is reported stays in the report
  [
    'had a good call with Bob, he wants a quote by Wednesday',
    'contactAgent log_activity: type=call; contact=@Bob Tanaka; subject=he wants a quote by Wednesday',
  ],
  [
    'yesterday I met Jane Doe, she needs the offer until Monday',
    'contactAgent log_activity: type=meeting; contact=@Jane Doe; subject=she needs the offer until Monday; at=2026-03-09T12:00:00+01:00',
  ],
  [
    'spoke to Bob about the renewal on Monday',
    'contactAgent log_activity: type=call; contact=@Bob Tanaka; at=2026-03-09T12:00:00+01:00; subject=Call about the renewal',
  ],
  [
    'had a call with Bob, yesterday',
    'contactAgent log_activity: type=call; contact=@Bob Tanaka; at=2026-03-09T12:00:00+01:00; subject=Call with Bob',
  ],
  [
    'note for the future that Contoso pays within 60 days',
    'memoryAgent remember: fact=Contoso pays within 60 days',
  ],
  // from one day to another
  [
    'move all my tasks from today to tomorrow',
    'taskAgent update_tasks: assignee eq me & due gte 2026-03-10T00:00:00+01:00 & due lt 2026-03-11T00:00:00+01:00; set={due: 2026-03-11T09:00:00+01:00}',
  ],
  [
    'push my tasks from Monday to Wednesday',
    'taskAgent update_tasks: assignee eq me & due gte 2026-03-16T00:00:00+01:00 & due lt 2026-03-17T00:00:00+01:00; set={due: 2026-03-18T09:00:00+01:00}',
  ],
  [
    'show tasks from today to tomorrow',
    'taskAgent search_tasks: due gte 2026-03-10T00:00:00+01:00 & due lt 2026-03-12T00:00:00+01:00 & status ne completed',
  ],
  // a corrected hour keeps the day
  [
    'remind me to call omar on 3 december 2031 at 9. scratch that, 9:30',
    'taskAgent create_task: title=Call omar; contact=@Omar Haddad; due=2031-12-03T09:30:00+01:00; type=call; remind=2031-12-03T09:30:00+01:00',
  ],
  [
    'remind me to call omar on Friday at 9, no, 10:15',
    'taskAgent create_task: title=Call omar; contact=@Omar Haddad; due=2026-03-13T10:15:00+01:00; type=call; remind=2026-03-13T10:15:00+01:00',
  ],
  // a reason behind a deletion
  ['delete zoe fischer please, duplicate', 'contactAgent delete_contacts: contact=@Zoë Fischer'],
  ['delete Tom, he left the company', 'contactAgent delete_contacts: contact=@Tom Becker'],
  ['delete the Litware pilot, it was a test', 'dealAgent delete_deals: deal=@Litware pilot'],
  ['delete all contacts, it was a test', 'unclear'],
  // everything that is so
  [
    'move everything in qualified to discovery',
    'dealAgent update_deals: stage eq Qualified; set={stage: Discovery}',
  ],
  [
    'assign everything in Negotiation to Mia',
    'dealAgent update_deals: stage eq Negotiation; set={owner: @Mia Schulz}',
  ],
  // a title that begins with a company
  [
    'make a new opportunity: Globex renewal, 30k EUR',
    'dealAgent create_deal: title=Globex renewal; amount=30000; company=@Globex',
  ],
  [
    'create a deal: Contoso support contract, 5k',
    'dealAgent create_deal: title=Contoso support contract; amount=5000; company=@Contoso',
  ],
  // what was done before
  ['what was the last thing you changed', 'generalAgent explain_last_turn: change=any'],
  [
    'why did you reassign those deals?',
    'generalAgent explain_last_turn: change=updated; entity=opportunity; field=owner',
  ],
  // each with its own day
  [
    'follow up tomorrow with sofia and on monday with tom',
    `taskAgent create_task: title=Follow up with sofia; due=2026-03-11T09:00:00+01:00; contact=@Sofia Marchetti
taskAgent create_task: title=Follow up with tom; due=2026-03-16T09:00:00+01:00; contact=@Tom Becker`,
  ],
  [
    'remind me to email Omar on Friday and Nina on Monday',
    `taskAgent create_task: title=Email Omar; contact=@Omar Haddad; due=2026-03-13T09:00:00+01:00; type=email; remind=2026-03-13T09:00:00+01:00
taskAgent create_task: title=Email Nina; contact=@Nina Petrova; due=2026-03-16T09:00:00+01:00; type=email; remind=2026-03-16T09:00:00+01:00`,
  ],
  [
    'call Bob and Nina on Friday',
    'taskAgent create_task: title=Call Bob and Nina; contact=@Bob Tanaka; due=2026-03-13T09:00:00+01:00; type=call',
  ],
  // several at once
  [
    'add two contacts there: Nils Berg (CEO, nils@x.example) and Kari Dahl (CFO, kari@x.example)',
    `contactAgent create_contact: company=@Globex; name=Nils Berg; jobTitle=CEO; email=nils@x.example
contactAgent create_contact: company=@Globex; name=Kari Dahl; jobTitle=CFO; email=kari@x.example`,
  ],
  [
    'add Nils Berg and Kari Dahl, both from Contoso',
    `contactAgent create_contact: company=@Contoso; name=Nils Berg
contactAgent create_contact: company=@Contoso; name=Kari Dahl`,
  ],
  [
    'add three contacts from Wingtip: Nils Berg, CEO; Kari Dahl, CFO; Ola Nordmann, CTO',
    `contactAgent create_contact: company=@Wingtip; name=Nils Berg; jobTitle=CEO
contactAgent create_contact: company=@Wingtip; name=Kari Dahl; jobTitle=CFO
contactAgent create_contact: company=@Wingtip; name=Ola Nordmann; jobTitle=CTO`,
  ],
  [
    'add these people at Wingtip:\nNils Berg\nKari Dahl',
    `contactAgent create_contact: company=@Wingtip; name=Nils Berg
contactAgent create_contact: company=@Wingtip; name=Kari Dahl`,
  ],
  [
    'add companies Alpha Works, Beta Works and Gamma Works',
    `companyAgent create_company: name=Alpha Works
companyAgent create_company: name=Beta Works
companyAgent create_company: name=Gamma Works`,
  ],
  [
    'add Jane Smith, CEO at Contoso, and Tim Green, CFO at Globex',
    `contactAgent create_contact: name=Jane Smith; jobTitle=CEO; company=@Contoso
contactAgent create_contact: name=Tim Green; jobTitle=CFO; company=@Globex`,
  ],
  ['add two contacts at Globex: Nils Berg', 'unclear'],
  [
    'add Nils Berg from Contoso, VP Sales, Bergen',
    'contactAgent create_contact: name=Nils Berg; company=@Contoso; jobTitle=VP Sales; city=Bergen',
  ],
  // the order stands behind
  [
    'she also wants to be called before noon, remember that',
    'memoryAgent remember: fact=Jane Doe also wants to be called before noon; about=@Jane Doe',
  ],
  [
    "Jane Doe said she's on holiday until the 15th, remind me on the 16th",
    "taskAgent create_task: title=Jane Doe said she's on holiday until the 15th; due=2026-03-16T09:00:00+01:00; contact=@Jane Doe; remind=2026-03-16T09:00:00+01:00",
  ],
  [
    'Bob is out this week, remind me on Monday to call him',
    'taskAgent create_task: title=Call Bob; due=2026-03-16T09:00:00+01:00; contact=@Bob Tanaka; type=call; remind=2026-03-16T09:00:00+01:00',
  ],
  // a correction of what was spoken of last
  ["it's actually 15k", 'dealAgent update_deals: deal=@Litware pilot; set={amount: 15000}'],
  ['actually 18k', 'dealAgent update_deals: deal=@Litware pilot; set={amount: 18000}'],
  ["it's 60%", 'dealAgent update_deals: deal=@Litware pilot; set={probability: 60}'],
  [
    'it should be 31 March',
    'dealAgent update_deals: deal=@Litware pilot; set={expectedClose: 2026-03-31T00:00:00+02:00}',
  ],
];

describe('orders as people give them', () => {
  const focus = [
    aFocus('contact', 'Jane Doe'),
    aFocus('company', 'Globex'),
    aFocus('opportunity', 'Litware pilot'),
  ];

  it.each(SENTENCES)('reads “%s”', async (said, expected) => {
    expect(await understood(said, { focus })).toBe(expected);
  });
});

describe('what cannot be done', () => {
  it.each([
    ['email Sofia the proposal', 'send'],
    ['invite bob@x.example to the workspace', 'Settings'],
    ['undo the last two things', 'only one change at a time'],
    ['undo both changes', 'only one change at a time'],
  ])('is said plainly: “%s”', async (said, words) => {
    expect(await understand(said, aContext(), catalogue)).toMatchObject({
      kind: expect.stringMatching(/^(cannot|unclear)$/),
      reply: expect.stringContaining(words),
    });
  });

  it.each([['create a deal called Spring campaign for Contoso worth 5k', 'create_deal']])(
    'is not confused with what can: “%s”',
    async (said, tool) => {
      expect(await understood(said)).toContain(tool);
    },
  );
});
