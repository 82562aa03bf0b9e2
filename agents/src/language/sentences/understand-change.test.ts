import { describe, expect, it } from 'vitest';
import { aFocus } from '../testing/fixture-context.ts';
import { understood } from '../testing/render-command.ts';

const focus = [
  aFocus('opportunity', 'Contoso rollout'),
  aFocus('contact', 'Jane Doe'),
  aFocus('company', 'Northwind'),
];

/** Changes by name, pronoun and filter; the conversation is about a deal, Jane and Northwind. */
const SENTENCES: ReadonlyArray<[said: string, ...commands: string[]]> = [
  [
    'Change her phone to +1 415 555 0100',
    'contactAgent update_contacts: contact=@Jane Doe; set={phone: +1 415 555 0100}',
  ],
  ["change Bob's title to CFO", 'contactAgent update_contacts: contact=@Bob Tanaka; set={jobTitle: CFO}'],
  [
    'update Priya: phone +44 20 7946 0018, title Head of IT',
    'contactAgent update_contacts: contact=@Priya Raman; set={phone: +44 20 7946 0018, jobTitle: Head of IT}',
  ],
  [
    "set Tom's company to Contoso",
    'contactAgent update_contacts: contact=@Tom Becker; set={company: @Contoso}',
  ],
  [
    'her email is jane@contoso.example now',
    'contactAgent update_contacts: contact=@Jane Doe; set={email: jane@contoso.example}',
  ],
  [
    "Bob Tanaka's new phone number is 415-555-0199",
    'contactAgent update_contacts: contact=@Bob Tanaka; set={phone: 415-555-0199}',
  ],
  ['mark Omar as qualified', 'contactAgent update_contacts: contact=@Omar Haddad; set={status: qualified}'],
  ['make Globex a customer', 'companyAgent update_companies: company=@Globex; set={status: customer}'],
  [
    'set status of all contacts at Northwind to customer',
    'contactAgent update_contacts: company eq @Northwind; set={status: customer}',
  ],
  [
    'change the owner of the Litware pilot to Mia',
    'dealAgent update_deals: deal=@Litware pilot; set={owner: @Mia Schulz}',
  ],
  ['assign Contoso to Carlos', 'companyAgent update_companies: company=@Contoso; set={owner: @Carlos Vega}'],
  ['give the Fabrikam renewal to me', 'dealAgent update_deals: deal=@Fabrikam renewal; set={owner: me}'],
  [
    'reassign Tom Becker to Akira',
    'contactAgent update_contacts: contact=@Tom Becker; set={owner: @Akira Mori}',
  ],
  [
    "transfer all of Mia's contacts in Berlin to Carlos",
    'contactAgent update_contacts: owner eq @Mia Schulz & city eq Berlin; set={owner: @Carlos Vega}',
  ],
  [
    "Reassign all of Akira's open deals over 20k to Carlos",
    'dealAgent update_deals: owner eq @Akira Mori & status eq open & amount gt 20000; set={owner: @Carlos Vega}',
  ],
  [
    'tag Bob as VIP and decision maker',
    'contactAgent update_contacts: contact=@Bob Tanaka; addTags=[VIP, decision maker]',
  ],
  [
    'add the tag key account to Contoso',
    'companyAgent update_companies: company=@Contoso; addTags=[key account]',
  ],
  ["clear Grace's phone number", 'contactAgent update_contacts: contact=@Grace Lindqvist; set={phone: null}'],
  ['remove the e-mail of Tom Becker', 'contactAgent update_contacts: contact=@Tom Becker; set={email: null}'],
  [
    'rename Contoso rollout to Contoso phase 2',
    'dealAgent update_deals: deal=@Contoso rollout; set={title: Contoso phase 2}',
  ],
  [
    'increase the amount of the Globex expansion to 90k',
    'dealAgent update_deals: deal=@Globex expansion; set={amount: 90000}',
  ],
  [
    'set probability of the Litware pilot to 60%',
    'dealAgent update_deals: deal=@Litware pilot; set={probability: 60}',
  ],
  ['the Litware pilot is now worth 35k', 'dealAgent update_deals: deal=@Litware pilot; set={amount: 35000}'],
  [
    'push the close date of the Wingtip upgrade to end of Q3',
    'dealAgent update_deals: deal=@Wingtip upgrade; set={expectedClose: 2026-09-30T00:00:00+02:00}',
  ],
  [
    'set the close date of the Fabrikam renewal to March 15 and the amount to 30k',
    'dealAgent update_deals: deal=@Fabrikam renewal; set={expectedClose: 2026-03-15T00:00:00+01:00, amount: 30000}',
  ],
  ['set the amount to 30k', 'dealAgent update_deals: deal=@Contoso rollout; set={amount: 30000}'],
  [
    'set the contract end of Globex to December 31',
    'companyAgent update_companies: company=@Globex; set={customFields: {contractEnd: 2026-12-31T00:00:00+01:00}}',
  ],
  [
    'set seats to 50 for the Litware pilot',
    'dealAgent update_deals: deal=@Litware pilot; set={customFields: {seats: 50}}',
  ],
  [
    'set the grade of all leads from webinar to B',
    'contactAgent update_contacts: lifecycleStage eq lead & source contains webinar; set={leadGrade: B}',
  ],
  [
    'change the follow up date for Hiro to next Monday',
    'contactAgent update_contacts: contact=@Hiro Sato; set={followUp: 2026-03-16T00:00:00+01:00}',
  ],
  [
    "can you update Globex's website to globex.example",
    'companyAgent update_companies: company=@Globex; set={domain: globex.example}',
  ],
  [
    'could u change the contact of the Globex expansion to Peter',
    'dealAgent update_deals: deal=@Globex expansion; set={contact: @Peter Vogel}',
  ],
  [
    'switch the industry of Litware to logistics',
    'companyAgent update_companies: company=@Litware; set={industry: logistics}',
  ],
  [
    'set next step of the Litware pilot to "call legal"',
    'dealAgent update_deals: deal=@Litware pilot; set={nextStep: call legal}',
  ],
];

describe('changes of fields', () => {
  it.each(SENTENCES)('reads “%s”', async (said, ...commands) => {
    expect((await understood(said, { focus })).split('\n')).toEqual(commands);
  });
});
