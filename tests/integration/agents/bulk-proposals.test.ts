import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { Pipeline } from '@clianta/crm-core/crm/pipeline/pipeline.schema';
import { Task } from '@clianta/crm-core/crm/task/task.schema';
import { describe, expect } from 'vitest';
import { crmTest } from '../../support/fixtures.ts';
import { aTalker } from '../../support/talker.ts';
import { aCompany, aContact, aDeal } from '../../support/test-crm.ts';

const it = crmTest
  .extend('crmOptions', { scope: 'file' }, { now: () => new Date('2026-11-23T09:00:00Z') })
  .extend('stageOf', ({ db, home }) => async (title: string) => {
    const stages = (await db.crm.records(Pipeline).findOne(home.scope, { isDefault: true }))?.stages;
    const deal = await db.crm.records(Opportunity).findOne(home.scope, { title });
    return stages?.find(({ id }) => id === deal?.stageId)?.name;
  });

const inStage = (stage: string) => [{ field: 'stage', op: 'eq', value: stage }];

describe('deals that are moved by a filter', () => {
  it('are proposed, however few, moved when it is approved, and put back as one', async ({
    db,
    home,
    sam,
    stageOf,
  }) => {
    for (const title of ['One', 'Two']) await aDeal(db.crm, home.scope, { title });
    const asked = await sam.call('move_deal', { where: inStage('qualified'), stage: 'discovery' });
    expect(asked.approval).toMatchObject({
      title: 'Move 2 deals to Discovery',
      count: 2,
      changes: [{ label: 'Stage', to: 'Discovery' }],
    });
    expect(await stageOf('One')).toBe('Qualified');
    const done = await sam.decide(String(asked.approval?.approvalId), 'approve');
    expect(done.reply.text).toBe('Moved 2 deals.');
    expect([await stageOf('One'), await stageOf('Two')]).toEqual(['Discovery', 'Discovery']);
    await sam.call('undo_last', {});
    expect([await stageOf('One'), await stageOf('Two')]).toEqual(['Qualified', 'Qualified']);
  });

  it('are moved at once when it is one alone; to the next stage each from its own', async ({
    db,
    home,
    sam,
    stageOf,
  }) => {
    await aDeal(db.crm, home.scope, { title: 'One' });
    await sam.call('move_deal', { where: inStage('Qualified'), stage: 'Discovery' });
    expect(await stageOf('One')).toBe('Discovery');
    await aDeal(db.crm, home.scope, { title: 'Two' });
    await aDeal(db.crm, home.scope, { title: 'Won', status: 'won' });
    const asked = await sam.call('move_deal', { all: true, stage: 'next' });
    expect(asked.approval).toMatchObject({ title: 'Move 2 deals to the next stage' });
    await sam.decide(String(asked.approval?.approvalId), 'approve');
    expect([await stageOf('One'), await stageOf('Two'), await stageOf('Won')]).toEqual([
      'Proposal',
      'Discovery',
      'Won',
    ]);
  });

  it('need a filter, or the word “all”, and a stage that there is', async ({ db, home, sam, stageOf }) => {
    for (const title of ['One', 'Two']) await aDeal(db.crm, home.scope, { title });
    const nothing = await sam.call('move_deal', { stage: 'Discovery' });
    expect(nothing.reply.text).toMatch(/^Say which deals/);
    const nowhere = await sam.call('move_deal', { all: true, stage: 'Nirvana' });
    expect(nowhere.reply.text).toContain('No pipeline has a stage “Nirvana”.');
    expect(await stageOf('One')).toBe('Qualified');
  });
});

