import { describe, expect, it } from 'vitest';
import { aFocus } from '../testing/fixture-context.ts';
import { understood } from '../testing/render-command.ts';

const focus = [
  aFocus('opportunity', 'Contoso rollout'),
  aFocus('contact', 'Jane Doe'),
  aFocus('company', 'Northwind'),
];

/** Written apart from the grammar to measure it, then kept: how sales people type. */
const SENTENCES: ReadonlyArray<[said: string, ...commands: string[]]> = [
  [
    'Please make a contact card for Felix Brandt (CFO, Fourth Coffee), mobile +41 44 668 18 00',
    'contactAgent create_contact: name=Felix Brandt; jobTitle=CFO; company=@Fourth Coffee; phone=+41 44 668 18 00',
  ],
  [
    'new lead: Ivan Kuznetsov, ivan@polar.example, Polar Freight, interested in tracking',
    'contactAgent create_contact: name=Ivan Kuznetsov; email=ivan@polar.example; company=Polar Freight; interest=tracking',
  ],
  [
    'register Polar Freight as a company, logistics, 75 employees, Oslo',
    'companyAgent create_company: name=Polar Freight; industry=logistics; employees=75; city=Oslo',
  ],
  [
    'log a deal of 33k for Alpine Ski House, expected in September',
    'dealAgent create_deal: amount=33000; company=@Alpine Ski House; expectedClose=2026-09-30T00:00:00+02:00',
  ],
  [
    'all leads from the conference that nobody owns',
    'contactAgent search_contacts: lifecycleStage eq lead & source contains conference & owner is_empty',
  ],
  [
    'leads I added this month',
    'contactAgent search_contacts: lifecycleStage eq lead & createdBy eq me & created gte 2026-03-01T00:00:00+01:00 & created lt 2026-04-01T00:00:00+02:00',
  ],
  [
    'contacts who are customers in Munich',
    'contactAgent search_contacts: status eq customer & city eq Munich',
  ],
  [
    'which people at Litware have no job title',
    'contactAgent search_contacts: company eq @Litware & jobTitle is_empty',
  ],
  [
    "who hasn't been contacted since December?",
    'contactAgent search_contacts: (lastContacted lt 2025-12-01T00:00:00+01:00) or (lastContacted is_empty)',
  ],
  ['show me the ten oldest contacts', 'contactAgent search_contacts: sort=created; limit=10'],
  [
    'contacts with a score under 20 that are not mine',
    'contactAgent search_contacts: leadScore lt 20 & owner ne me',
  ],
  [
    'how many people at Contoso are qualified?',
    'contactAgent search_contacts: company eq @Contoso & status eq qualified; countOnly=true',
  ],
  [
    'companies with less than 50 employees and no owner',
    'companyAgent search_companies: employees lt 50 & owner is_empty',
  ],
  [
    'which customers are in Austria or Switzerland',
    'companyAgent search_companies: status eq customer & country in [Austria, Switzerland]',
  ],
  ['list our partners', 'companyAgent search_companies: status eq partner'],
  ['companies whose website is missing', 'companyAgent search_companies: domain is_empty'],
  ['which accounts does Ines look after', 'companyAgent search_companies: owner eq @Ines Prado'],
  ['opportunities above 100k', 'dealAgent search_deals: amount gt 100000'],
  [
    "what's closing tomorrow",
    'dealAgent search_deals: expectedClose gte 2026-03-11T00:00:00+01:00 & expectedClose lt 2026-03-12T00:00:00+01:00 & status eq open',
  ],
  [
    'deals due before the end of the month worth more than 10k',
    'dealAgent search_deals: expectedClose lt 2026-04-01T00:00:00+02:00 & amount gt 10000 & status eq open',
  ],
  [
    'every open deal in the Partner pipeline',
    'dealAgent search_deals: status eq open & pipeline eq @Partner',
  ],
  [
    "show me Carlos's lost deals this year",
    'dealAgent search_deals: owner eq @Carlos Vega & status eq lost & closed gte 2026-01-01T00:00:00+01:00 & closed lt 2027-01-01T00:00:00+01:00',
  ],
  ['how many deals are in each stage', 'pipelineAgent sum_pipeline'],
  [
    'deals that have been in Proposal for over 2 weeks',
    'dealAgent search_deals: stage eq Proposal & stageChanged lt now-2w & status eq open',
  ],
  [
    'deals with no activity in the last 45 days',
    'dealAgent search_deals: status eq open; (lastActivity lt now-45d) or (lastActivity is_empty)',
  ],
  ["what's the value of the Globex expansion", 'dealAgent get_deal: deal=@Globex expansion; fields=[amount]'],
  ['is the Fabrikam renewal healthy?', 'dealAgent deal_health: deal=@Fabrikam renewal'],
  [
    "set Fabrikam renewal's amount to 42,500",
    'dealAgent update_deals: deal=@Fabrikam renewal; set={amount: 42500}',
  ],
  [
    'the close date of the Litware pilot is now June 1',
    'dealAgent update_deals: deal=@Litware pilot; set={expectedClose: 2026-06-01T00:00:00+02:00}',
  ],
  ['make the Globex expansion 75k', 'dealAgent update_deals: deal=@Globex expansion; set={amount: 75000}'],
  ['move Wingtip upgrade one stage forward', 'dealAgent move_deal: deal=@Wingtip upgrade; stage=next'],
  [
    'we lost Litware because they have no budget',
    'dealAgent close_deal: deal=@Litware pilot; outcome=lost; reason=they have no budget',
  ],
  ['Contoso signed!', 'dealAgent close_deal: deal=@Contoso rollout; outcome=won'],
  [
    'change owner of all deals in Negotiation from Carlos to Mia',
    'dealAgent update_deals: stage eq Negotiation & owner eq @Carlos Vega; set={owner: @Mia Schulz}',
  ],
  [
    'update all contacts at Initech, set their status to customer',
    'contactAgent update_contacts: company eq @Initech; set={status: customer}',
  ],
  [
    'Jane Okafor has a new email: jo@globex.example',
    'contactAgent update_contacts: contact=@Jane Okafor; set={email: jo@globex.example}',
  ],
  [
    "Hiro's job title should be Head of Data",
    'contactAgent update_contacts: contact=@Hiro Sato; set={jobTitle: Head of Data}',
  ],
  ['Omar moved to Fabrikam', 'contactAgent update_contacts: contact=@Omar Haddad; set={company: @Fabrikam}'],
  [
    'set the industry of Proseware to education and the city to Graz',
    'companyAgent update_companies: company=@Proseware; set={industry: education, city: Graz}',
  ],
  ['tag all companies in Berlin as west', 'companyAgent update_companies: city eq Berlin; addTags=[west]'],
  [
    'call Priya tomorrow morning',
    'taskAgent create_task: title=Call Priya; contact=@Priya Raman; due=2026-03-11T09:00:00+01:00; type=call',
  ],
  [
    'ping me on the 20th to renew the insurance',
    'taskAgent create_task: title=Renew the insurance; due=2026-03-20T09:00:00+01:00; remind=2026-03-20T09:00:00+01:00',
  ],
  [
    'task: prepare the QBR deck for Globex, due Thursday, assign to Carlos',
    'taskAgent create_task: title=Prepare the QBR deck for Globex; company=@Globex; due=2026-03-12T09:00:00+01:00; assignee=@Carlos Vega',
  ],
  [
    'can you put a reminder for Monday at 8 to check the pipeline',
    'taskAgent create_task: title=Check the pipeline; due=2026-03-16T08:00:00+01:00; remind=2026-03-16T08:00:00+01:00',
  ],
  [
    "which of Mia's tasks are urgent",
    'taskAgent search_tasks: assignee eq @Mia Schulz & priority eq urgent & status ne completed',
  ],
  [
    'tasks due in the next 3 days',
    'taskAgent search_tasks: due gte now & due lt now+3d & status ne completed',
  ],
  [
    'how many tasks did I finish this week',
    'taskAgent search_tasks: completed gte 2026-03-09T00:00:00+01:00 & completed lt 2026-03-16T00:00:00+01:00; countOnly=true',
  ],
  ['tick off the call with Jane', 'taskAgent complete_tasks: task=@Call Jane Doe'],
  ['cancel the task Prepare Fabrikam slides', 'taskAgent delete_tasks: task=@Prepare Fabrikam slides'],
  [
    'move my tasks due today to tomorrow',
    'taskAgent update_tasks: assignee eq me & due gte 2026-03-10T00:00:00+01:00 & due lt 2026-03-11T00:00:00+01:00; set={due: 2026-03-11T09:00:00+01:00}',
  ],
  [
    'just got off the phone with Sofia: she wants references',
    'contactAgent log_activity: type=call; contact=@Sofia Marchetti; subject=she wants references',
  ],
  [
    'email from Grace: contract is with legal',
    'contactAgent log_activity: type=email; contact=@Grace Lindqvist; subject=contract is with legal',
  ],
  [
    'we had a demo with Adventure Works on Monday',
    'contactAgent log_activity: type=meeting; company=@Adventure Works; at=2026-03-09T12:00:00+01:00; subject=Demo with Adventure Works',
  ],
  [
    'remember Northwind only buys in Q4',
    'memoryAgent remember: fact=Northwind only buys in Q4; about=@Northwind',
  ],
  ['what do you recall about Priya?', 'memoryAgent recall: about=@Priya Raman'],
  ['forget what I told you about Northwind', 'memoryAgent forget: about=@Northwind'],
  ['any news from Blue Harbor?', 'briefingAgent what_changed: company=@Blue Harbor Logistics'],
  [
    'sum up what happened with Litware this month',
    'briefingAgent summarize_timeline: company=@Litware; since=2026-03-01T00:00:00+01:00',
  ],
  ["I'm about to call Omar, brief me", 'plan meeting_prep: {contact: @Omar Haddad, occasion: call}'],
  ['get me up to speed on Wingtip', 'plan meeting_prep: {company: @Wingtip}'],
  ['revert it', 'generalAgent undo_last'],
  ['explain what you just did', 'generalAgent explain_last_turn'],
  ['who are my teammates', 'generalAgent workspace_facts: about=team'],
  [
    "rename the Partner pipeline's Intro stage to First talk",
    'pipelineAgent change_stages: pipeline=@Partner; rename={from: Intro, to: First talk}',
  ],
  ['put a stage Trial after Discovery', 'pipelineAgent change_stages: add={name: Trial, after: Discovery}'],
  [
    "what's our conversion rate for Q1",
    'pipelineAgent stage_conversion: period={from: 2026-01-01T00:00:00+01:00, to: 2026-04-01T00:00:00+02:00}',
  ],
  ['delete Jane Okafor please', 'contactAgent delete_contacts: contact=@Jane Okafor'],
  [
    'remove all tasks assigned to Ines that are done',
    'taskAgent delete_tasks: assignee eq @Ines Prado & status eq completed',
  ],
  ['delete deals without an amount', 'dealAgent delete_deals: amount is_empty'],
  [
    'add Nils Dahl from Litware and set up a call with him on Friday at 2',
    'contactAgent create_contact: name=Nils Dahl; company=@Litware',
    'schedulingAgent schedule_meeting: when={from: 2026-03-13T14:00:00+01:00, to: 2026-03-13T15:00:00+01:00}; who=Nils Dahl; kind=call (after)',
  ],
];

describe('further paraphrases', () => {
  it.each(SENTENCES)('reads “%s”', async (said, ...commands) => {
    expect((await understood(said, { focus })).split('\n')).toEqual(commands);
  });
});
