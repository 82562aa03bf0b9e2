import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { Workspace } from '@clianta/crm-core/workspace/workspace/workspace.schema';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { aDeal, aWorkspace, openTestCrm, type TestDatabase } from '../../support/test-crm.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await openTestCrm();
});
afterAll(() => db.close());

it('keeps the number of an amount when a deal changes its currency, whatever digits that has', async () => {
  const home = await aWorkspace(db.crm);
  const deals = db.crm.records(Opportunity);
  const { id } = await aDeal(db.crm, home.scope, { title: 'Osaka', amountMinor: 50_000 });
  const change = async (currency: string) => (await deals.update(home.scope, id, { currency })).amountMinor;
  expect(await change('JPY')).toBe(500);
  expect(await change('KWD')).toBe(500_000);
  expect(await change('EUR')).toBe(50_000);
  expect((await deals.update(home.scope, id, { currency: 'JPY', amountMinor: 7 })).amountMinor).toBe(7);
});

it('does not change the currency of a workspace under amounts that have none of their own', async () => {
  const home = await aWorkspace(db.crm);
  const deal = await aDeal(db.crm, home.scope, { title: 'Kobe', amountMinor: 11_400_000 });
  const workspaces = db.crm.records(Workspace);
  const toYen = () => workspaces.update(home.scope, home.workspaceId, { currency: 'JPY' });
  await expect(toYen()).rejects.toThrow(/deals whose amount is in USD; in JPY it would be another amount/);
  await db.crm.records(Opportunity).update(home.scope, deal.id, { currency: 'USD' });
  expect((await toYen()).currency).toBe('JPY');
});
