import { Activity } from '@clianta/crm-core/crm/activity/activity.schema';
import { Company } from '@clianta/crm-core/crm/company/company.schema';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { Pipeline } from '@clianta/crm-core/crm/pipeline/pipeline.schema';
import { Task } from '@clianta/crm-core/crm/task/task.schema';
import { bulkChange, dryRun } from '@clianta/crm-core/entity/bulk';
import type { Entity } from '@clianta/crm-core/entity/define-entity';
import { newId } from '@clianta/crm-core/entity/ids';
import { operation } from '@clianta/crm-core/entity/scope';
import { undoGroup } from '@clianta/crm-core/entity/undo';
import { ConflictError, ForbiddenError } from '@clianta/crm-core/errors';
import { UserAction } from '@clianta/crm-core/tracking/user-action/user-action.schema';
import { describe, expect } from 'vitest';
import { crmTest } from '../../support/fixtures.ts';
import { aTalker } from '../../support/talker.ts';
import { aCompany, aContact, aDeal } from '../../support/test-crm.ts';

const it = crmTest
  .extend('crmOptions', { scope: 'file' }, { now: () => new Date('2026-11-23T09:00:00Z') })
  .extend(
    'count',
    ({ db, home }) =>
      (entity: Entity) =>
        db.crm.records(entity).count(home.scope),
  )
  /** A company with a person, two deals, a task of it, one of a deal, and a note. */
  .extend('northwind', ({ db, home }) => async () => {
    const company = await aCompany(db.crm, home.scope);
    const companyId = company.id;
    const contact = await aContact(db.crm, home.scope, { companyId });
    const deal = await aDeal(db.crm, home.scope, { companyId, contactId: contact.id });
    await aDeal(db.crm, home.scope, { title: 'Second', companyId });
    const tasks = db.crm.records(Task);
    await tasks.create(home.scope, { title: 'Visit', companyId });
    await tasks.create(home.scope, { title: 'Send the quote', opportunityId: deal.id, companyId });
    await db.crm
      .records(Activity)
      .create(home.scope, { subject: 'Called', at: new Date(), companyId, contactId: contact.id });
    return { company, contact, deal };
  })
  .extend(
    'another',
    ({ db, home }) =>
      () =>
        db.crm.records(Pipeline).create(home.scope, {
          name: 'Renewals',
          stages: [{ id: newId(), name: 'Upcoming', probability: 0.5 }],
        }),
  );

describe('the deletion of a record that others refer to', () => {
  it('takes along what belongs to it, empties what may be without it, keeps history, and one undo brings all back', async ({
    db,
    home,
    count,
    northwind,
  }) => {
    const { company, contact } = await northwind();
    await db.crm.records(Company).delete(home.scope, company.id);
    expect([await count(Opportunity), await count(Task), await count(Activity)]).toEqual([0, 0, 1]);
    expect((await db.crm.records(Contact).get(home.scope, contact.id)).companyId).toBeUndefined();
    const { records } = await db.crm.records(UserAction).find(home.scope, {
      where: [{ field: 'recordId', op: 'eq', value: company.id }],
      sort: '-recordVersion',
    });
    const undone = await undoGroup(db.crm, home.scope, String(records[0]?.groupId));
    expect(undone.kept).toEqual([]);
    expect([await count(Company), await count(Opportunity), await count(Task)]).toEqual([1, 2, 2]);
    expect((await db.crm.records(Contact).get(home.scope, contact.id)).companyId).toBe(company.id);
    // and the undo is undone in the other direction
    const again = await undoGroup(db.crm, home.scope, undone.groupId);
    expect(again.kept).toEqual([]);
    expect([await count(Company), await count(Opportunity), await count(Task)]).toEqual([0, 0, 0]);
  });

  it('is counted before, each record once, also what goes along with what goes along', async ({
    db,
    home,
    northwind,
  }) => {
    const { company } = await northwind();
    const where = [{ field: 'id', op: 'eq' as const, value: company.id }];
    expect((await dryRun(db.crm.records(Company), home.scope, { where }, 'delete')).consequences).toEqual([
      { entity: 'contact', rule: 'clear', count: 1 },
      { entity: 'opportunity', rule: 'cascade', count: 2 },
      { entity: 'task', rule: 'cascade', count: 2 },
    ]);
  });

  it('done again after a crash in the middle changes nothing twice', async ({
    db,
    home,
    count,
    northwind,
  }) => {
    const { company, deal } = await northwind();
    const scope = () => ({ ...home.scope, groupId: newGroup, operation: operation(`${newGroup}.0`) });
    const newGroup = newId();
    // as far as it came
    await db.crm.records(Opportunity).delete({ ...home.scope, groupId: newGroup }, deal.id);
    await db.crm.records(Company).delete(scope(), company.id);
    const written = await db.crm.records(UserAction).count(home.scope);
    await db.crm.records(Company).delete(scope(), company.id);
    expect(await db.crm.records(UserAction).count(home.scope)).toBe(written);
    await undoGroup(db.crm, home.scope, newGroup);
    expect([await count(Company), await count(Opportunity), await count(Task)]).toEqual([1, 2, 2]);
  });

  it('of many at once, related among themselves, deletes them all', async ({ db, home, count }) => {
    const parent = await aCompany(db.crm, home.scope, { name: 'Parent' });
    for (let i = 0; i < 20; i++) {
      const { id: companyId } = await aCompany(db.crm, home.scope, { name: `C${i}`, parentId: parent.id });
      await aDeal(db.crm, home.scope, { title: `D${i}`, companyId });
    }
    const result = await bulkChange(db.crm.records(Company), home.scope, {}, { kind: 'delete' });
    expect(result.failed).toEqual([]);
    expect(result.changed).toHaveLength(21);
    expect(await count(Opportunity)).toBe(0);
    expect((await undoGroup(db.crm, home.scope, result.groupId)).kept).toEqual([]);
    const { records } = await db.crm.records(Company).find(home.scope, { limit: 50 });
    expect(records.filter(({ parentId }) => parentId === parent.id)).toHaveLength(20);
  });

  it('is refused as a whole to who may not do what follows', async ({ db, home, count, northwind }) => {
    const { company } = await northwind();
    const viewer = await home.member('Tom Okafor', 'viewer');
    await expect(db.crm.records(Company).delete(viewer, company.id)).rejects.toThrow(ForbiddenError);
    expect([await count(Company), await count(Opportunity)]).toEqual([1, 2]);
  });
});

