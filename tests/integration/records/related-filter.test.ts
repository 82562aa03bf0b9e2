import { Activity } from '@clianta/crm-core/crm/activity/activity.schema';
import { Company } from '@clianta/crm-core/crm/company/company.schema';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { Task } from '@clianta/crm-core/crm/task/task.schema';
import { bulkChange } from '@clianta/crm-core/entity/bulk';
import type { Condition } from '@clianta/crm-core/entity/filter.schema';
import { newId } from '@clianta/crm-core/entity/ids';
import { InvalidError } from '@clianta/crm-core/errors';
import { describe, expect } from 'vitest';
import { crmTest } from '../../support/fixtures.ts';
import { aDeal, aWorkspace } from '../../support/test-crm.ts';

const it = crmTest
  .extend(
    'companies',
    ({ db, home }) =>
      async (...where: Condition[]) =>
        (await db.crm.records(Company).find(home.scope, { where, sort: 'name' })).records.map(
          ({ name }) => name,
        ),
  )
  .extend(
    'contacts',
    ({ db, home }) =>
      async (...where: Condition[]) =>
        (await db.crm.records(Contact).find(home.scope, { where, sort: 'name' })).records.map(
          ({ name }) => name,
        ),
  );

const ids: Record<string, string> = {};

it.beforeEach(async ({ home, db }) => {
  const { scope } = home;
  const company = async (name: string, city: string) => {
    ids[name] = (await db.crm.records(Company).create(scope, { name, city })).id;
  };
  await company('Alder', 'Berlin');
  await company('Birch', 'Berlin');
  await company('Cedar', 'Paris');
  const contact = async (name: string, companyId: string | undefined) => {
    ids[name] = (await db.crm.records(Contact).create(scope, { name, companyId })).id;
  };
  await contact('Ann', ids.Alder);
  await contact('Abe', ids.Alder);
  await contact('Bea', ids.Birch);
  await contact('Zoe', undefined);
  await aDeal(db.crm, scope, { title: 'Small', companyId: ids.Alder, amountMinor: 100_000 });
  await aDeal(db.crm, scope, { title: 'Big', companyId: ids.Alder, amountMinor: 9_000_000 });
  await aDeal(db.crm, scope, { title: 'Lost', companyId: ids.Birch, status: 'lost' });
});

const isOpen: Condition = { field: 'status', op: 'eq', value: 'open' };

