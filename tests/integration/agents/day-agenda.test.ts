import type { TurnResult } from '@clianta/agents/turn-event.schema';
import { Activity } from '@clianta/crm-core/crm/activity/activity.schema';
import { Task } from '@clianta/crm-core/crm/task/task.schema';
import { expect } from 'vitest';
import { crmTest } from '../../support/fixtures.ts';
import { aContact, aDeal } from '../../support/test-crm.ts';

/** A Monday; the workspace is in Berlin, where it is ten o'clock. */
const it = crmTest.extend('crmOptions', { scope: 'file' }, { now: () => new Date('2026-11-23T09:00:00Z') });

/** The sections of the brief that was shown, each as its lines. */
const sectionsOf = ({ reply }: TurnResult) => {
  const [card] = reply.cards;
  const sections = card?.type === 'brief' ? card.sections : [];
  return Object.fromEntries(sections.map(({ heading, items }) => [heading, items.map(({ text }) => text)]));
};

it('has what is overdue, due and to be met today, whom to follow up with, and deals that slip or close soon', async ({
  db,
  home,
  sam,
}) => {
  const { crm } = db;
  const me = home.scope.actor.id;
  const lena = await home.member('Lena Schmidt');
  const ada = await aContact(crm, home.scope, { name: 'Ada Quist', ownerId: me, followUpAt: '2026-11-20' });
  await aContact(crm, home.scope, { name: 'Bo Later', ownerId: me, followUpAt: '2026-11-24' });
  const task = (title: string, dueAt: string, more: object = {}) =>
    crm.records(Task).create(home.scope, { title, dueAt: new Date(dueAt), assigneeId: me, ...more });
  await task('Send the quote', '2026-11-20T10:00:00Z', { priority: 'urgent', contactId: ada.id });
  await task('Call Ada', '2026-11-23T15:30:00Z', { type: 'call' });
  await task('Done already', '2026-11-20T10:00:00Z', { status: 'completed' });
  await task('Tomorrow', '2026-11-24T10:00:00Z');
  await task('Of Lena', '2026-11-23T10:00:00Z', { assigneeId: lena.actor.id });
  await task('Meet the board', '2026-11-23T13:00:00Z', { type: 'meeting' });
  await crm.records(Activity).create(home.scope, {
    type: 'meeting',
    subject: 'Demo for Northwind',
    at: new Date('2026-11-23T08:00:00Z'),
    userId: me,
  });
  const deal = (title: string, expectedCloseAt: string, more: object = {}) =>
    aDeal(crm, home.scope, { title, expectedCloseAt, ownerId: me, amountMinor: 1_000_000, ...more });
  await deal('Slipping', '2026-11-13');
  await deal('Soon', '2026-11-27', { amountMinor: 500_000, currency: 'EUR' });
  await deal('Not yet', '2026-12-27');
  await deal('Closed', '2026-11-13', { status: 'lost' });

  const result = await sam.call('day_agenda', {});
  expect(result.reply.text).toBe(
    'You have 1 overdue task, 1 task due, 2 meetings, 1 person to follow up with, 1 deal past the close date ($10,000) and 1 deal closing within 7 days (€5,000) today. Start with **Send the quote** (due Fri 20 Nov 2026, 11:00 AM).',
  );
  expect(sectionsOf(result)).toEqual({
    Overdue: ['Send the quote · since Fri 20 Nov 2026, 11:00 AM · urgent'],
    'Due today': ['Call Ada · 4:30 PM'],
    Meetings: ['9:00 AM · Demo for Northwind', '2:00 PM · Meet the board'],
    'Follow up with': ['Ada Quist · due Fri 20 Nov 2026'],
    'Deals past their close date': ['Slipping · $10,000 · was to close Fri 13 Nov 2026, 10 days ago'],
    'Closing within 7 days': ['Soon · €5,000 · closes Fri 27 Nov 2026'],
  });
});

it('is of a teammate or of the whole team, then with names; another day has nothing overdue', async ({
  db,
  home,
  sam,
}) => {
  const lena = await home.member('Lena Schmidt');
  const task = (title: string, dueAt: string, assigneeId: string) =>
    db.crm.records(Task).create(home.scope, { title, dueAt: new Date(dueAt), assigneeId });
  await task('Hers', '2026-11-24T10:00:00Z', lena.actor.id);
  await task('Mine', '2026-11-24T11:00:00Z', home.scope.actor.id);
  await task('Late', '2026-11-20T11:00:00Z', lena.actor.id);
  const hers = await sam.call('day_agenda', { person: 'Lena', day: '2026-11-24' });
  expect(hers.reply.text).toContain('Lena Schmidt has 1 task due on Tue 24 Nov 2026.');
  expect(sectionsOf(hers)).toEqual({ 'Due that day': ['Hers · 11:00 AM'] });
  const all = await sam.call('day_agenda', { person: 'team', day: 'today', until: '2026-11-24' });
  expect(sectionsOf(all)).toEqual({
    Overdue: ['Late · since Fri 20 Nov 2026, 12:00 PM · Lena Schmidt'],
    Due: ['Hers · Tue 24 Nov 2026, 11:00 AM · Lena Schmidt', 'Mine · Tue 24 Nov 2026, 12:00 PM · Sam Rivera'],
  });
});

it('says so when there is nothing, and what is no day', async ({ sam }) => {
  const none = await sam.call('day_agenda', {});
  expect(none.reply.text).toBe(
    'Nothing is on your plate today: no tasks, meetings or follow-ups, and no deal that should close.',
  );
  const wrong = await sam.call('day_agenda', { day: '31 February' });
  expect(wrong.reply.text).toContain('“31 February” is not a day I understand');
});
