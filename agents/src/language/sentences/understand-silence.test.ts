import { describe, expect, it } from 'vitest';
import { understood } from '../testing/render-command.ts';

const silent = (before: string, where = '', field = 'lastContacted') =>
  `${where && `${where}; `}(${field} lt ${before}) or (${field} is_empty)`;
const contacts = (before: string, where?: string) => `contactAgent search_contacts: ${silent(before, where)}`;
const NORTHWIND = 'company eq @Northwind';

describe('nobody in touch for a time', () => {
  it.each([
    ["who hasn't heard from us at Northwind in the past 4 weeks?", contacts('now-4w', NORTHWIND)],
    ['contacts at Northwind nobody has called in 3 weeks', contacts('now-3w', NORTHWIND)],
    ["anyone at Globex we've ignored for more than 30 days?", contacts('now-30d', 'company eq @Globex')],
    ['contacts with no contact with us at Northwind in the last 2 months', contacts('now-2m', NORTHWIND)],
    [
      'people nobody reached out to at Contoso for over two months',
      contacts('now-2m', 'company eq @Contoso'),
    ],
    [
      "who haven't we heard from at Globex since 1 February",
      contacts('2026-02-01T00:00:00+01:00', 'company eq @Globex'),
    ],
    [
      'who has nobody emailed at Fabrikam this year',
      contacts('2026-01-01T00:00:00+01:00', 'company eq @Fabrikam'),
    ],
    ['contacts we are out of touch with for 90 days', contacts('now-90d')],
    ['who have I not followed up with in 10 days', contacts('now-10d')],
    ['who have we lost touch with', contacts('now-30d')],
    ["in the last month, who haven't we contacted?", contacts('now-1m')],
    [
      'which accounts have been ignored this quarter',
      `companyAgent search_companies: ${silent('2026-01-01T00:00:00+01:00')}`,
    ],
    [
      'which companies have we had no contact with for 2 months',
      `companyAgent search_companies: ${silent('now-2m')}`,
    ],
    ['people that nobody from our team called in the past 10 days', contacts('now-10d')],
    ['contacts tagged VIP we have neglected for more than 6 weeks', contacts('now-6w', 'tags eq VIP')],
    [
      'untouched deals in Proposal for more than 2 weeks',
      `dealAgent search_deals: ${silent('now-2w', 'stage eq Proposal & status eq open', 'lastActivity')}`,
    ],
    [
      'deals with companies that have gone quiet in Berlin for 3 months',
      'dealAgent search_deals: (company is_set {city eq Berlin & lastContacted lt now-3m}) or (company is_set {city eq Berlin & lastContacted is_empty})',
    ],
  ])('reads “%s”', async (said, command) => {
    expect(await understood(said)).toBe(command);
  });

  it.each([
    ['contacts that are not stale', 'contactAgent search_contacts: lastContacted gte now-30d'],
    ['contacts we have not ignored', 'contactAgent search_contacts: lastContacted gte now-30d'],
  ])('reads “%s” as the opposite', async (said, command) => {
    expect(await understood(said)).toBe(command);
  });

  it('leaves a time with the noun or the verb that it is said of', async () => {
    expect(await understood('new contacts this month nobody has called')).toBe(
      'contactAgent search_contacts: created gte 2026-03-01T00:00:00+01:00 & created lt 2026-04-01T00:00:00+02:00 & lastContacted is_empty',
    );
    expect(await understood("deals closing this month we haven't touched in 2 weeks")).toBe(
      `dealAgent search_deals: ${silent('now-2w', 'expectedClose gte 2026-03-01T00:00:00+01:00 & expectedClose lt 2026-04-01T00:00:00+02:00 & status eq open', 'lastActivity')}`,
    );
  });
});

describe('a time that stands apart from its deed', () => {
  it.each([
    [
      'deals we closed with Contoso last month',
      'dealAgent search_deals: company eq @Contoso & closed gte 2026-02-01T00:00:00+01:00 & closed lt 2026-03-01T00:00:00+01:00',
    ],
    [
      'contacts we called at Contoso last week',
      'contactAgent search_contacts: company eq @Contoso & lastContacted gte 2026-03-02T00:00:00+01:00 & lastContacted lt 2026-03-09T00:00:00+01:00',
    ],
    [
      'deals updated for Contoso this week',
      'dealAgent search_deals: company eq @Contoso & updated gte 2026-03-09T00:00:00+01:00 & updated lt 2026-03-16T00:00:00+01:00',
    ],
    [
      'deals moved to Proposal at Contoso this month',
      'dealAgent search_deals: stage eq Proposal & company eq @Contoso & stageChanged gte 2026-03-01T00:00:00+01:00 & stageChanged lt 2026-04-01T00:00:00+02:00 & status eq open',
    ],
    [
      'who did we talk to at Northwind this month',
      'contactAgent search_contacts: company eq @Northwind & lastContacted gte 2026-03-01T00:00:00+01:00 & lastContacted lt 2026-04-01T00:00:00+02:00',
    ],
    [
      'have we been in touch with anyone at Northwind this week',
      'contactAgent search_contacts: company eq @Northwind & lastContacted gte 2026-03-09T00:00:00+01:00 & lastContacted lt 2026-03-16T00:00:00+01:00',
    ],
    [
      'tasks completed this week per person',
      'taskAgent search_tasks: completed gte 2026-03-09T00:00:00+01:00 & completed lt 2026-03-16T00:00:00+01:00; groupBy=assignee',
    ],
    ['deals created per week', 'dealAgent search_deals: groupBy=created per week'],
    ['deals closed per month', 'dealAgent search_deals: groupBy=closed per month'],
  ])('reads “%s”', async (said, command) => {
    expect(await understood(said)).toBe(command);
  });
});

describe('before, by and until', () => {
  it.each([
    ['deals closing before the end of the year', 'expectedClose lt 2027-01-01T00:00:00+01:00'],
    ['deals closing before the end of the quarter', 'expectedClose lt 2026-04-01T00:00:00+02:00'],
    ['deals due before year end', 'expectedClose lt 2027-01-01T00:00:00+01:00'],
    ['deals closing before EOM', 'expectedClose lt 2026-04-01T00:00:00+02:00'],
    ['deals closing until the end of the year', 'expectedClose lt 2027-01-01T00:00:00+01:00'],
    ['deals closing before the year is out', 'expectedClose lt 2027-01-01T00:00:00+01:00'],
    ['deals closing before the quarter ends', 'expectedClose lt 2026-04-01T00:00:00+02:00'],
    ['deals closing by Friday', 'expectedClose lt 2026-03-14T00:00:00+01:00'],
    ['deals closing until Friday', 'expectedClose lt 2026-03-14T00:00:00+01:00'],
    ['deals closing through March', 'expectedClose lt 2026-04-01T00:00:00+02:00'],
    ['deals closing before Friday', 'expectedClose lt 2026-03-13T00:00:00+01:00'],
  ])('reads “%s”', async (said, condition) => {
    expect(await understood(said)).toBe(`dealAgent search_deals: ${condition} & status eq open`);
  });
});

describe('what is said twice', () => {
  const LATE = 'dealAgent search_deals: expectedClose lt today & status eq open';

  it.each([
    ['which deals have slipped past their close date?', LATE],
    ['slipped deals past their close date', LATE],
    ['overdue late deals', LATE],
    [
      'open deals that are still open at Contoso',
      'dealAgent search_deals: status eq open & company eq @Contoso',
    ],
  ])('is asked once: “%s”', async (said, command) => {
    expect(await understood(said)).toBe(command);
  });
});
