import { Activity } from '@clianta/crm-core/crm/activity/activity.schema';
import { Company } from '@clianta/crm-core/crm/company/company.schema';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import type { Condition } from '@clianta/crm-core/entity/filter.schema';
import { newId } from '@clianta/crm-core/entity/ids';
import { referencesTo } from '@clianta/crm-core/entity/moved-references';
import { InvalidError, TooSlowError } from '@clianta/crm-core/errors';
import { LeadScore } from '@clianta/crm-core/intelligence/lead-score/lead-score.schema';
import { scoreContacts } from '@clianta/crm-core/intelligence/scoring/score-contacts';
import { auditRequests } from '@clianta/crm-core/tracking/user-action/audit-requests';
import { UserAction } from '@clianta/crm-core/tracking/user-action/user-action.schema';
import { Aggregate } from 'mongoose';
import { describe, expect, vi } from 'vitest';
import { sharedCrmTest as it } from '../../support/fixtures.ts';
import { openTestCrm } from '../../support/test-crm.ts';

interface Explained {
  executionStats: { nReturned: number; totalDocsExamined: number };
}

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

  it('is of one contact what is about this one, however many others there are', async ({ db, home }) => {
    const { store } = db.crm;
    const { workspaceId, scope } = home;
    const contacts = Array.from({ length: 40 }, (_, at) => ({ name: `Contact ${at}` }));
    const made = await Promise.all(contacts.map((one) => db.crm.records(Contact).create(scope, one)));
    const ids = made.map(({ id }) => id);
    const at = new Date();
    for (const contactId of ids)
      await db.crm.records(Activity).create(scope, { type: 'note', subject: 'Met', at, contactId });
    await scoreContacts(db.crm, workspaceId, ids);

    const scores = vi.spyOn(store.model(LeadScore), 'find');
    const referring = vi.spyOn(Aggregate.prototype, 'exec');
    try {
      await scoreContacts(db.crm, workspaceId, ids.slice(0, 1));
      const { executionStats: scored } = (await store
        .model(LeadScore)
        .collection.find(scores.mock.calls[0]?.[0] as never)
        .explain('executionStats')) as Explained;
      expect(scored).toMatchObject({ nReturned: 1, totalDocsExamined: 1 });
      const [found] = await referencesTo(store, scope, store.entity('contact'), ids.slice(0, 1));
      expect(found?.ids).toHaveLength(1);
      const [aggregate] = referring.mock.contexts as Array<Aggregate<unknown>>;
      const union = aggregate
        ?.pipeline()
        .flatMap((stage) => ('$unionWith' in stage ? [stage.$unionWith] : []));
      const about = union?.find((one) => typeof one !== 'string' && one.coll === Activity.plural);
      const { executionStats } = (await store
        .model(Activity)
        .collection.find((about as { pipeline: Array<{ $match: object }> }).pipeline[0]?.$match as never)
        .explain('executionStats')) as Explained;
      expect(executionStats).toMatchObject({ nReturned: 1, totalDocsExamined: 1 });
    } finally {
      vi.restoreAllMocks();
    }
  });
});
