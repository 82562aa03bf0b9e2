import { Activity } from '@clianta/crm-core/crm/activity/activity.schema';
import { expect } from 'vitest';
import { sharedCrmTest } from '../../support/fixtures.ts';
import { aCompany } from '../../support/test-crm.ts';

const it = sharedCrmTest.extend(
  'crmOptions',
  { scope: 'file' },
  { now: () => new Date('2026-11-25T09:00:00Z') },
);

it.beforeAll(async ({ db: { crm }, home }) => {
  const lena = await home.member('Lena Schmidt');
  const { id: companyId } = await aCompany(crm, home.scope, { name: 'Northwind' });
  const log = (type: 'call' | 'note' | 'change', day: string, userId: string, more: object = {}) =>
    crm.records(Activity).create(home.scope, {
      type,
      subject: `${type} ${day}`,
      at: new Date(`${day}T10:00:00Z`),
      userId,
      ...more,
    });
  await log('call', '2026-11-23', lena.actor.id, { companyId });
  await log('call', '2026-11-24', lena.actor.id);
  await log('call', '2026-11-17', lena.actor.id);
  await log('call', '2026-11-18', home.scope.actor.id);
  await log('note', '2026-11-24', home.scope.actor.id, { companyId });
  await log('change', '2026-11-24', home.scope.actor.id, { companyId });
});

it('are counted by kind and time', async ({ sam }) => {
  const where = [
    { field: 'type', op: 'eq', value: 'call' },
    { field: 'at', op: 'gte', value: '2026-11-23' },
  ];
  const { reply } = await sam.call('search_activities', { where, countOnly: true });
  expect(reply.text).toBe('There are 2 activities.');
});

it('are grouped by person and by week, without what Clianta notes itself', async ({ sam }) => {
  const rows = async (groupBy: string) => {
    const [card] = (await sam.call('search_activities', { groupBy })).reply.cards;
    return card?.type === 'table' && card.rows.map(({ cells }) => [cells.group, cells.count]);
  };
  expect(await rows('rep')).toEqual([
    ['Lena Schmidt', '3'],
    ['Sam Rivera', '2'],
  ]);
  expect(await rows('at per week')).toEqual([
    ['W47 2026', '2'],
    ['W48 2026', '3'],
  ]);
  expect(await rows('company')).toEqual([
    ['None', '3'],
    ['Northwind', '2'],
  ]);
});

it('that Clianta notes are listed when they are asked for', async ({ sam }) => {
  const where = [{ field: 'type', op: 'in', value: ['note', 'change'] }];
  const { reply } = await sam.call('search_activities', { where });
  expect(reply.text).toBe('I found 2 activities.');
});
