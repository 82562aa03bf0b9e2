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
    "pls create a lead for Marta Nowak, she's procurement manager over at Tailspin Toys. marta@tailspin.example",
    'contactAgent create_contact: name=Marta Nowak; jobTitle=procurement manager; company=@Tailspin Toys; email=marta@tailspin.example',
  ],
  [
    'got a new contact - Derek Hale, derek@hale.example, works for Litware',
    'contactAgent create_contact: name=Derek Hale; email=derek@hale.example; company=@Litware',
  ],
  [
    'put in a new customer called Solstice Energy',
    'companyAgent create_company: status=customer; name=Solstice Energy',
  ],
  [
    'start an opportunity with Proseware, about 60 grand, should close mid June',
    'dealAgent create_deal: company=@Proseware; amount=60000; expectedClose=2026-06-16T00:00:00+02:00',
  ],
  ['new 8k opp for Fourth Coffee', 'dealAgent create_deal: amount=8000; company=@Fourth Coffee'],
  ["whats Priya's e mail", 'contactAgent get_contact: contact=@Priya Raman; fields=[email]'],
  ['who do we know at Adventure Works', 'contactAgent search_contacts: company eq @Adventure Works'],
  [
    "anyone from Wingtip we haven't emailed in 6 weeks?",
    'contactAgent search_contacts: company eq @Wingtip; (lastContacted lt now-6w) or (lastContacted is_empty)',
  ],
  [
    'which of my leads have gone quiet',
    'contactAgent search_contacts: lifecycleStage eq lead & owner eq me; (lastContacted lt now-30d) or (lastContacted is_empty)',
  ],
  [
    'people I should have followed up with last week',
    'contactAgent search_contacts: followUp gte 2026-03-02T00:00:00+01:00 & followUp lt 2026-03-09T00:00:00+01:00',
  ],
  [
    'list everybody in Hamburg whose grade is A',
    'contactAgent search_contacts: city eq Hamburg & leadGrade eq A',
  ],
  [
    'give me all prospects without phone numbers that Carlos owns',
    'companyAgent search_companies: status eq prospect & phone is_empty & owner eq @Carlos Vega',
  ],
  ['any contacts with no company set?', 'contactAgent search_contacts: company is_empty'],
  ['how many customers do we have', 'companyAgent search_companies: status eq customer; countOnly=true'],
  ['show me accounts bigger than 1000 employees', 'companyAgent search_companies: employees gt 1000'],
  [
    'manufacturing firms in Italy please',
    'companyAgent search_companies: industry contains manufacturing & country eq Italy',
  ],
  [
    "companies we haven't spoken to since last quarter",
    'companyAgent search_companies: (lastContacted lt 2025-10-01T00:00:00+02:00) or (lastContacted is_empty)',
  ],
  [
    "what's the biggest deal we have open right now",
    'dealAgent search_deals: status eq open; sort=-amount; limit=1',
  ],
  [
    'which deals does Carlos have that are over 25k',
    'dealAgent search_deals: owner eq @Carlos Vega & amount gt 25000',
  ],
  ["what's in negotiation at the moment?", 'dealAgent search_deals: stage eq Negotiation'],
  [
    'what are we expecting to close by the end of June',
    'dealAgent search_deals: expectedClose lt 2026-07-01T00:00:00+02:00 & status eq open',
  ],
  [
    'everything slated to close in May',
    'dealAgent search_deals: expectedClose gte 2026-05-01T00:00:00+02:00 & expectedClose lt 2026-06-01T00:00:00+02:00 & status eq open',
  ],
  ['deals that slipped', 'dealAgent search_deals: expectedClose lt today & status eq open'],
  [
    'deals where nothing happened for 3 weeks',
    'dealAgent search_deals: status eq open; (lastActivity lt now-3w) or (lastActivity is_empty)',
  ],
  ['show opps above 40k but below 100k', 'dealAgent search_deals: amount gt 40000 & amount lt 100000'],
  [
    'total of what we won this quarter',
    'dealAgent search_deals: closed gte 2026-01-01T00:00:00+01:00 & closed lt 2026-04-01T00:00:00+02:00 & status eq won; sumOf=amount',
  ],
  [
    'how much did Mia close last month',
    'dealAgent search_deals: owner eq @Mia Schulz & closed gte 2026-02-01T00:00:00+01:00 & closed lt 2026-03-01T00:00:00+01:00 & status eq won; sumOf=amount',
  ],
  [
    'value of all open Globex deals',
    'dealAgent search_deals: status eq open & company eq @Globex; sumOf=amount',
  ],
  ['bump Litware pilot up to 55k', 'dealAgent update_deals: deal=@Litware pilot; set={amount: 55000}'],
  [
    'Litware pilot should close on the 20th of April instead',
    'dealAgent update_deals: deal=@Litware pilot; set={expectedClose: 2026-04-20T00:00:00+02:00}',
  ],
  [
    'change stage of the Globex expansion to Proposal',
    'dealAgent move_deal: deal=@Globex expansion; stage=Proposal',
  ],
  ['Globex expansion moved to negotiation', 'dealAgent move_deal: deal=@Globex expansion; stage=Negotiation'],
  ['push Initech forward', 'dealAgent move_deal: deal=@Initech onboarding; stage=next'],
  ["we've won the Wingtip upgrade!!", 'dealAgent close_deal: deal=@Wingtip upgrade; outcome=won'],
  [
    'Initech fell through, budget got cut',
    'dealAgent close_deal: deal=@Initech onboarding; outcome=lost; reason=budget got cut',
  ],
  [
    'mark Fabrikam as lost - chose competitor',
    'dealAgent close_deal: deal=@Fabrikam renewal; outcome=lost; reason=chose competitor',
  ],
  [
    "hand over all of Carlos' leads to Mia",
    'contactAgent update_contacts: lifecycleStage eq lead & owner eq @Carlos Vega; set={owner: @Mia Schulz}',
  ],
  [
    'make Mia the owner of Globex',
    'companyAgent update_companies: company=@Globex; set={owner: @Mia Schulz}',
  ],
  [
    "Priya left Globex, she's at Contoso now",
    'contactAgent update_contacts: contact=@Priya Raman; set={company: @Contoso}',
  ],
  [
    'Bob got promoted to Managing Director',
    'contactAgent update_contacts: contact=@Bob Tanaka; set={jobTitle: Managing Director}',
  ],
  [
    "update: Grace's mobile is +46 70 123 45 67",
    'contactAgent update_contacts: contact=@Grace Lindqvist; set={phone: +46 70 123 45 67}',
  ],
  ['Tom is now a customer', 'contactAgent update_contacts: contact=@Tom Becker; set={status: customer}'],
  ['label Omar hot lead', 'contactAgent update_contacts: contact=@Omar Haddad; addTags=[hot lead]'],
  ['take the phone number off Hiro', 'contactAgent update_contacts: contact=@Hiro Sato; set={phone: null}'],
  ['get rid of every contact tagged test', 'contactAgent delete_contacts: tags eq test'],
  ['bin the Litware pilot', 'dealAgent delete_deals: deal=@Litware pilot'],
];

describe('paraphrases about records', () => {
  it.each(SENTENCES)('reads “%s”', async (said, ...commands) => {
    expect((await understood(said, { focus })).split('\n')).toEqual(commands);
  });
});
