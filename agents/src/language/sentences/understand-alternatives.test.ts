import { describe, expect, it } from 'vitest';
import { understood } from '../testing/render-command.ts';

/** Either, or, neither, but not: none of it may be read as "and". */
const SENTENCES: ReadonlyArray<[said: string, ...commands: string[]]> = [
  [
    'tasks that are urgent or overdue',
    'taskAgent search_tasks: status ne completed; (priority eq urgent) or (due lt now & status ne completed)',
  ],
  [
    'urgent or overdue tasks of Mia',
    'taskAgent search_tasks: assignee eq @Mia Schulz & status ne completed; (priority eq urgent) or (due lt now & status ne completed)',
  ],
  [
    'deals in negotiation over 20k or in proposal over 50k',
    'dealAgent search_deals: (stage eq Negotiation & amount gt 20000) or (stage eq Proposal & amount gt 50000)',
  ],
  [
    'companies with open deals or without contacts',
    'companyAgent search_companies: (deals is_set {status eq open}) or (contacts is_empty)',
  ],
  [
    'tasks for Mia due tomorrow or on Friday',
    'taskAgent search_tasks: assignee eq @Mia Schulz & status ne completed; (due gte 2026-03-11T00:00:00+01:00 & due lt 2026-03-12T00:00:00+01:00) or (due gte 2026-03-13T00:00:00+01:00 & due lt 2026-03-14T00:00:00+01:00)',
  ],
  [
    'companies in tech or finance with open deals',
    'companyAgent search_companies: deals is_set {status eq open}; (industry contains tech) or (industry contains finance)',
  ],
  ['contacts in berlin or munich', 'contactAgent search_contacts: city in [Berlin, Munich]'],
  ['contacts at northwind or contoso', 'contactAgent search_contacts: company in [@Northwind, @Contoso]'],
  ['contacts tagged vip or partner', 'contactAgent search_contacts: tags in [vip, partner]'],
  [
    'companies neither in germany nor in austria',
    'companyAgent search_companies: country ne Germany & country ne Austria',
  ],
  ['contacts with neither phone nor email', 'contactAgent search_contacts: phone is_empty & email is_empty'],
  [
    'contacts with grade a or b but not at northwind',
    'contactAgent search_contacts: leadGrade in [A, B] & company ne @Northwind',
  ],
  [
    'overdue tasks of everyone except Carlos',
    'taskAgent search_tasks: due lt now & status ne completed & assignee ne @Carlos Vega',
  ],
  [
    'contacts at customers we have not talked to this year',
    'contactAgent search_contacts: (company is_set {status eq customer & lastContacted lt 2026-01-01T00:00:00+01:00}) or (company is_set {status eq customer & lastContacted is_empty})',
  ],
  [
    'contacts whose company is a customer but who have no email',
    'contactAgent search_contacts: company is_set {status eq customer} & email is_empty',
  ],
  [
    'delete contacts without email or at Globex',
    'contactAgent delete_contacts: (email is_empty) or (company eq @Globex)',
  ],
];

describe('alternatives and exceptions', () => {
  it.each(SENTENCES)('reads “%s”', async (said, ...commands) => {
    expect((await understood(said)).split('\n')).toEqual(commands);
  });

  it('says so where it cannot tell what belongs to which side', async () => {
    expect(await understood('deals or over 20k')).toBe('unclear');
    expect(await understood('urgent tasks of Mia or')).toBe('unclear');
  });
});

describe('questions that sound like orders', () => {
  it.each([
    [
      'completed tasks last week by rep',
      'taskAgent search_tasks: status eq completed & completed gte 2026-03-02T00:00:00+01:00 & completed lt 2026-03-09T00:00:00+01:00; groupBy=assignee',
    ],
    ['who do I have to call today', 'briefingAgent call_next'],
    [
      'which deals have been open for more than 90 days',
      'dealAgent search_deals: status eq open & created lt now-90d',
    ],
    ['deals sorted by close date, latest first', 'dealAgent search_deals: sort=-expectedClose'],
    ['companies sorted by number of deals', 'dealAgent search_deals: sort=-count; groupBy=company'],
  ])('reads “%s”', async (said, command) => {
    expect(await understood(said)).toBe(command);
  });
});
