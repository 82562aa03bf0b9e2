import { Company } from '@clianta/crm-core/crm/company/company.schema';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import type { Condition } from '@clianta/crm-core/entity/filter.schema';
import { newId } from '@clianta/crm-core/entity/ids';
import { InvalidError, TooSlowError } from '@clianta/crm-core/errors';
import { auditRequests } from '@clianta/crm-core/tracking/user-action/audit-requests';
import { UserAction } from '@clianta/crm-core/tracking/user-action/user-action.schema';
import { describe, expect } from 'vitest';
import { sharedCrmTest as it } from '../../support/fixtures.ts';
import { openTestCrm } from '../../support/test-crm.ts';

const inCity = (city: string): Condition => ({
  field: 'companyId',
  op: 'is_set',
  where: [{ field: 'city', op: 'eq', value: city }],
});

describe('what one read may cost', () => {
  it('asks other records ten times at most, and the same only once', async ({ db, home }) => {
    const contacts = db.crm.records(Contact);
    const cities = (count: number) => Array.from({ length: count }, (_, at) => inCity(`City ${at}`));
    expect(await contacts.count(home.scope, { where: cities(10) })).toBe(0);
    await expect(contacts.count(home.scope, { where: cities(11) })).rejects.toThrow(InvalidError);
    const same = Array.from({ length: 12 }, () => [inCity('Berlin'), { ...inCity('Berlin') }]);
    expect(await contacts.count(home.scope, { anyOf: same })).toBe(0);
  });

  it('ends with a sentence for the user, whatever is read', async ({ db, home }) => {
    const { workspaceId, scope } = home;
    const records = Array.from({ length: 8_000 }, (_, n) => ({
      _id: newId() as never,
      workspaceId,
      name: `Company ${n}`,
      entity: 'company',
      groupId: newId(),
      at: new Date(),
      createdAt: new Date(),
      isDeleted: false,
    }));
    await db.crm.store.model(Company).collection.insertMany(records);
    await db.crm.store.model(UserAction).collection.insertMany(records);
    const hurried = await openTestCrm({ readMs: 15 });
    const where: Condition[] = [{ field: 'name', op: 'contains', value: 'no such name' }];
    const companies = hurried.crm.records(Company);
    const audit: Condition[] = [{ field: 'recordTitle', op: 'contains', value: 'no such name' }];
    const reads = {
      find: () => companies.find(scope, { where }),
      count: () => companies.count(scope, { where }),
      totals: () => companies.totals(scope, { where, groupBy: ['status'] }),
      findOne: () => companies.findOne(scope, { name: { $regex: 'no such name' } }),
      related: () =>
        hurried.crm.records(Contact).find(scope, { where: [{ field: 'companyId', op: 'is_set', where }] }),
      audit: () => auditRequests(hurried.crm, scope, { filter: { where: audit } }),
    };
    for (const [name, read] of Object.entries(reads)) {
      await expect(read(), name).rejects.toThrow(TooSlowError);
    }
    await expect(companies.find(scope, { where })).rejects.toThrow(/takes longer than .* Narrow it/);
    // nobody else waits for it
    expect(await db.crm.records(Company).count(scope, { where })).toBe(0);
    await hurried.close();
  });
});
