import { describe, expect, it } from 'vitest';
import { understood } from '../testing/render-command.ts';

/** Who or what has the most, and how periods and people compare. */
const SENTENCES: ReadonlyArray<[said: string, ...commands: string[]]> = [
  ['who owns the most open deals', 'dealAgent search_deals: status eq open; sort=-count; groupBy=owner'],
  [
    'which company has the biggest pipeline',
    'dealAgent search_deals: status eq open; sort=-sum; groupBy=company',
  ],
  [
    'which rep won the most this quarter',
    'dealAgent search_deals: status eq won & closed gte 2026-01-01T00:00:00+01:00 & closed lt 2026-04-01T00:00:00+02:00; sort=-sum; groupBy=owner',
  ],
  ['which companies have the most contacts', 'contactAgent search_contacts: sort=-count; groupBy=company'],
  [
    'which companies in Berlin have the most contacts',
    'contactAgent search_contacts: company is_set {city eq Berlin}; sort=-count; groupBy=company',
  ],
  ['which company has the most employees', 'companyAgent search_companies: sort=-employees; limit=1'],
  ['top 3 industries by deal value', 'dealAgent search_deals: sort=-sum; limit=3; groupBy=company.industry'],
  [
    'top 5 customers by revenue',
    'companyAgent search_companies: status eq customer; sort=-annualRevenue; limit=5',
  ],
  ['who has the smallest pipeline', 'dealAgent search_deals: status eq open; sort=sum; groupBy=owner'],
  [
    'who created the most contacts this week',
    'contactAgent search_contacts: created gte 2026-03-09T00:00:00+01:00 & created lt 2026-03-16T00:00:00+01:00; sort=-count; groupBy=createdBy',
  ],
  [
    'who added the most deals this month',
    'dealAgent search_deals: created gte 2026-03-01T00:00:00+01:00 & created lt 2026-04-01T00:00:00+02:00; sort=-count; groupBy=createdBy',
  ],
  ['who entered the fewest companies', 'companyAgent search_companies: sort=count; groupBy=createdBy'],
  ['most common loss reason', 'dealAgent search_deals: status eq lost; sort=-count; groupBy=lossReason'],
  [
    'who has the most overdue tasks',
    'taskAgent search_tasks: due lt now & status ne completed; sort=-count; groupBy=assignee',
  ],
  [
    'avg amount of won deals by industry',
    'dealAgent search_deals: status eq won; averageOf=amount; groupBy=company.industry',
  ],
  ['deal value by country', 'dealAgent search_deals: sumOf=amount; groupBy=company.country'],
  ['least contacted companies', 'companyAgent search_companies: sort=lastContacted'],
  ['which deal is closing soonest', 'dealAgent search_deals: status eq open; sort=expectedClose; limit=1'],
  ['win rate by rep', 'reportsAgent run_report: of={groupBy: owner}; metric=win rate'],
  ['who has the best win rate', 'reportsAgent run_report: of={groupBy: owner}; metric=win rate'],
  [
    'are we ahead of last quarter',
    'pipelineAgent compare_periods: against={from: 2025-10-01T00:00:00+02:00, to: 2026-01-01T00:00:00+01:00}',
  ],
  [
    'compare this month and last month by won amount',
    'dealAgent search_deals: status eq won & closed gte 2026-02-01T00:00:00+01:00 & closed lt 2026-04-01T00:00:00+02:00; sumOf=amount; groupBy=closed per month',
  ],
  [
    'compare Carlos and Mia by open pipeline',
    'dealAgent search_deals: status eq open & owner in [@Carlos Vega, @Mia Schulz]; sumOf=amount; groupBy=owner',
  ],
];

describe('rankings and comparisons', () => {
  it.each(SENTENCES)('reads “%s”', async (said, ...commands) => {
    expect((await understood(said)).split('\n')).toEqual(commands);
  });

  it('does not answer another question than was asked', async () => {
    expect(await understood('who forgot the most contacts this week')).toBe('unclear');
  });
});
