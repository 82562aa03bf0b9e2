import { describe, expect, it } from 'vitest';
import { understood } from '../testing/render-command.ts';

/** Questions about one record and its surroundings. */
const SENTENCES: ReadonlyArray<[said: string, ...commands: string[]]> = [
  ['show contoso', 'companyAgent get_company: company=@Contoso'],
  ['who is Jane Doe?', 'contactAgent get_contact: contact=@Jane Doe'],
  ["what's Bob's phone number?", 'contactAgent get_contact: contact=@Bob Tanaka; fields=[phone]'],
  [
    'when did we last talk to Northwind?',
    'companyAgent get_company: company=@Northwind; fields=[lastContacted]',
  ],
  ['show me everything about Globex', 'companyAgent get_company: company=@Globex'],
  [
    "what is Globex's contract end",
    'companyAgent get_company: company=@Globex; fields=[customFields.contractEnd]',
  ],
  ['who owns Contoso?', 'companyAgent get_company: company=@Contoso; fields=[owner]'],
  ['where is Priya based?', 'contactAgent get_contact: contact=@Priya Raman; fields=[city]'],
  ['pull up Hiro', 'contactAgent get_contact: contact=@Hiro Sato'],
  [
    'Show Grace and Bob',
    'contactAgent get_contact: contact=@Grace Lindqvist',
    'contactAgent get_contact: contact=@Bob Tanaka',
  ],
  ['show the hierarchy of Contoso', 'companyAgent get_company_hierarchy: company=@Contoso'],
  ['subsidiaries of Fabrikam', 'companyAgent get_company_hierarchy: company=@Fabrikam'],
  ['who are the decision makers at Globex', 'companyAgent get_buying_committee: company=@Globex'],
  ['who decides at Northwind', 'companyAgent get_buying_committee: company=@Northwind'],
  ['find duplicate contacts', 'hygieneAgent find_duplicates: of=contacts'],
  ['any dupes in here?', 'hygieneAgent find_duplicates'],
  ['enrich Bob Tanaka', 'contactAgent enrich_contacts: contact=@Bob Tanaka'],
  ['how many employees does globex have', 'companyAgent get_company: company=@Globex; fields=[employees]'],
  ['whats bobs email and phone', 'contactAgent get_contact: contact=@Bob Tanaka; fields=[email, phone]'],
  ['how much is the fabrikam renewal worth', 'dealAgent get_deal: deal=@Fabrikam renewal; fields=[amount]'],
  ['why did we lose the globex expansion', 'dealAgent get_deal: deal=@Globex expansion; fields=[lossReason]'],
  [
    'is the contoso rollout still open?',
    'dealAgent get_deal: deal=@Contoso rollout; fields=[status]; equals=open',
  ],
  ['which company does priya work for', 'contactAgent get_contact: contact=@Priya Raman; fields=[company]'],
  [
    'who owns the contoso rollout and when does it close',
    'dealAgent get_deal: deal=@Contoso rollout; fields=[owner]',
    'dealAgent get_deal: deal=@Contoso rollout; fields=[expectedClose]',
  ],
  ["what is hiro's shoe size", 'unclear'],
];

describe('one record', () => {
  it.each(SENTENCES)('reads “%s”', async (said, ...commands) => {
    expect((await understood(said)).split('\n')).toEqual(commands);
  });
});
