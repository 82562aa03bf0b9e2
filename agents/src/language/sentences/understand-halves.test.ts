import { describe, expect, it } from 'vitest';
import { aFocus } from '../testing/fixture-context.ts';
import { understood } from '../testing/render-command.ts';

const twice = (first: string, second: string) => `companyAgent ${first}\ncompanyAgent ${second}`;

describe('two that are told of in one sentence', () => {
  it.each([
    [
      'Contoso has 54 employees and Northwind sits in Milwaukee',
      'update_companies: company=@Contoso; set={employees: 54}',
      'update_companies: company=@Northwind; set={city: Milwaukee}',
    ],
    [
      'Two corrections: Contoso has 54 employees, not 45, and Northwind sits in Milwaukee, not Chicago',
      'update_companies: company=@Contoso; set={employees: 54}',
      'update_companies: company=@Northwind; set={city: Milwaukee}',
    ],
  ])('“%s”', async (said, first, second) => {
    expect(await understood(said)).toBe(twice(first, second));
  });

  it('are changed both or not at all', async () => {
    expect(await understood('Contoso has 54 employees and Northwind is rather strange')).not.toContain('54');
  });
});

describe('records by any other kind that they refer to', () => {
  it.each([
    ['deals with HubSpot', 'competitors contains @HubSpot'],
    ['open deals against HubSpot', 'status eq open & competitors contains @HubSpot'],
    ['deals where HubSpot is a competitor', 'competitors contains @HubSpot'],
  ])('“%s”', async (said, where) => {
    expect(await understood(said)).toBe(`dealAgent search_deals: ${where}`);
  });

  it('of a list', async () => {
    const lastList = {
      entity: 'opportunity',
      where: [{ field: 'status', op: 'eq', value: 'open' }],
      ids: [aFocus('opportunity', 'Contoso rollout').id, aFocus('opportunity', 'Litware pilot').id],
    };
    expect(await understood('any of them with HubSpot?', { lastList })).toBe(
      'dealAgent search_deals: status eq open & competitors contains @HubSpot',
    );
  });
});

describe('“each of them” of a table', () => {
  const table = (groupBy: string) => ({ lastList: { entity: 'opportunity', where: [], groupBy } });

  it('is each of its groups', async () => {
    expect(await understood('how many open tasks does each of them have?', table('owner'))).toBe(
      'taskAgent search_tasks: status eq open; countOnly=true; groupBy=assignee',
    );
    expect(await understood('how much did each of them win this year?', table('owner'))).toContain(
      'metric=won_value; of={groupBy: owner',
    );
  });
});
