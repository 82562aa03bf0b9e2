import { describe, expect, it } from 'vitest';
import { understood } from '../testing/render-command.ts';

/** Filters, totals and health of deals. */
const SENTENCES: ReadonlyArray<[said: string, ...commands: string[]]> = [
  [
    'What closes this quarter?',
    'dealAgent search_deals: expectedClose gte 2026-01-01T00:00:00+01:00 & expectedClose lt 2026-04-01T00:00:00+02:00 & status eq open',
  ],
  ['show me all deals over 50k', 'dealAgent search_deals: amount gt 50000'],
  [
    'deals between 10k and 20k owned by Carlos',
    'dealAgent search_deals: amount gte 10000 & amount lte 20000 & owner eq @Carlos Vega',
  ],
  [
    'which deals are closing next month?',
    'dealAgent search_deals: expectedClose gte 2026-04-01T00:00:00+02:00 & expectedClose lt 2026-05-01T00:00:00+02:00 & status eq open',
  ],
  ['top 5 deals by amount', 'dealAgent search_deals: sort=-amount; limit=5'],
  ['biggest open deals', 'dealAgent search_deals: status eq open; sort=-amount'],
  ["what's the total value of deals in Proposal?", 'dealAgent search_deals: stage eq Proposal; sumOf=amount'],
  ['how much is in the pipeline', 'pipelineAgent sum_pipeline'],
  [
    'how many deals did we win last quarter?',
    'dealAgent search_deals: closed gte 2025-10-01T00:00:00+02:00 & closed lt 2026-01-01T00:00:00+01:00 & status eq won; countOnly=true',
  ],
  [
    'deals won this year',
    'dealAgent search_deals: closed gte 2026-01-01T00:00:00+01:00 & closed lt 2027-01-01T00:00:00+01:00 & status eq won',
  ],
  [
    'show lost deals from last month',
    'dealAgent search_deals: status eq lost & closed gte 2026-02-01T00:00:00+01:00 & closed lt 2026-03-01T00:00:00+01:00',
  ],
  ['deals without a close date', 'dealAgent search_deals: expectedClose is_empty'],
  [
    'deals in Proposal or Negotiation not owned by me',
    'dealAgent search_deals: stage in [Proposal, Negotiation] & owner ne me',
  ],
  ['deals with probability over 70%', 'dealAgent search_deals: probability gt 70'],
  [
    'stale deals',
    'dealAgent search_deals: status eq open; (lastActivity lt now-30d) or (lastActivity is_empty)',
  ],
  [
    "Mia's open deals closing before June",
    'dealAgent search_deals: owner eq @Mia Schulz & status eq open & expectedClose lt 2026-06-01T00:00:00+02:00',
  ],
  ['deals with more than 100 seats', 'dealAgent search_deals: customFields.seats gt 100'],
  ['northwind deals?', 'dealAgent search_deals: company eq @Northwind'],
  [
    'How many open deals do we have in Negotiation, and what are they worth?',
    'dealAgent search_deals: status eq open & stage eq Negotiation; countOnly=true; sumOf=amount',
  ],
  [
    'anything closing this week?',
    'dealAgent search_deals: expectedClose gte 2026-03-09T00:00:00+01:00 & expectedClose lt 2026-03-16T00:00:00+01:00 & status eq open',
  ],
  ['do we have any deals with Globex?', 'dealAgent search_deals: company eq @Globex'],
  [
    'sum of all open deals owned by Mia',
    'dealAgent search_deals: status eq open & owner eq @Mia Schulz; sumOf=amount',
  ],
  ['oldest open deals', 'dealAgent search_deals: status eq open; sort=created'],
  [
    'deals closing between April 1 and May 15',
    'dealAgent search_deals: expectedClose gte 2026-04-01T00:00:00+02:00 & expectedClose lt 2026-05-16T00:00:00+02:00 & status eq open',
  ],
  ['deals by close date', 'dealAgent search_deals: sort=expectedClose'],
  ['deals of Contoso', 'dealAgent search_deals: company eq @Contoso'],
  [
    'what deals does Mia have in Proposal',
    'dealAgent search_deals: owner eq @Mia Schulz & stage eq Proposal',
  ],
  [
    'deals I own that are closing in the next 30 days',
    'dealAgent search_deals: owner eq me & expectedClose gte now & expectedClose lt now+30d & status eq open',
  ],
  ['show deals from the Partner pipeline', 'dealAgent search_deals: pipeline eq @Partner'],
  [
    'deals stuck in Negotiation for more than 30 days',
    'dealAgent search_deals: stage eq Negotiation & stageChanged lt now-30d & status eq open',
  ],
  [
    'show deals with more than 20 seats sorted by seats',
    'dealAgent search_deals: customFields.seats gt 20; sort=-customFields.seats',
  ],
  ['deals worth at least 25000', 'dealAgent search_deals: amount gte 25000'],
  ['deals worth 12k', 'dealAgent search_deals: amount eq 12000'],
  [
    'deals of more than €50,000 closing before the end of the quarter',
    'dealAgent search_deals: amount gt 50000 & expectedClose lt 2026-04-01T00:00:00+02:00 & status eq open',
  ],
  ['deals older than 90 days', 'dealAgent search_deals: created lt now-90d'],
  ['overdue deals', 'dealAgent search_deals: expectedClose lt today & status eq open'],
  [
    'deals not touched in 3 weeks',
    'dealAgent search_deals: status eq open; (lastActivity lt now-3w) or (lastActivity is_empty)',
  ],
  ['open deals without a next step', 'dealAgent search_deals: status eq open & nextStep is_empty'],
  ['deals tagged strategic', 'dealAgent search_deals: tags eq strategic'],
  ['all opportunities except lost ones', 'dealAgent search_deals: status ne lost'],
  ['what is the stage of the Litware pilot', 'dealAgent get_deal: deal=@Litware pilot; fields=[stage]'],
  [
    'when does the Globex expansion close?',
    'dealAgent get_deal: deal=@Globex expansion; fields=[expectedClose]',
  ],
  ['which deals are at risk?', 'dealAgent deal_health'],
  ['how healthy is the Contoso rollout?', 'dealAgent deal_health: deal=@Contoso rollout'],
  ['how is the litware pilot doing', 'dealAgent deal_health: deal=@Litware pilot'],
  ['deals with Jane', 'dealAgent search_deals: contact eq Jane'],
  [
    'deals from this week',
    'dealAgent search_deals: expectedClose gte 2026-03-09T00:00:00+01:00 & expectedClose lt 2026-03-16T00:00:00+01:00 & status eq open',
  ],
  [
    'deals created yesterday',
    'dealAgent search_deals: created gte 2026-03-09T00:00:00+01:00 & created lt 2026-03-10T00:00:00+01:00',
  ],
  [
    'five largest deals in Q2',
    'dealAgent search_deals: expectedClose gte 2026-04-01T00:00:00+02:00 & expectedClose lt 2026-07-01T00:00:00+02:00 & status eq open; sort=-amount; limit=5',
  ],
  [
    'deals closing by Friday',
    'dealAgent search_deals: expectedClose lt 2026-03-14T00:00:00+01:00 & status eq open',
  ],
  [
    'won deals over 100k this year sorted by amount',
    'dealAgent search_deals: status eq won & amount gt 100000 & closed gte 2026-01-01T00:00:00+01:00 & closed lt 2027-01-01T00:00:00+01:00; sort=-amount',
  ],
  [
    'total amount of won deals in 2025',
    'dealAgent search_deals: status eq won & closed gte 2025-01-01T00:00:00+01:00 & closed lt 2026-01-01T00:00:00+01:00; sumOf=amount',
  ],
];

describe('lists of deals', () => {
  it.each(SENTENCES)('reads “%s”', async (said, ...commands) => {
    expect((await understood(said)).split('\n')).toEqual(commands);
  });

  it('knows one figure as a total of the list, or as the report of that name', async () => {
    expect(await understood('what is our total pipeline value')).toMatch(
      /^(dealAgent search_deals: status eq open; sumOf=amount|reportsAgent run_report: metric=pipeline value)$/,
    );
  });
});
