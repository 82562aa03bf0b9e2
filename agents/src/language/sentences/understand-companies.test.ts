import { describe, expect, it } from 'vitest';
import { understood } from '../testing/render-command.ts';

/** Filters on companies. */
const SENTENCES: ReadonlyArray<[said: string, ...commands: string[]]> = [
  [
    'All technology companies over 200 people',
    'companyAgent search_companies: industry contains technology & employees gt 200',
  ],
  ['companies in Germany', 'companyAgent search_companies: country eq Germany'],
  [
    'companies in the software industry with more than 500 employees',
    'companyAgent search_companies: industry contains software & employees gt 500',
  ],
  ['customers without an owner', 'companyAgent search_companies: status eq customer & owner is_empty'],
  ['companies with no phone or website', 'companyAgent search_companies: phone is_empty & domain is_empty'],
  [
    'which companies have not been contacted in 90 days',
    'companyAgent search_companies: (lastContacted lt now-90d) or (lastContacted is_empty)',
  ],
  [
    'companies with contract end before July',
    'companyAgent search_companies: customFields.contractEnd lt 2026-07-01T00:00:00+02:00',
  ],
  [
    'how many companies are there in Germany with more than 100 employees?',
    'companyAgent search_companies: country eq Germany & employees gt 100; countOnly=true',
  ],
  ['list companies sorted by employees', 'companyAgent search_companies: sort=-employees'],
  ['companies that have more than 500 staff', 'companyAgent search_companies: employees gt 500'],
  [
    'top 3 customers by revenue',
    'companyAgent search_companies: status eq customer; sort=-annualRevenue; limit=3',
  ],
  ['largest companies in France', 'companyAgent search_companies: country eq France; sort=-employees'],
  ['companies with revenue over $5m', 'companyAgent search_companies: annualRevenue gt 5000000'],
  [
    'companies between 50 and 200 employees',
    'companyAgent search_companies: employees gte 50 & employees lte 200',
  ],
  ['accounts owned by Mia', 'companyAgent search_companies: owner eq @Mia Schulz'],
  ['partners in Austria', 'companyAgent search_companies: status eq partner & country eq Austria'],
  ['former customers', 'companyAgent search_companies: status eq former'],
  ['smallest 5 companies', 'companyAgent search_companies: sort=employees; limit=5'],
  ['companies named Alpine', 'companyAgent search_companies: text=Alpine'],
  ['organisations with fewer than 20 people', 'companyAgent search_companies: employees lt 20'],
  [
    'companies created this year that are not customers',
    'companyAgent search_companies: created gte 2026-01-01T00:00:00+01:00 & created lt 2027-01-01T00:00:00+01:00 & status ne customer',
  ],
  [
    'fintech companies in London',
    'companyAgent search_companies: industry contains fintech & city eq London',
  ],
];

describe('lists of companies', () => {
  it.each(SENTENCES)('reads “%s”', async (said, ...commands) => {
    expect((await understood(said)).split('\n')).toEqual(commands);
  });
});
