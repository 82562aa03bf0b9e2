import { describe, expect, it } from 'vitest';
import { understood } from '../testing/render-command.ts';

/** Conditions on other records: those that belong to the ones asked for, and those they belong to. */
const SENTENCES: ReadonlyArray<[said: string, ...commands: string[]]> = [
  ['which companies have no open deals', 'companyAgent search_companies: deals is_empty {status eq open}'],
  ['show me customers w/o any deal', 'companyAgent search_companies: status eq customer & deals is_empty'],
  [
    'customers in Scandinavia',
    'companyAgent search_companies: status eq customer & country in [Denmark, Norway, Sweden]',
  ],
  [
    'contacts in the DACH region',
    'contactAgent search_contacts: company is_set {country in [Austria, Germany, Switzerland]}',
  ],
  ['companies in the UK', 'companyAgent search_companies: country in [United Kingdom, UK, Great Britain]'],
  [
    'deals closing the week after next',
    'dealAgent search_deals: expectedClose gte 2026-03-23T00:00:00+01:00 & expectedClose lt 2026-03-30T00:00:00+02:00 & status eq open',
  ],
  ['all A and B leads', 'contactAgent search_contacts: leadGrade in [A, B]'],
  ['people called Jane', 'contactAgent search_contacts: text=Jane'],
  ['contacts at companies in Berlin', 'contactAgent search_contacts: company is_set {city eq Berlin}'],
  ['deals with companies over 200 employees', 'dealAgent search_deals: company is_set {employees gt 200}'],
  ['companies with more than 3 contacts', 'companyAgent search_companies: contacts gt 3'],
  ['companies with at least two open deals', 'companyAgent search_companies: deals gte 2 {status eq open}'],
  ['companies with exactly one contact', 'companyAgent search_companies: contacts eq 1'],
  ['companies with several contacts', 'companyAgent search_companies: contacts gt 1'],
  ['organisations with fewer than 20 people', 'companyAgent search_companies: employees lt 20'],
  ['contacts who have no task', 'contactAgent search_contacts: tasks is_empty'],
  [
    'who at our customers has grade A',
    'contactAgent search_contacts: company is_set {status eq customer} & leadGrade eq A',
  ],
  [
    'ceos at companies with more than 100 people',
    'contactAgent search_contacts: jobTitle contains CEO & company is_set {employees gt 100}',
  ],
  [
    'companies we won deals with last quarter',
    'companyAgent search_companies: deals is_set {status eq won & closed gte 2025-10-01T00:00:00+02:00 & closed lt 2026-01-01T00:00:00+01:00}',
  ],
  ['deals whose company is in Berlin', 'dealAgent search_deals: company is_set {city eq Berlin}'],
  ['deals where the contact has no email', 'dealAgent search_deals: contact is_set {email is_empty}'],
  [
    'overdue tasks on deals over 20k',
    'taskAgent search_tasks: due lt now & status ne completed & deal is_set {amount gt 20000}',
  ],
  ['contacts not at customers', 'contactAgent search_contacts: company is_empty {status eq customer}'],
  [
    'contacts at companies other than customers',
    'contactAgent search_contacts: company is_set {status ne customer}',
  ],
  [
    'companies with neither contacts nor deals',
    'companyAgent search_companies: contacts is_empty & deals is_empty',
  ],
  [
    'contacts of companies that have deals without a task',
    'contactAgent search_contacts: company is_set {deals is_set {tasks is_empty}}',
  ],
  [
    'contacts we had a meeting with last week',
    'contactAgent search_contacts: activities is_set {type eq meeting & at gte 2026-03-02T00:00:00+01:00 & at lt 2026-03-09T00:00:00+01:00}',
  ],
  [
    'open deals that have no open task',
    'dealAgent search_deals: status eq open & tasks is_empty {status eq open}',
  ],
  ['deals without a contact', 'dealAgent search_deals: contact is_empty'],
  [
    'delete contacts of companies without deals',
    'contactAgent delete_contacts: company is_set {deals is_empty}',
  ],
  [
    'delete all companies in France without deals',
    'companyAgent delete_companies: country eq France & deals is_empty',
  ],
  [
    'assign companies without open deals to Mia',
    'companyAgent update_companies: deals is_empty {status eq open}; set={owner: @Mia Schulz}',
  ],
];

describe('conditions on other records', () => {
  it.each(SENTENCES)('reads “%s”', async (said, ...commands) => {
    expect((await understood(said)).split('\n')).toEqual(commands);
  });

  it('asks rather than leave out what it cannot read of the other records', async () => {
    expect(await understood('companies with purple deals')).toBe('unclear');
    expect(await understood('delete contacts of companies with purple deals')).toBe('unclear');
  });
});
