import { Task } from '@clianta/crm-core/crm/task/task.schema';
import { expect } from 'vitest';
import { crmTest } from '../../support/fixtures.ts';
import { aCompany, aContact, aDeal } from '../../support/test-crm.ts';

const it = crmTest.extend('crmOptions', { scope: 'file' }, { now: () => new Date('2026-11-23T09:00:00Z') });

it('names overdue calls first, then follow-ups, then the silent people of open deals, each once and with the reason', async ({
  db: { crm },
  home,
  sam,
}) => {
  const ownerId = home.scope.actor.id;
  const lena = await home.member('Lena Schmidt');
  const at = (day: string) => new Date(`${day}T10:00:00Z`);
  const { id: companyId } = await aCompany(crm, home.scope, { name: 'Northwind' });
  const person = (name: string, more: object = {}) => aContact(crm, home.scope, { name, ownerId, ...more });
  const ada = await person('Ada Quist', {
    phone: '+4930123456',
    companyId,
    lastContactedAt: at('2026-08-01'),
  });
  const bo = await person('Bo Tran', { lastContactedAt: at('2026-10-20') });
  const cy = await person('Cy Never');
  const known = await person('Di Known', { lastContactedAt: at('2026-11-20') });
  await person('Ed Follow', { followUpAt: '2026-11-20' });
  const deal = (title: string, contactId: string | undefined, more: object = {}) =>
    aDeal(crm, home.scope, { title, ownerId, contactId, ...more });
  await deal('With Ada', ada.id);
  await deal('With Bo', bo.id, { amountMinor: 1_000_000, expectedCloseAt: '2026-12-04' });
  await deal('With Cy', cy.id);
  await deal('With Di', known.id);
  await deal('Of Lena', known.id, { ownerId: lena.actor.id });
  await deal('Over', bo.id, { status: 'lost' });
  const call = (title: string, dueAt: Date, more: object = {}) =>
    crm.records(Task).create(home.scope, { title, type: 'call', dueAt, assigneeId: ownerId, ...more });
  await call('Call about the quote', at('2026-11-20'), { contactId: ada.id });
  await call('Done', at('2026-11-20'), { status: 'completed', contactId: cy.id });
  await call('Tomorrow', at('2026-11-24'), { contactId: bo.id });

  const { reply } = await sam.call('call_next', {});
  expect(reply.text).toBe(
    'Call **Ada Quist** next: “Call about the quote” was due Fri 20 Nov 2026, 11:00 AM, 3 days ago. After that 3 more are in the table.',
  );
  const [card] = reply.cards;
  expect(card?.type === 'table' && card.rows.map(({ cells }) => [cells.name, cells.why])).toEqual([
    ['Ada Quist', '“Call about the quote” was due Fri 20 Nov 2026, 11:00 AM, 3 days ago'],
    ['Ed Follow', 'the follow-up is due since Fri 20 Nov 2026'],
    ['Cy Never', 'never spoken to; open deal With Cy'],
    ['Bo Tran', 'not spoken to for 33 days; open deal With Bo ($10,000, to close Fri 4 Dec 2026)'],
  ]);
  expect(card?.type === 'table' && card.rows[0]?.cells).toMatchObject({
    companyId: 'Northwind',
    phone: '+49 30 123456',
  });
  const one = await sam.call('call_next', { count: 1, whose: 'Lena' });
  expect(one.reply.text).toContain('Nobody has to be called now');
});

it('knows whom to call about a deal that names nobody: who was spoken to last at its company', async ({
  db: { crm },
  home,
  sam,
}) => {
  const { id: companyId } = await aCompany(crm, home.scope, { name: 'Northwind' });
  await aContact(crm, home.scope, { name: 'Old One', companyId, lastContactedAt: new Date('2026-03-01') });
  await aContact(crm, home.scope, { name: 'New One', companyId, lastContactedAt: new Date('2026-09-01') });
  await aDeal(crm, home.scope, { companyId, ownerId: home.scope.actor.id });
  const { reply } = await sam.call('call_next', {});
  expect(reply.text).toMatch(
    /^Call \*\*New One\*\* next: not spoken to for 83 days; open deal Northwind rollout/,
  );
});
