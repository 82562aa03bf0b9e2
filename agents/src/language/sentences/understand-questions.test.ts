import { describe, expect, it } from 'vitest';
import { understood } from '../testing/render-command.ts';

const APRIL = 'expectedClose gte 2026-04-01T00:00:00+02:00 & expectedClose lt 2026-05-01T00:00:00+02:00';
const THIS_YEAR = 'closed gte 2026-01-01T00:00:00+01:00 & closed lt 2026-03-10T09:30:00+01:00';

const reads = (cases: ReadonlyArray<[said: string, command: string]>) =>
  it.each(cases)('reads “%s”', async (said, command) => {
    expect(await understood(said)).toBe(command);
  });

describe('values with an order', () => {
  reads([
    [
      'people at Contoso with a lead grade of B or better',
      'contactAgent search_contacts: company eq @Contoso & leadGrade in [B, A]',
    ],
    ['contacts graded C or worse', 'contactAgent search_contacts: leadGrade in [F, D, C]'],
    ['contacts with at least grade B', 'contactAgent search_contacts: leadGrade in [B, A]'],
    [
      'grade B or above contacts in Berlin',
      'contactAgent search_contacts: leadGrade in [B, A] & city eq Berlin',
    ],
    ['contacts better than C', 'contactAgent search_contacts: leadGrade in [B, A]'],
    [
      'tasks with high priority or above',
      'taskAgent search_tasks: priority in [high, urgent] & status ne completed',
    ],
    ['tasks below normal priority', 'taskAgent search_tasks: priority eq low & status ne completed'],
    ['leads with grade A or B', 'contactAgent search_contacts: leadGrade in [A, B]'],
    ['contacts with a lead grade of B', 'contactAgent search_contacts: leadGrade eq B'],
    ['contacts with a lead grade', 'contactAgent search_contacts: leadGrade is_set'],
  ]);
});

describe('business with somebody', () => {
  reads([
    ['is there a deal with Contoso', 'dealAgent search_deals: company eq @Contoso'],
    ['do we have a deal for Globex?', 'dealAgent search_deals: company eq @Globex'],
    ['do we have anything open with Globex', 'dealAgent search_deals: status eq open & company eq @Globex'],
    [
      'have we got something running with Contoso',
      'dealAgent search_deals: status eq open & company eq @Contoso',
    ],
    ['what do we have open with Jane Doe', 'dealAgent search_deals: status eq open & contact eq @Jane Doe'],
    [
      'how much did we win this year so far with Contoso',
      `dealAgent search_deals: ${THIS_YEAR} & status eq won & company eq @Contoso; sumOf=amount`,
    ],
    ['is there a deal with Initrode', 'dealAgent search_deals: company eq Initrode'],
    ['anything open with Initrode?', 'dealAgent search_deals: status eq open & company eq Initrode'],
    ['the deal with Contoso', 'dealAgent get_deal: deal=@Contoso rollout'],
  ]);
});

describe('when deals close and how long they stay', () => {
  reads([
    ['what deals are due to close next month?', `dealAgent search_deals: ${APRIL} & status eq open`],
    [
      'how much did we win this year so far',
      `dealAgent search_deals: ${THIS_YEAR} & status eq won; sumOf=amount`,
    ],
    [
      'how much have we won so far this year',
      `dealAgent search_deals: ${THIS_YEAR} & status eq won; sumOf=amount`,
    ],
    [
      'which deals have been sitting in the same stage for over 2 months?',
      'dealAgent search_deals: stageChanged lt now-2m & status eq open',
    ],
    [
      'deals stuck in the same stage since January',
      'dealAgent search_deals: stageChanged lt 2026-02-01T00:00:00+01:00 & status eq open',
    ],
    [
      'deals in Proposal since January',
      'dealAgent search_deals: stage eq Proposal & stageChanged lt 2026-02-01T00:00:00+01:00 & status eq open',
    ],
    [
      'new deals this month by Carlos',
      'dealAgent search_deals: created gte 2026-03-01T00:00:00+01:00 & created lt 2026-04-01T00:00:00+02:00 & owner eq @Carlos Vega',
    ],
    ['deals since March', 'unclear'],
    ['deals from last month', 'unclear'],
  ]);
});

describe('where somebody is from', () => {
  reads([
    ['contacts from Berlin', 'contactAgent search_contacts: city eq Berlin'],
    ['companies from oslo', 'companyAgent search_companies: city eq Oslo'],
    ['contacts from Norway', 'contactAgent search_contacts: country eq Norway'],
    ['contacts from Lisbon', 'contactAgent search_contacts: company is_set {city eq Lisbon}'],
    ['companies from Lisbon', 'companyAgent search_companies: city eq Lisbon'],
    ['who is from Berlin', 'contactAgent search_contacts: city eq Berlin'],
    ['contacts not from Berlin', 'contactAgent search_contacts: city ne Berlin'],
    ['people from Initrode', 'contactAgent search_contacts: company eq Initrode'],
    ['people from Contoso', 'contactAgent search_contacts: company eq @Contoso'],
    [
      'companies in the logistics sector without an owner',
      'companyAgent search_companies: industry contains logistics & owner is_empty',
    ],
    [
      'companies in the shipping business without an owner',
      'companyAgent search_companies: industry contains shipping & owner is_empty',
    ],
  ]);
});

describe('people who are there twice', () => {
  reads([
    ['which contacts share the same email', 'hygieneAgent find_duplicates: of=contacts; by=email'],
    ['contacts with the same phone number', 'hygieneAgent find_duplicates: by=phone; of=contacts'],
    ['find duplicate contacts', 'hygieneAgent find_duplicates: of=contacts'],
  ]);
});

describe('deals per stage, and charts', () => {
  reads([
    ['deals per stage', 'dealAgent search_deals: groupBy=stage'],
    ['deals per stage and how much they are worth', 'dealAgent search_deals: groupBy=stage; sumOf=amount'],
    ['how many deals are in each stage and what are they worth', 'unclear'],
    ['pipeline by stage', 'pipelineAgent sum_pipeline'],
    ['show me a chart of deals by stage', 'dealAgent search_deals: groupBy=stage; chart=true'],
    [
      'graph of won deals per month',
      'dealAgent search_deals: status eq won; groupBy=closed per month; chart=true',
    ],
    ['pie chart of contacts by source', 'contactAgent search_contacts: groupBy=source; chart=true'],
    [
      'show open deals by owner as a bar chart',
      'dealAgent search_deals: status eq open; groupBy=owner; chart=true',
    ],
  ]);
});

describe('who put the records in', () => {
  reads([
    [
      'contacts added by Mia this month',
      'contactAgent search_contacts: createdBy eq @Mia Schulz & created gte 2026-03-01T00:00:00+01:00 & created lt 2026-04-01T00:00:00+02:00',
    ],
    [
      'contacts I added this week',
      'contactAgent search_contacts: createdBy eq me & created gte 2026-03-09T00:00:00+01:00 & created lt 2026-03-16T00:00:00+01:00',
    ],
    [
      'which contacts did Mia add this week',
      'contactAgent search_contacts: createdBy eq @Mia Schulz & created gte 2026-03-09T00:00:00+01:00 & created lt 2026-03-16T00:00:00+01:00',
    ],
    ['deals created by Carlos', 'dealAgent search_deals: createdBy eq @Carlos Vega'],
    [
      'contacts we added this week',
      'contactAgent search_contacts: created gte 2026-03-09T00:00:00+01:00 & created lt 2026-03-16T00:00:00+01:00',
    ],
  ]);
});
