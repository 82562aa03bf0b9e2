import { describe, expect, it } from 'vitest';
import { aFocus } from '../testing/fixture-context.ts';
import { understood } from '../testing/render-command.ts';

const focus = [
  aFocus('opportunity', 'Contoso rollout'),
  aFocus('contact', 'Jane Doe'),
  aFocus('company', 'Northwind'),
];

/** New people, companies and deals as sales people type them: signatures, telegrams, accents, several facts at once. */
const SENTENCES: ReadonlyArray<[said: string, ...commands: string[]]> = [
  [
    'add marie-claire dubois from contoso, marie@contoso.example',
    'contactAgent create_contact: name=marie-claire dubois; company=@Contoso; email=marie@contoso.example',
  ],
  [
    "new contact Seán O'Malley, Globex, sean.omalley@globex.example, +353 1 555 0199",
    "contactAgent create_contact: name=Seán O'Malley; company=@Globex; email=sean.omalley@globex.example; phone=+353 1 555 0199",
  ],
  [
    "can you quickly add Björn Åkesson, he's the new CTO over at Wingtip",
    'contactAgent create_contact: name=Björn Åkesson; jobTitle=CTO; company=@Wingtip',
  ],
  [
    "i'd like you to add a contact for Kofi Mensah, procurement lead at Litware",
    'contactAgent create_contact: name=Kofi Mensah; jobTitle=procurement lead; company=@Litware',
  ],
  [
    'add Dr. Anke Vogt, Chief Medical Officer, Fabrikam, anke.vogt@fabrikam.example, mobile +49 171 5550123',
    'contactAgent create_contact: name=Dr. Anke Vogt; jobTitle=Chief Medical Officer; company=@Fabrikam; email=anke.vogt@fabrikam.example; phone=+49 171 5550123',
  ],
  [
    'new lead: Pierre Lefèvre, came from the webinar, interested in analytics',
    'contactAgent create_contact: name=Pierre Lefèvre; source=webinar; interest=analytics',
  ],
  ['plz add contact yuki tanabe globex', 'contactAgent create_contact: name=yuki tanabe; company=@Globex'],
  [
    'put Fatima Al-Sayed in the crm, she works for Tailspin Toys as a buyer',
    'contactAgent create_contact: name=Fatima Al-Sayed; company=@Tailspin Toys; jobTitle=buyer',
  ],
  [
    "let's add Ingrid Sørensen at Proseware, email ingrid@proseware.example, and assign her to Akira",
    'contactAgent create_contact: name=Ingrid Sørensen; company=@Proseware; email=ingrid@proseware.example',
    'contactAgent update_contacts: contact=Ingrid Sørensen; set={owner: @Akira Mori} (after)',
  ],
  [
    'add contact: jean-luc martin | jl@martin.example | +33 1 55 50 12 12 | martin sarl',
    'contactAgent create_contact: name=jean-luc martin; email=jl@martin.example; phone=+33 1 55 50 12 12; company=martin sarl',
  ],
  [
    'create a contact for Hanna Weiss with phone 089 5550177 and grade B',
    'contactAgent create_contact: name=Hanna Weiss; phone=089 5550177; leadGrade=B',
  ],
  [
    'would you mind adding Nadia Rahman (nadia@rahman.example) for me? thanks!',
    'contactAgent create_contact: name=Nadia Rahman; email=nadia@rahman.example',
  ],
  [
    'add Raj Patel to Contoso as their new VP of Engineering',
    'contactAgent create_contact: name=Raj Patel; company=@Contoso; jobTitle=VP of Engineering',
  ],
  [
    'new company: Brückner & Söhne GmbH, brueckner.example, manufacturing, 320 employees',
    'companyAgent create_company: name=Brückner & Söhne GmbH; domain=brueckner.example; industry=manufacturing; employees=320',
  ],
  [
    'pls create an account for Café Lumière in Lyon',
    'companyAgent create_company: name=Café Lumière; city=Lyon',
  ],
  [
    "add the company O'Reilly Freight, based in Dublin, Ireland, they have about 80 people",
    "companyAgent create_company: name=O'Reilly Freight; city=Dublin; country=Ireland; employees=80",
  ],
  [
    'we need to add a new customer, Quantum Leap AG, quantumleap.example',
    'companyAgent create_company: status=customer; name=Quantum Leap AG; domain=quantumleap.example',
  ],
  [
    'create company "Sun & Moon Studios" with website sunmoon.example and tag it design',
    'companyAgent create_company: name=Sun & Moon Studios; domain=sunmoon.example',
    'companyAgent update_companies: company=Sun & Moon Studios; addTags=[design] (after)',
  ],
  [
    'make a deal for Kestrel Avionics, 45,000 euros, called Kestrel training, expected to close on 15 January',
    'dealAgent create_deal: company=Kestrel Avionics; amount=45000; title=Kestrel training; expectedClose=2027-01-15T00:00:00+01:00',
  ],
  [
    'new deal globex 18k close may 15',
    'dealAgent create_deal: company=@Globex; amount=18000; expectedClose=2026-05-15T00:00:00+02:00',
  ],
  [
    'can you create a deal with fabrikam, €22.500, they want to sign in april',
    'dealAgent create_deal: company=@Fabrikam; amount=22500; expectedClose=2026-04-30T00:00:00+02:00',
  ],
  [
    'I need a new opportunity for Adventure Works: "Summer fleet", 120k USD, 30% likely, closing Q3, owner Akira',
    'dealAgent create_deal: company=@Adventure Works; title=Summer fleet; amount=120000; currency=USD; probability=30; expectedClose=2026-09-30T00:00:00+02:00; owner=@Akira Mori',
  ],
  [
    'open a new opp for contoso - support contract - 9.5k - closing 31.03.2026',
    'dealAgent create_deal: company=@Contoso; title=support contract; amount=9500; expectedClose=2026-03-31T00:00:00+02:00',
  ],
  [
    'create a deal named Data migration for Proseware worth 1.2m in the proposal stage',
    'dealAgent create_deal: title=Data migration; company=@Proseware; amount=1200000; stage=Proposal',
  ],
  [
    'deal for blue harbor logistics, 75 grand, expected close end of june, next step send contract',
    'dealAgent create_deal: company=@Blue Harbor Logistics; amount=75000; expectedClose=2026-06-30T00:00:00+02:00; nextStep=send contract',
  ],
  [
    'please set up a $5,000 opportunity for Tom Becker at Tailspin Toys',
    'dealAgent create_deal: amount=5000; currency=USD; contact=@Tom Becker; company=@Tailspin Toys',
  ],
  [
    'add an 8k upsell deal for Initech closing next friday',
    'dealAgent create_deal: amount=8000; company=@Initech; expectedClose=2026-03-20T00:00:00+01:00; title=Initech upsell',
  ],
  [
    'log a 33k deal for litware, called Litware phase two',
    'dealAgent create_deal: amount=33000; company=@Litware; title=Litware phase two',
  ],
  [
    'create a deal for Wingtip with 30 seats, 15k, due 1st of may',
    'dealAgent create_deal: company=@Wingtip; customFields={seats: 30}; amount=15000; expectedClose=2026-05-01T00:00:00+02:00',
  ],
  [
    'log a call with grace: wants pricing. create a 14k deal for globex and remind me to call her friday',
    'contactAgent log_activity: type=call; contact=@Grace Lindqvist; subject=wants pricing',
    'dealAgent create_deal: amount=14000; company=@Globex',
    'taskAgent create_task: title=Call Grace Lindqvist; contact=@Grace Lindqvist; due=2026-03-13T09:00:00+01:00; type=call; remind=2026-03-13T09:00:00+01:00',
  ],
  [
    'add Tariq Aziz from Fabrikam, mark him as qualified and give him to Mia',
    'contactAgent create_contact: name=Tariq Aziz; company=@Fabrikam',
    'contactAgent update_contacts: contact=Tariq Aziz; set={status: qualified, owner: @Mia Schulz} (after)',
  ],
  [
    'first set globex to customer, then create a renewal deal for them for 30k closing 1 march next year',
    'companyAgent update_companies: company=@Globex; set={status: customer}',
    'dealAgent create_deal: company=@Globex; amount=30000; expectedClose=2027-03-01T00:00:00+01:00; title=Globex renewal',
  ],
  ['create a deal for contoso 20k - sorry 25k', 'dealAgent create_deal: company=@Contoso; amount=25000'],
  [
    'could you pls add Søren Kierk, soren@kierk.example, he runs procurement at Fabrikam',
    'contactAgent create_contact: name=Søren Kierk; email=soren@kierk.example; jobTitle=runs procurement; company=@Fabrikam',
  ],
  [
    'new contact - Mei-Ling Wu - Proseware - mei@proseware.example - head of data',
    'contactAgent create_contact: name=Mei-Ling Wu; company=@Proseware; email=mei@proseware.example; jobTitle=head of data',
  ],
  [
    'save Jonas Lindström (CFO, Litware, +46 8 555 010 20) to the crm',
    'contactAgent create_contact: name=Jonas Lindström; jobTitle=CFO; company=@Litware; phone=+46 8 555 010 20',
  ],
  [
    'add a company called Nova Print, nova-print.example, 45 staff, based in Bremen',
    'companyAgent create_company: name=Nova Print; domain=nova-print.example; employees=45; city=Bremen',
  ],
  [
    'open a deal with Tailspin Toys over 27,500 EUR named Toy safety audit, close date 12 June 2026',
    'dealAgent create_deal: company=@Tailspin Toys; amount=27500; title=Toy safety audit; expectedClose=2026-06-12T00:00:00+02:00',
  ],
  [
    'can we log an opportunity for Fourth Coffee? about 8k, probably closing in may',
    'dealAgent create_deal: company=@Fourth Coffee; amount=8000; expectedClose=2026-05-31T00:00:00+02:00',
  ],
  ['create a 10k deal for globex, hm make it 12k', 'dealAgent create_deal: amount=12000; company=@Globex'],
  [
    'add Lia Chen at Globex, lia@globex.example and remind me to call her next tuesday at 2',
    'contactAgent create_contact: name=Lia Chen; company=@Globex; email=lia@globex.example',
    'taskAgent create_task: title=Call Lia Chen; contact=Lia Chen; due=2026-03-17T14:00:00+01:00; type=call; remind=2026-03-17T14:00:00+01:00 (after)',
  ],
];

describe('new records, as they are typed', () => {
  it.each(SENTENCES)('reads “%s”', async (said, ...commands) => {
    expect((await understood(said, { focus })).split('\n')).toEqual(commands);
  });
});