describe('a deal that was won or lost', () => {
  it('is opened again by a move only after a word on it', async ({ db, home, sam, stageOf }) => {
    await aDeal(db.crm, home.scope, { title: 'Rollout', status: 'won' });
    const asked = await sam.call('move_deal', { deal: 'Rollout', stage: 'Discovery' });
    expect(asked.approval).toMatchObject({
      title: 'Open Rollout again, which was won',
      changes: [{ label: 'Stage', from: 'Won', to: 'Discovery' }],
    });
    expect(await stageOf('Rollout')).toBe('Won');
    const done = await sam.decide(String(asked.approval?.approvalId), 'approve');
    expect(done.reply.text).toBe('Moved **Rollout** from Won to **Discovery**.');
    expect(await stageOf('Rollout')).toBe('Discovery');
  });

  it('is turned into its contrary only after a word on it, and has no next stage', async ({
    db,
    home,
    sam,
    stageOf,
  }) => {
    await aDeal(db.crm, home.scope, { title: 'Rollout', status: 'won' });
    const asked = await sam.call('close_deal', { deal: 'Rollout', outcome: 'lost', reason: 'Price' });
    expect(asked.approval?.title).toBe('Close Rollout as lost, which was won');
    const next = await sam.call('move_deal', { deal: 'Rollout', stage: 'next' });
    expect(next.reply.text).toContain('**Rollout** was won: there is no next stage. Name the stage.');
    expect(await stageOf('Rollout')).toBe('Won');
  });

  it('is named among those that a filter would open', async ({ db, home, sam }) => {
    const lost = await aDeal(db.crm, home.scope, { title: 'Lost', status: 'lost' });
    const open = await aDeal(db.crm, home.scope, { title: 'Open' });
    const where = [{ field: 'id', op: 'in', value: [lost.id, open.id] }];
    const asked = await sam.call('move_deal', { where, stage: 'Proposal' });
    expect(asked.approval?.changes).toEqual([
      { label: 'Stage', to: 'Proposal' },
      { label: 'Open again', to: '1 deal' },
    ]);
  });
});

it('deals are closed by a filter with one reason, those that are open', async ({ db, home, sam }) => {
  for (const title of ['One', 'Two']) await aDeal(db.crm, home.scope, { title, tags: ['old'] });
  await aDeal(db.crm, home.scope, { title: 'Won', tags: ['old'], status: 'won' });
  const asked = await sam.call('close_deal', {
    where: [{ field: 'tags', op: 'eq', value: 'old' }],
    outcome: 'lost',
    reason: 'No budget',
  });
  expect(asked.approval).toMatchObject({ title: 'Close 2 deals as lost', count: 2 });
  await sam.decide(String(asked.approval?.approvalId), 'approve');
  const { records } = await db.crm.records(Opportunity).find(home.scope, { sort: 'title' });
  expect(records.map(({ title, status, lossReason }) => [title, status, lossReason])).toEqual([
    ['One', 'lost', 'No budget'],
    ['Two', 'lost', 'No budget'],
    ['Won', 'won', undefined],
  ]);
});

describe('a change by a filter', () => {
  it('of more than one is proposed, also by percent; of one it is made', async ({ db, home, sam }) => {
    await aDeal(db.crm, home.scope, { title: 'Renewal one', amountMinor: 100_000 });
    const raise = { text: 'Renewal', adjust: { field: 'amount', percent: 5 } };
    const one = await sam.call('update_deals', raise);
    expect(one.changes).toHaveLength(1);
    await aDeal(db.crm, home.scope, { title: 'Renewal two', amountMinor: 100_000 });
    const asked = await sam.call('update_deals', raise);
    expect(asked.approval).toMatchObject({ title: 'Raise the amount of 2 deals by 5%' });
    expect(asked.changes).toEqual([]);
  });

  it('of a few is approved by whoever asks, also when they belong to others; of many by an admin', async ({
    db,
    home,
  }) => {
    const bea = await aTalker(db, await home.member('Bea Boss'));
    const ownerId = home.scope.actor.id;
    for (let i = 0; i < 2; i++) await aContact(db.crm, home.scope, { name: `Few ${i}`, ownerId });
    for (let i = 0; i < 11; i++) await aContact(db.crm, home.scope, { name: `Many ${i}`, ownerId });
    const few = await bea.call('update_contacts', { text: 'Few', set: { city: 'Oslo' } });
    expect(few.approval?.awaits).toBeUndefined();
    const done = await bea.decide(String(few.approval?.approvalId), 'approve');
    expect(done.changes).toHaveLength(2);
    const many = await bea.call('update_contacts', { text: 'Many', set: { city: 'Oslo' } });
    expect(many.approval?.awaits).toBe('an admin (Sam Rivera)');
    await bea.close();
  });

  it('gives tasks to somebody else', async ({ db, home, sam }) => {
    const lena = await home.member('Lena Schmidt');
    const me = home.scope.actor.id;
    for (const title of ['One', 'Two'])
      await db.crm.records(Task).create(home.scope, { title, assigneeId: me });
    const asked = await sam.call('update_tasks', {
      where: [{ field: 'assignee', op: 'eq', value: 'me' }],
      set: { assignee: 'Lena' },
    });
    expect(asked.approval?.title).toBe('Reassign 2 tasks to Lena Schmidt');
    await sam.decide(String(asked.approval?.approvalId), 'approve');
    const { records } = await db.crm.records(Task).find(home.scope);
    expect(records.map(({ assigneeId }) => assigneeId)).toEqual([lena.actor.id, lena.actor.id]);
  });
});