describe('conditions on other records', () => {
  it('find records that have such others, and those that have none', async ({ companies }) => {
    expect(await companies({ field: 'opportunities', op: 'is_set', where: [isOpen] })).toEqual(['Alder']);
    expect(await companies({ field: 'deals', op: 'is_empty', where: [isOpen] })).toEqual(['Birch', 'Cedar']);
    expect(await companies({ field: 'deals', op: 'is_empty' })).toEqual(['Cedar']);
  });

  it('compare how many others there are, none included', async ({ companies }) => {
    const counted = (op: Condition['op'], value: number) => companies({ field: 'contacts', op, value });
    expect(await counted('gt', 1)).toEqual(['Alder']);
    expect(await counted('gte', 0)).toEqual(['Alder', 'Birch', 'Cedar']);
    expect(await counted('lt', 2)).toEqual(['Birch', 'Cedar']);
    expect(await counted('lte', 1)).toEqual(['Birch', 'Cedar']);
    expect(await counted('eq', 0)).toEqual(['Cedar']);
    expect(await counted('eq', 2)).toEqual(['Alder']);
    expect(await counted('ne', 2)).toEqual(['Birch', 'Cedar']);
    expect(await counted('ne', 0)).toEqual(['Alder', 'Birch']);
  });

  it('ask about the record that a field refers to, and through it about others', async ({ contacts }) => {
    const inBerlin: Condition = { field: 'city', op: 'eq', value: 'Berlin' };
    expect(await contacts({ field: 'companyId', op: 'is_set', where: [inBerlin] })).toEqual([
      'Abe',
      'Ann',
      'Bea',
    ]);
    expect(await contacts({ field: 'companyId', op: 'is_empty', where: [inBerlin] })).toEqual(['Zoe']);
    const hasDeal: Condition = { field: 'deals', op: 'is_set', where: [isOpen] };
    expect(await contacts({ field: 'companyId', op: 'is_set', where: [hasDeal] })).toEqual(['Abe', 'Ann']);
  });

  it('hold within alternatives, counts, totals and bulk changes', async ({ db, home, contacts }) => {
    const anyOf: Condition[][] = [
      [{ field: 'deals', op: 'is_empty' }],
      [{ field: 'contacts', op: 'gt', value: 1 }],
    ];
    expect(await db.crm.records(Company).count(home.scope, { anyOf })).toBe(2);
    const totals = await db.crm.records(Opportunity).totals(home.scope, {
      where: [{ field: 'companyId', op: 'is_set', where: [{ field: 'contacts', op: 'gt', value: 1 }] }],
      of: ['amountMinor'],
    });
    expect(totals.all.totals[0]?.sum).toBe(9_100_000);
    const where: Condition[] = [
      { field: 'companyId', op: 'is_set', where: [{ field: 'deals', op: 'is_set' }] },
    ];
    await bulkChange(db.crm.records(Contact), home.scope, { where }, { kind: 'delete' });
    expect(await contacts()).toEqual(['Zoe']);
  });

  it('see only live records of the same workspace', async ({ db, home, companies }) => {
    const other = await aWorkspace(db.crm);
    // a foreign record that names a company of this workspace, as no service would write it
    await db.crm.store.model('opportunity').create({
      _id: newId(),
      createdAt: new Date(),
      updatedAt: new Date(),
      workspaceId: other.workspaceId,
      companyId: ids.Cedar,
      title: 'Foreign',
      version: 1,
      isDeleted: false,
    });
    expect(await companies({ field: 'deals', op: 'is_empty' })).toEqual(['Cedar']);
    const lost = await db.crm.records(Opportunity).findOne(home.scope, { title: 'Lost' });
    await db.crm.records(Opportunity).delete(home.scope, lost?.id ?? '');
    expect(await companies({ field: 'deals', op: 'is_empty' })).toEqual(['Birch', 'Cedar']);
  });

  it('refuse what there is not, and what is no comparison', async ({ companies }) => {
    await expect(companies({ field: 'city', op: 'is_set', where: [isOpen] })).rejects.toThrow(InvalidError);
    await expect(companies({ field: 'deals', op: 'contains', value: 'x' })).rejects.toThrow(/how many/);
    await expect(companies({ field: 'deals', op: 'gt', value: 'many' })).rejects.toThrow(/how many/);
    await expect(
      companies({ field: 'deals', op: 'is_set', where: [{ field: 'shoe', op: 'eq', value: 1 }] }),
    ).rejects.toThrow(/no field "shoe"/);
  });

  it('reach tasks and activities by the same words', async ({ db, home, contacts }) => {
    await db.crm.records(Task).create(home.scope, { title: 'Call', contactId: ids.Ann });
    await db.crm.records(Activity).create(home.scope, { subject: 'Hi', at: new Date(), contactId: ids.Bea });
    expect(await contacts({ field: 'tasks', op: 'is_set' })).toEqual(['Ann']);
    const recent: Condition = { field: 'at', op: 'gte', value: 'now-1d' };
    expect(await contacts({ field: 'activities', op: 'is_set', where: [recent] })).toEqual(['Bea']);
  });
});

describe('totals by a field of the record that one refers to', () => {
  it('put the groups of the records together, ranked as asked for', async ({ db, home }) => {
    const totals = await db.crm.records(Opportunity).totals(home.scope, {
      groupBy: ['companyId.city'],
      of: ['amountMinor'],
      order: '-sum',
    });
    expect(
      totals.groups.map(({ key, count, totals: [one] }) => [key['companyId.city'], count, one?.sum]),
    ).toEqual([['Berlin', 3, 9_100_000]]);
    const contactsByCity = await db.crm
      .records(Contact)
      .totals(home.scope, { groupBy: ['companyId.city'], order: 'count' });
    expect(contactsByCity.groups.map(({ key, count }) => [key['companyId.city'], count])).toEqual([
      ['Berlin', 3],
      [null, 1],
    ]);
  });

  it('refuse a field that is not there', async ({ db, home }) => {
    const grouped = db.crm.records(Opportunity).totals(home.scope, { groupBy: ['companyId.shoe'] });
    await expect(grouped).rejects.toThrow(/Cannot group deals by/);
  });
});
