import { describe, expect, it } from 'vitest';
import { understood } from '../testing/render-command.ts';

/** Counts and totals per value of a field, and averages. */
const SENTENCES: ReadonlyArray<[said: string, ...commands: string[]]> = [
  ['open deals per rep', 'dealAgent search_deals: status eq open; groupBy=owner'],
  [
    'How many contacts do we have per company?',
    'contactAgent search_contacts: countOnly=true; groupBy=company',
  ],
  ['contacts by company', 'contactAgent search_contacts: groupBy=company'],
  ['won deals by month', 'dealAgent search_deals: status eq won; groupBy=closed per month'],
  ['companies grouped by industry', 'companyAgent search_companies: groupBy=industry'],
  [
    'number of open tasks for each teammate',
    'taskAgent search_tasks: status eq open; countOnly=true; groupBy=assignee',
  ],
  ['What is our average deal size?', 'reportsAgent run_report: metric=average deal size'],
  ['average amount of won deals', 'dealAgent search_deals: status eq won; averageOf=amount'],
  [
    'average lead score of contacts at Northwind',
    'contactAgent search_contacts: company eq @Northwind; averageOf=leadScore',
  ],
];

describe('groups and averages', () => {
  it.each(SENTENCES)('reads “%s”', async (said, ...commands) => {
    expect((await understood(said)).split('\n')).toEqual(commands);
  });

  it('leaves an order an order', async () => {
    expect(await understood('open deals sorted by owner')).toBe(
      'dealAgent search_deals: status eq open; sort=owner',
    );
    expect(await understood('open deals by amount')).toBe(
      'dealAgent search_deals: status eq open; sort=-amount',
    );
  });
});