it('a person is put on a deal by name', async ({ db, home, sam }) => {
  const ada = await aContact(db.crm, home.scope, { name: 'Ada Quist' });
  const deal = await aDeal(db.crm, home.scope, { title: 'Northwind rollout' });
  const { reply } = await sam.call('update_deals', { deal: 'Northwind', set: { contact: 'Ada' } });
  expect(reply.text).toBe('Updated **Northwind rollout**: contact is now Ada Quist.');
  expect((await db.crm.records(Opportunity).get(home.scope, deal.id)).contactId).toBe(ada.id);
});

describe('a task for each of many records', () => {
  const each = { entity: 'contact', where: [{ field: 'city', op: 'eq', value: 'Oslo' }] };

  it('is proposed, made with the names and for their owners, and undone as one', async ({
    db,
    home,
    sam,
  }) => {
    const lena = await home.member('Lena Schmidt');
    const { id: companyId } = await aCompany(db.crm, home.scope, { name: 'Northwind' });
    const person = (name: string, more: object = {}) =>
      aContact(db.crm, home.scope, { name, city: 'Oslo', companyId, ...more });
    const ada = await person('Ada Quist', { ownerId: lena.actor.id });
    await person('Bo Tran');
    await person('Cy Elsewhere', { city: 'Rome' });
    const asked = await sam.call('create_task', {
      title: 'Follow up with {name}',
      type: 'call',
      due: '2026-11-30T10:00',
      assignee: 'owner',
      forEach: each,
    });
    expect(asked.approval).toMatchObject({
      title: 'Create 2 tasks “Follow up with {name}”, one for each contact',
      count: 2,
    });
    expect(asked.approval?.sample.map(({ title }) => title).toSorted()).toEqual(['Ada Quist', 'Bo Tran']);
    expect(asked.approval?.changes).toContainEqual({
      label: 'Assignee',
      to: 'whoever looks after the contact',
    });
    const done = await sam.decide(String(asked.approval?.approvalId), 'approve');
    expect(done.reply.text).toBe('Created 2 tasks, one for each contact.');
    const tasks = db.crm.records(Task);
    const { records } = await tasks.find(home.scope, { sort: 'title' });
    expect(records).toMatchObject([
      {
        title: 'Follow up with Ada Quist',
        contactId: ada.id,
        companyId,
        assigneeId: lena.actor.id,
        type: 'call',
      },
      { title: 'Follow up with Bo Tran', assigneeId: home.scope.actor.id },
    ]);
    await sam.call('undo_last', {});
    expect(await tasks.count(home.scope)).toBe(0);
  });

  it('is made of those that are still there, and at once for one alone', async ({ db, home, sam }) => {
    const ada = await aContact(db.crm, home.scope, { name: 'Ada Quist', city: 'Oslo' });
    const bo = await aContact(db.crm, home.scope, { name: 'Bo Tran', city: 'Oslo' });
    const ids = { entity: 'contact', ids: [ada.id, bo.id] };
    const asked = await sam.call('create_task', { title: 'Call', forEach: ids });
    await db.crm.records(Contact).delete(home.scope, bo.id);
    const done = await sam.decide(String(asked.approval?.approvalId), 'approve');
    expect(done.reply.text).toBe(
      'Created 1 task, one for each contact. 1 contact had been deleted meanwhile.',
    );
    const { records } = await db.crm.records(Task).find(home.scope);
    expect(records.map(({ title }) => title)).toEqual(['Call: Ada Quist']);
    const one = await sam.call('create_task', { title: 'Mail', forEach: each });
    expect(one.changes).toHaveLength(1);
  });

  it('needs records that a task can be about, and a filter', async ({ sam }) => {
    const wrong = await sam.call('create_task', {
      title: 'Call',
      forEach: { entity: 'pipeline', text: 'x' },
    });
    expect(wrong.reply.text).toContain('A task cannot be about “pipeline”');
    const all = await sam.call('create_task', { title: 'Call', forEach: { entity: 'deal' } });
    expect(all.reply.text).toContain('Say for which deals');
  });
});
