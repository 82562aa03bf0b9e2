import { describe, expect, it } from 'vitest';
import { understood } from '../testing/render-command.ts';

/** What the workspace's own records hold, countries by their people, and people by what firms are called. */
const SENTENCES: ReadonlyArray<[said: string, ...commands: string[]]> = [
  [
    'who came in through the webinar and is still new?',
    'contactAgent search_contacts: source eq Webinar & status eq new',
  ],
  ['deals we lost on price', 'dealAgent search_deals: status eq lost & lossReason eq Price'],
  [
    "which key accounts are Akira's?",
    'companyAgent search_companies: tags contains key account & owner eq @Akira Mori',
  ],
  [
    'healthcare ceos',
    'contactAgent search_contacts: company is_set {industry eq Healthcare} & jobTitle contains CEO',
  ],
  ['companies without the tag key account', 'companyAgent search_companies: tags ne key account'],
  ['our Norwegian companies', 'companyAgent search_companies: country eq Norway'],
  [
    'tag all our Norwegian companies "fjord"',
    'companyAgent update_companies: country eq Norway; addTags=[fjord]',
  ],
  [
    'Show customers that are interested in consulting',
    'contactAgent search_contacts: status eq customer & interest contains consulting',
  ],
  [
    "give Akira all of Carlos's customers that are interested in consulting and are either qualified or contacted",
    'contactAgent update_contacts: owner eq @Carlos Vega & interest contains consulting & status in [qualified, contacted]; set={owner: @Akira Mori}',
  ],
  [
    "Akira's deals worth fifty thousand or more",
    'dealAgent search_deals: owner eq @Akira Mori & amount gte 50000',
  ],
  ['the four smallest open deals', 'dealAgent search_deals: status eq open; sort=amount; limit=4'],
  [
    "what deals should've closed by now but haven't?",
    'dealAgent search_deals: expectedClose lt today & status eq open',
  ],
  [
    'Contacts at Contoso where city is Turin',
    'contactAgent search_contacts: company eq @Contoso & city contains Turin',
  ],
];

describe('values that records of the workspace have', () => {
  it.each(SENTENCES)('read “%s”', async (said, ...commands) => {
    expect((await understood(said)).split('\n')).toEqual(commands);
  });
});