describe('a pipeline', () => {
  it('with deals is not deleted, nor the default one', async ({ db, home, another }) => {
    const pipelines = db.crm.records(Pipeline);
    const { id: pipelineId, stages } = await another();
    const deal = await aDeal(db.crm, home.scope, { pipelineId, stageId: stages[0]?.id });
    await expect(pipelines.delete(home.scope, pipelineId)).rejects.toThrow(/Renewals.*1 deal belongs to it/);
    const { records } = await pipelines.find(home.scope, {
      where: [{ field: 'isDefault', op: 'eq', value: true }],
    });
    await expect(pipelines.delete(home.scope, String(records[0]?.id))).rejects.toThrow(/default/);
    await db.crm.records(Opportunity).delete(home.scope, deal.id);
    await pipelines.delete(home.scope, pipelineId);
    // and a deal does not come back into a pipeline that is gone
    await expect(db.crm.records(Opportunity).restore(home.scope, deal.id)).rejects.toThrow(ConflictError);
  });
});

describe('a record out of the trash', () => {
  it('is without what is gone and may be, and does not come without what it belongs to', async ({
    db,
    home,
  }) => {
    const company = await aCompany(db.crm, home.scope);
    const contact = await aContact(db.crm, home.scope, { companyId: company.id });
    const deal = await aDeal(db.crm, home.scope, { companyId: company.id });
    await db.crm.records(Contact).delete(home.scope, contact.id);
    await db.crm.records(Company).delete(home.scope, company.id);
    expect((await db.crm.records(Contact).restore(home.scope, contact.id)).companyId).toBeUndefined();
    await expect(db.crm.records(Opportunity).restore(home.scope, deal.id)).rejects.toThrow(
      /belongs to a company that is deleted/,
    );
  });

  it('is in a stage that there is', async ({ db, home }) => {
    const deal = await aDeal(db.crm, home.scope);
    await db.crm.records(Opportunity).delete(home.scope, deal.id);
    const pipeline = await db.crm.records(Pipeline).get(home.scope, String(deal.pipelineId));
    const stages = pipeline.stages.slice(1);
    await db.crm.records(Pipeline).update(home.scope, pipeline.id, { stages });
    expect((await db.crm.records(Opportunity).restore(home.scope, deal.id)).stageId).toBe(stages[0]?.id);
  });
});

describe('undoing a creation', () => {
  it('leaves what others have added to it since', async ({ db, home, count }) => {
    const groupId = newId();
    const company = await aCompany(db.crm, { ...home.scope, groupId });
    await aDeal(db.crm, home.scope, { companyId: company.id });
    const { kept } = await undoGroup(db.crm, home.scope, groupId);
    expect(kept).toMatchObject([
      { title: 'Northwind', reason: expect.stringContaining('1 deal belongs to it') },
    ]);
    expect([await count(Company), await count(Opportunity)]).toEqual([1, 1]);
  });
});

it('a proposal to delete says what goes along and what stays, and so does the answer', async ({
  db,
  home,
  northwind,
}) => {
  await northwind();
  const sam = await aTalker(db, home.scope);
  const { approval } = await sam.say('Delete the company Northwind');
  expect(approval?.changes).toEqual([
    { label: 'Contacts', to: '1 stays, without company' },
    { label: 'Deals', to: '2 go with it' },
    { label: 'Tasks', to: '2 go with it' },
  ]);
  const { reply } = await sam.decide(String(approval?.approvalId), 'approve');
  await sam.close();
  expect(reply.text).toBe('Deleted 1 company. 2 deals and 2 tasks went with it.');
});
