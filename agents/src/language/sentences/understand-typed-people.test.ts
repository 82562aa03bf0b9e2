import { describe, expect, it } from 'vitest';
import { aFocus } from '../testing/fixture-context.ts';
import { understood } from '../testing/render-command.ts';

const focus = [
  aFocus('opportunity', 'Contoso rollout'),
  aFocus('contact', 'Jane Doe'),
  aFocus('company', 'Northwind'),
];

/** Changes of people and companies, ordered or told, one by one and several at once. */
const SENTENCES: ReadonlyArray<[said: string, ...commands: string[]]> = [
  ['Jane Doe - new phone 555 0123', 'contactAgent update_contacts: contact=@Jane Doe; set={phone: 555 0123}'],
  [
    'change bobs email to b.tanaka@tanaka.example',
    'contactAgent update_contacts: contact=@Bob Tanaka; set={email: b.tanaka@tanaka.example}',
  ],
  [
    "grace lindqvist's new mobile is +46 70 555 01 22",
    'contactAgent update_contacts: contact=@Grace Lindqvist; set={phone: +46 70 555 01 22}',
  ],
  [
    'her new title is SVP Operations, and she moved to Hamburg',
    'contactAgent update_contacts: contact=@Jane Doe; set={jobTitle: SVP Operations, city: Hamburg}',
  ],
  [
    'Nina Petrova has been promoted to Head of Finance',
    'contactAgent update_contacts: contact=@Nina Petrova; set={jobTitle: Head of Finance}',
  ],
  [
    'Omar Haddad left Northwind and now works at Globex',
    'contactAgent update_contacts: contact=@Omar Haddad; set={company: @Globex}',
  ],
  [
    'sofia marchetti -> status qualified',
    'contactAgent update_contacts: contact=@Sofia Marchetti; set={status: qualified}',
  ],
  [
    'please set her status to qualified and assign her to Akira',
    'contactAgent update_contacts: contact=@Jane Doe; set={status: qualified, owner: @Akira Mori}',
  ],
  [
    'tom becker is based in vienna, austria',
    'contactAgent update_contacts: contact=@Tom Becker; set={city: vienna, country: austria}',
  ],
  [
    "set hiro's grade to a and his score to 85",
    'contactAgent update_contacts: contact=@Hiro Sato; set={leadGrade: A, leadScore: 85}',
  ],
  [
    'ana ruiz is interested in the premium plan',
    'contactAgent update_contacts: contact=@Ana Ruiz; set={interest: premium plan}',
  ],
  [
    "Zoe Fischer's t-shirt size is M",
    'contactAgent update_contacts: contact=@Zoë Fischer; set={customFields: {tshirtSize: M}}',
  ],
  [
    'mark all leads in Munich as contacted, please',
    'contactAgent update_contacts: lifecycleStage eq lead & city eq Munich; set={status: contacted}',
  ],
  [
    'set the source of everyone at Contoso to referral',
    'contactAgent update_contacts: company eq @Contoso; set={source: referral}',
  ],
  [
    'peter vogel: new email pv@vogel.example, new phone +49 30 5550188',
    'contactAgent update_contacts: contact=@Peter Vogel; set={email: pv@vogel.example, phone: +49 30 5550188}',
  ],
  [
    'upd priya raman title chief product officer',
    'contactAgent update_contacts: contact=@Priya Raman; set={jobTitle: chief product officer}',
  ],
  ['add her to the newsletter tag', 'contactAgent update_contacts: contact=@Jane Doe; addTags=[newsletter]'],
  [
    'take nina petrova off the vip tag',
    'contactAgent update_contacts: contact=@Nina Petrova; removeTags=[vip]',
  ],
  [
    'give hiro sato the tags champion, technical and japan',
    'contactAgent update_contacts: contact=@Hiro Sato; addTags=[champion, technical, japan]',
  ],
  ['globex has 450 employees now', 'companyAgent update_companies: company=@Globex; set={employees: 450}'],
  [
    "set Litware's industry to biotech and its revenue to 12 million",
    'companyAgent update_companies: company=@Litware; set={industry: biotech, annualRevenue: 12000000}',
  ],
  [
    'proseware moved to rotterdam',
    'companyAgent update_companies: company=@Proseware; set={city: rotterdam}',
  ],
  [
    'we need to change the website of Fourth Coffee to fourthcoffee.example',
    'companyAgent update_companies: company=@Fourth Coffee; set={domain: fourthcoffee.example}',
  ],
  [
    'hand all of mias companies in germany over to ines',
    'companyAgent update_companies: owner eq @Mia Schulz & country eq Germany; set={owner: @Ines Prado}',
  ],
  [
    'Northwind is the parent company of Litware',
    'companyAgent update_companies: company=@Litware; set={parent: @Northwind}',
  ],
  [
    'make carlos the owner of tailspin toys',
    'companyAgent update_companies: company=@Tailspin Toys; set={owner: @Carlos Vega}',
  ],
  ['delete company Alpine Ski House', 'companyAgent delete_companies: company=@Alpine Ski House'],
  [
    'delete every contact created before 2024',
    'contactAgent delete_contacts: created lt 2024-01-01T00:00:00+01:00',
  ],
  ['delete contact Walter Unknown', 'contactAgent delete_contacts: contact=Walter Unknown'],
  [
    'wipe all unqualified leads from trade shows',
    'contactAgent delete_contacts: status eq unqualified & source contains trade shows',
  ],
  ['delete her phone number', 'contactAgent update_contacts: contact=@Jane Doe; set={phone: null}'],
  [
    'assign globex to mia, contoso to carlos',
    'companyAgent update_companies: company=@Globex; set={owner: @Mia Schulz}',
    'companyAgent update_companies: company=@Contoso; set={owner: @Carlos Vega}',
  ],
  [
    'mark bob as contacted and jane doe as qualified',
    'contactAgent update_contacts: contact=@Bob Tanaka; set={status: contacted}',
    'contactAgent update_contacts: contact=@Jane Doe; set={status: qualified}',
  ],
  [
    "change tom's phone to +43 1 5550101 & email to tom@becker.example",
    'contactAgent update_contacts: contact=@Tom Becker; set={phone: +43 1 5550101, email: tom@becker.example}',
  ],
  [
    'assign bob to mia, oops i meant carlos',
    'contactAgent update_contacts: contact=@Bob Tanaka; set={owner: @Carlos Vega}',
  ],
  [
    "set grace's phone to 040 5550110, wait no, 040 5550111",
    'contactAgent update_contacts: contact=@Grace Lindqvist; set={phone: 040 5550111}',
  ],
  [
    'as discussed with mia, please change her email to jane.doe@northwind.example',
    'contactAgent update_contacts: contact=@Jane Doe; set={email: jane.doe@northwind.example}',
  ],
  [
    "if possible, make Bob's title Regional Director",
    'contactAgent update_contacts: contact=@Bob Tanaka; set={jobTitle: Regional Director}',
  ],
  ["btw hiro sato's city is osaka", 'contactAgent update_contacts: contact=@Hiro Sato; set={city: osaka}'],
  [
    'do me a favor and tag initech as churn-risk',
    'companyAgent update_companies: company=@Initech; addTags=[churn-risk]',
  ],
  [
    "i was wondering if you could set Peter Vogel's job title to Plant Manager, thanks a lot in advance",
    'contactAgent update_contacts: contact=@Peter Vogel; set={jobTitle: Plant Manager}',
  ],
  [
    'when you get a chance, change the website of proseware to www.proseware.example',
    'companyAgent update_companies: company=@Proseware; set={domain: www.proseware.example}',
  ],
  [
    'chnage bob tanakas phonenumber to 555-0100-22',
    'contactAgent update_contacts: contact=@Bob Tanaka; set={phone: 555-0100-22}',
  ],
  [
    'tag tom becker, nina petrova and hiro sato as roundtable',
    'contactAgent update_contacts: id in [@Tom Becker, @Nina Petrova, @Hiro Sato]; addTags=[roundtable]',
  ],
  [
    'drop the roundtable tag from tom becker',
    'contactAgent update_contacts: contact=@Tom Becker; removeTags=[roundtable]',
  ],
  [
    "bob tanaka's title: VP Engineering, city: Lisbon",
    'contactAgent update_contacts: contact=@Bob Tanaka; set={jobTitle: VP Engineering, city: Lisbon}',
  ],
  [
    'mark priya raman and grace lindqvist as customers',
    'contactAgent update_contacts: id in [@Priya Raman, @Grace Lindqvist]; set={status: customer}',
  ],
  [
    "contoso's annual revenue is about 80 million",
    'companyAgent update_companies: company=@Contoso; set={annualRevenue: 80000000}',
  ],
  [
    'give all customers in France to Mia',
    'companyAgent update_companies: status eq customer & country eq France; set={owner: @Mia Schulz}',
  ],
  [
    'can you get rid of Proseware and Litware?',
    'companyAgent delete_companies: id in [@Proseware, @Litware]',
  ],
  ['delete the Umbrella account', 'companyAgent delete_companies: company=Umbrella'],
  [
    'assign contoso to ines - no sorry, akira',
    'companyAgent update_companies: company=@Contoso; set={owner: @Akira Mori}',
  ],
  [
    'actually make that qualified',
    'contactAgent update_contacts: contact=@Jane Doe; set={status: qualified}',
  ],
];

describe('people and companies, as people speak of them', () => {
  it.each(SENTENCES)('reads “%s”', async (said, ...commands) => {
    expect((await understood(said, { focus })).split('\n')).toEqual(commands);
  });
});
