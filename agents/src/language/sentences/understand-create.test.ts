import { describe, expect, it } from 'vitest';
import { understood } from '../testing/render-command.ts';

/** What people say to add records, with every argument the tool must get. */
const SENTENCES: ReadonlyArray<[said: string, ...commands: string[]]> = [
  [
    'Add Jane Doe from Northwind, jane@northwind.example, VP Sales',
    'contactAgent create_contact: name=Jane Doe; company=@Northwind; email=jane@northwind.example; jobTitle=VP Sales',
  ],
  [
    'add a contact named Tim Burton at Globex, phone +49 30 1234567',
    'contactAgent create_contact: name=Tim Burton; company=@Globex; phone=+49 30 1234567',
  ],
  [
    'new contact: Lena Hoffmann, CTO, Initech, lena@initech.example',
    'contactAgent create_contact: name=Lena Hoffmann; jobTitle=CTO; company=@Initech; email=lena@initech.example',
  ],
  [
    'create contact Maria Lopez (maria@globex.example) from Globex as Head of Procurement',
    'contactAgent create_contact: name=Maria Lopez; email=maria@globex.example; company=@Globex; jobTitle=Head of Procurement',
  ],
  ['please add sam fisher from contoso', 'contactAgent create_contact: name=sam fisher; company=@Contoso'],
  [
    'Can you add Erik Nilsen as a new lead? He works at Wingtip, email erik@wingtip.example',
    'contactAgent create_contact: name=Erik Nilsen; company=@Wingtip; email=erik@wingtip.example',
  ],
  [
    "add Contoso's new CFO Paul Auster, paul@contoso.example",
    'contactAgent create_contact: company=@Contoso; jobTitle=CFO; name=Paul Auster; email=paul@contoso.example',
  ],
  [
    'could you please create a new contact Ada Byron, ada@engine.example, source webinar',
    'contactAgent create_contact: name=Ada Byron; email=ada@engine.example; source=webinar',
  ],
  [
    'Add contact\nName: Petra Klein\nEmail: petra@klein.example\nPhone: +49 89 123456\nCompany: Klein Logistics\nJob title: COO',
    'contactAgent create_contact: name=Petra Klein; email=petra@klein.example; phone=+49 89 123456; company=Klein Logistics; jobTitle=COO',
  ],
  [
    'add lead Otto Maier, Buyer at Tailspin Toys, city Hamburg',
    'contactAgent create_contact: name=Otto Maier; jobTitle=Buyer; company=@Tailspin Toys; city=Hamburg',
  ],
  [
    'crate a conatct Tim Burton, tim@burton.example',
    'contactAgent create_contact: name=Tim Burton; email=tim@burton.example',
  ],
  [
    'Add these: Tim Burton, tim@a.example and Lisa Ray, lisa@b.example',
    'contactAgent create_contact: name=Tim Burton; email=tim@a.example',
    'contactAgent create_contact: name=Lisa Ray; email=lisa@b.example',
  ],
  [
    'new lead Petra Klein / Klein Logistics / petra@klein.example / +49 89 123456',
    'contactAgent create_contact: name=Petra Klein; company=Klein Logistics; email=petra@klein.example; phone=+49 89 123456',
  ],
  [
    'I want to add Kim Novak, she is the CEO of Globex',
    'contactAgent create_contact: name=Kim Novak; jobTitle=CEO; company=@Globex',
  ],
  [
    'add contact Luca Rossi, grade A, interested in analytics',
    'contactAgent create_contact: name=Luca Rossi; leadGrade=A; interest=analytics',
  ],
  [
    'add company Vandelay Industries, vandelay.example, 250 employees, Chicago',
    'companyAgent create_company: name=Vandelay Industries; domain=vandelay.example; employees=250; city=Chicago',
  ],
  ['create a company profile for Sterling Cooper', 'companyAgent create_company: name=Sterling Cooper'],
  [
    'create a new company called Hooli with website hooli.example and industry software',
    'companyAgent create_company: name=Hooli; domain=hooli.example; industry=software',
  ],
  [
    'add the account Umbra Partners, fintech, 40 people, Germany',
    'companyAgent create_company: name=Umbra Partners; industry=fintech; employees=40; country=Germany',
  ],
  [
    'new company Bright Labs with revenue 2m and 35 employees',
    'companyAgent create_company: name=Bright Labs; annualRevenue=2000000; employees=35',
  ],
  [
    'Create a 12k deal for Northwind closing end of next month',
    'dealAgent create_deal: amount=12000; company=@Northwind; expectedClose=2026-04-30T00:00:00+02:00',
  ],
  [
    'new deal: Globex upgrade, 45k, closing June 30',
    'dealAgent create_deal: title=Globex upgrade; amount=45000; expectedClose=2026-06-30T00:00:00+02:00; company=@Globex',
  ],
  [
    'open an opportunity for Contoso worth $80,000 in Proposal stage',
    'dealAgent create_deal: company=@Contoso; amount=80000; currency=USD; stage=Proposal',
  ],
  [
    'create a deal called Annual license for Fabrikam, 25k, close date May 1',
    'dealAgent create_deal: title=Annual license; company=@Fabrikam; amount=25000; expectedClose=2026-05-01T00:00:00+02:00',
  ],
  [
    'add a 5k deal with Bob Tanaka',
    'dealAgent create_deal: amount=5000; contact=@Bob Tanaka; title=Bob Tanaka deal',
  ],
  [
    'create a deal for Globex in the Partner pipeline worth 30k',
    'dealAgent create_deal: company=@Globex; pipeline=@Partner; amount=30000',
  ],
  [
    'log a new opportunity with Litware, EUR 7,500, expected close 15 April',
    'dealAgent create_deal: company=@Litware; amount=7500; expectedClose=2026-04-15T00:00:00+02:00',
  ],
  [
    'make a deal "Winter campaign" for Adventure Works over 18 000 €, owner Mia',
    'dealAgent create_deal: title=Winter campaign; company=@Adventure Works; amount=18000; owner=@Mia Schulz',
  ],
  [
    'can you set up a deal for Proseware, 9k, 40% probability, due in two weeks',
    'dealAgent create_deal: company=@Proseware; amount=9000; probability=40; expectedClose=2026-03-24T00:00:00+01:00',
  ],
  [
    'add a Wingtip renewal deal for 22k',
    'dealAgent create_deal: company=@Wingtip; title=Wingtip renewal; amount=22000',
  ],
];

describe('new people, companies and deals', () => {
  it.each(SENTENCES)('reads “%s”', async (said, ...commands) => {
    expect((await understood(said)).split('\n')).toEqual(commands);
  });
});
