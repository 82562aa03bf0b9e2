import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { Ticket } from '@clianta/crm-core/crm/ticket/ticket.schema';
import { dayOf } from '@clianta/crm-core/entity/days';
import { newId } from '@clianta/crm-core/entity/ids';
import { undoGroup } from '@clianta/crm-core/entity/undo';
import { RoutingRule } from '@clianta/crm-core/intelligence/routing-rule/routing-rule.schema';
import { TeamMember } from '@clianta/crm-core/workspace/team-member/team-member.schema';
import { Workspace } from '@clianta/crm-core/workspace/workspace/workspace.schema';
import { shareOutMade } from '@clianta/jobs/jobs/share-out.job';
import { shareOut } from '@clianta/jobs/subscribers/share-out';
import { expect } from 'vitest';
import { anEvent } from '../../support/events.ts';
import { crmTest as it } from '../../support/fixtures.ts';

it('a ticket that nobody has goes to whom a rule names, fewest open ones first, once, and goes with its undo', async ({
  db: { crm },
  home,
}) => {
  const { workspaceId, scope } = home;
  const [lena, carl] = await Promise.all([home.member('Lena Schmidt'), home.member('Carl Roth')]);
  const tickets = crm.records(Ticket);
  const opened = async (subject: string, values: object = {}) => {
    const groupId = newId();
    const { id } = await tickets.create({ ...scope, groupId }, { subject, ...values });
    const event = anEvent({
      type: 'ticket.created',
      workspaceId,
      entity: 'ticket',
      recordId: id,
      groupId,
      actor: scope.actor,
      after: { subject, ...values },
    });
    // events come at least once
    for (const _ of ['once', 'again']) await shareOut({ crm, notify: async () => {} }, event);
    return { id, groupId, assigneeId: (await tickets.get(scope, id)).assigneeId };
  };
  expect((await opened('No rule yet')).assigneeId).toBeUndefined();
  const userIds = [lena.actor.id, carl.actor.id];
  const rule = { to: 'least_open' as const, userIds, position: 1 };
  await crm.records(RoutingRule).create(scope, { ...rule, name: 'Leads', entity: 'contact' });
  await crm.records(RoutingRule).create(scope, {
    ...rule,
    name: 'Urgent tickets',
    entity: 'ticket',
    when: [{ field: 'priority', op: 'eq', value: 'urgent' }],
  });
  const urgent = { priority: 'urgent' };
  expect((await opened('Calm')).assigneeId).toBeUndefined();
  await tickets.create(scope, { subject: 'Lena has one', assigneeId: lena.actor.id });
  const first = await opened('Fire', urgent);
  expect(first.assigneeId).toBe(carl.actor.id);
  // somebody who is named beats the rules
  expect((await opened('Sam’s', { ...urgent, assigneeId: scope.actor.id })).assigneeId).toBe(scope.actor.id);
  const { reverted, kept } = await undoGroup(crm, { ...scope, groupId: newId() }, first.groupId);
  expect([reverted.length, kept]).toEqual([2, []]);
  await expect(tickets.get(scope, first.id)).rejects.toThrow();
});

it('what a change of many has made is shared out once, in turn', async ({ db: { crm }, home }) => {
  const { workspaceId, scope, system } = home;
  const [lena, carl] = await Promise.all([home.member('Lena Schmidt'), home.member('Carl Roth')]);
  const userIds = [lena.actor.id, carl.actor.id];
  await crm.records(RoutingRule).create(scope, { name: 'All', position: 1, userIds });
  const groupId = newId();
  const contacts = crm.records(Contact);
  const made = await contacts.createMany(
    { ...scope, groupId, isBulk: true },
    ['Ada', 'Bo', 'Cy', 'Di'].map((name) => ({ id: newId(), input: { name } })),
  );
  expect(made.every(({ kind }) => kind !== 'refused')).toBe(true);
  const of = { workspaceId, entity: 'contact', groupId, actor: scope.actor };
  const { records } = await contacts.find(scope);
  for (const { id, name } of records)
    await shareOut(
      { crm, notify: async () => {} },
      anEvent({ ...of, type: 'contact.created', recordId: id, isBulk: true, after: { name } }),
    );
  const waiting = await crm.work.list(workspaceId, { states: ['waiting'], limit: 100 });
  expect(waiting.filter(({ job }) => job === shareOutMade.name)).toHaveLength(1);
  const order = { kind: 'contact', groupId, actor: scope.actor } as const;
  for (const _ of ['once', 'again'])
    await shareOutMade.run({ crm, workspaceId, scope: system } as never, order);
  const owners = (await contacts.find(scope)).records.map(({ ownerId }) => ownerId);
  expect(owners.toSorted()).toEqual([...userIds, ...userIds].toSorted());
});

it('a contact that no rule fits goes to the default owner, and is said to be routed; not on their day off', async ({
  db: { crm },
  home,
}) => {
  const { workspaceId, scope } = home;
  const lena = await home.member('Lena Schmidt');
  const contacts = crm.records(Contact);
  const come = async (name: string) => {
    const { id } = await contacts.create(scope, { name });
    const { groupId, actor } = { groupId: newId(), actor: scope.actor };
    const event = anEvent({
      type: 'contact.created',
      workspaceId,
      entity: 'contact',
      recordId: id,
      groupId,
      actor,
    });
    await shareOut({ crm, notify: async () => {} }, event);
    const { outbox } = (await crm.store.model(Contact).findById(id).select({ outbox: 1 }).lean()) ?? {};
    return {
      ownerId: (await contacts.get(scope, id)).ownerId,
      events: outbox?.flatMap(({ events }) => events),
    };
  };
  expect((await come('Ada Quist')).ownerId).toBeUndefined();
  await crm.records(Workspace).update(scope, workspaceId, { defaultOwnerId: lena.actor.id });
  const given = await come('Bo Falk');
  expect(given.ownerId).toBe(lena.actor.id);
  expect(given.events).toEqual(expect.arrayContaining(['contact.owner_changed', 'lead.routed']));
  const { records } = await crm.records(TeamMember).find(scope, { search: 'Lena' });
  await crm
    .records(TeamMember)
    .update(scope, records[0]?.id ?? '', { daysOff: [dayOf(crm.now(), home.timeZone)] });
  expect((await come('Cy Roth')).ownerId).toBeUndefined();
});
