import { readToday } from '@clianta/agents/agents/briefing/today';
import { catalogue } from '@clianta/agents/registry';
import { readingContext } from '@clianta/agents/tools/reading-context';
import { searchEverything } from '@clianta/bot/search/search-everything';
import { Conversation } from '@clianta/crm-core/conversations/conversation/conversation.schema';
import { noteActive } from '@clianta/crm-core/conversations/notice/presence';
import { Company } from '@clianta/crm-core/crm/company/company.schema';
import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { Task } from '@clianta/crm-core/crm/task/task.schema';
import type { Scope } from '@clianta/crm-core/entity/scope';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openOwnDatabase } from '../../support/own-database.ts';
import {
  aCompany,
  aContact,
  aDeal,
  aWorkspace,
  type TestDatabase,
  type TestWorkspace,
} from '../../support/test-crm.ts';

let now = new Date('2026-03-03T12:00:00.000Z');
let db: TestDatabase;
beforeAll(async () => {
  db = await openOwnDatabase({ now: () => now });
});
afterAll(() => db.close());

describe('a person’s day', () => {
  let home: TestWorkspace;
  const today = async (scope: Scope) => readToday(await readingContext(db.crm, catalogue, scope));

  it('of an empty workspace has nothing but that it is empty', async () => {
    home = await aWorkspace(db.crm);
    expect(await today(home.scope)).toMatchObject({
      isEmpty: true,
      mayWrite: true,
      prompts: [],
      overdue: { count: 0, items: [] },
    });
  });

  it('has what is late and due of one’s own, deals that slip, and what to say about records that there are', async () => {
    const { scope } = home;
    const ownerId = scope.actor.id;
    const carlos = await home.member('Carlos Diaz', 'viewer');
    const company = await aCompany(db.crm, scope, { name: 'Northwind' });
    await aDeal(db.crm, scope, {
      title: 'Northwind rollout',
      companyId: company.id,
      ownerId,
      expectedCloseAt: '2026-02-27',
      amountMinor: 1_200_000,
    });
    const task = (title: string, dueAt: string, assigneeId = ownerId) =>
      db.crm
        .records(Task)
        .create(scope, { title, assigneeId, dueAt: new Date(dueAt), companyId: company.id });
    const late = await task('Send the offer', '2026-03-01T09:00:00Z');
    await task('Call back', '2026-03-03T16:00:00Z');
    await task('Not mine', '2026-03-03T16:00:00Z', carlos.actor.id);
    const own = await today(scope);
    expect(own.overdue).toMatchObject({
      count: 1,
      items: [
        { id: late.id, version: late.version, plural: 'tasks', title: 'Send the offer', about: 'Northwind' },
      ],
    });
    expect(own.due.items.map(({ title }) => title)).toEqual(['Call back']);
    expect(own.slipped.items).toMatchObject([{ title: 'Northwind rollout', expectedCloseAt: '2026-02-27' }]);
    expect(own.prompts).toContain('Prepare me for my call with Northwind');
    expect(own.prompts).toContain('Mark the task Send the offer as done');
    expect(own.snoozes).toContainEqual({ name: 'monday', at: new Date('2026-03-09T08:00:00Z') });
    const others = await today(carlos);
    expect(others).toMatchObject({ mayWrite: false, isEmpty: false, overdue: { count: 0 } });
    expect(others.prompts.length).toBeGreaterThan(2);
    expect(others.prompts.join()).not.toMatch(/Push|Remind|Mark/);
  });

  it('tells what others did since one was here before, and not what one did oneself', async () => {
    const { scope, workspaceId } = home;
    const priya = await home.member('Priya Nair');
    await noteActive(db.crm, workspaceId, scope.actor.id);
    expect((await today(scope)).news).toBeUndefined();
    now = new Date('2026-03-03T15:00:00.000Z');
    const [deal] = (await db.crm.records(Opportunity).find(scope, { limit: 1 })).records;
    await db.crm.records(Opportunity).update(priya, deal?.id ?? '', { amountMinor: 900_000 });
    await aContact(db.crm, scope, { name: 'Ada Quist', ownerId: scope.actor.id });
    await noteActive(db.crm, workspaceId, scope.actor.id);
    expect((await today(scope)).news).toMatchObject({
      since: new Date('2026-03-03T12:00:00.000Z'),
      count: 1,
      items: [{ title: 'Northwind rollout', change: 'updated', by: 'Priya Nair', plural: 'opportunities' }],
    });
  });
});

describe('finding by name', () => {
  it('finds records of every kind by beginnings and with a typo, the best first, and one’s own conversations', async () => {
    const home = await aWorkspace(db.crm);
    const { scope } = home;
    const find = (text: string, reader: Scope = scope) => searchEverything(db.crm, catalogue, reader, text);
    const acme = await aCompany(db.crm, scope, { name: 'Acme' });
    await aCompany(db.crm, scope, { name: 'Acme Labs' });
    await aDeal(db.crm, scope, { title: 'Acme licences', companyId: acme.id });
    await aContact(db.crm, scope, { name: 'Zoë Quist' });
    await db.crm.records(Conversation).create(home.system, {
      userId: scope.actor.id,
      channel: 'web',
      title: 'Acme and the rest',
      lastMessageAt: now,
    });
    const found = await find('acme');
    expect(found.groups.map(({ plural, hits }) => [plural, hits.map(({ title }) => title)])).toEqual([
      ['companies', ['Acme', 'Acme Labs']],
      ['opportunities', ['Acme licences']],
    ]);
    expect(found.groups[1]?.hits[0]).toMatchObject({ entity: 'opportunity', kind: 'deal', subtitle: 'Acme' });
    expect(found.conversations).toMatchObject([{ title: 'Acme and the rest' }]);
    expect((await find('quits')).groups[0]?.hits).toMatchObject([{ title: 'Zoë Quist' }]);
    // a company so called comes before people who only have an address there
    await aContact(db.crm, scope, { name: 'Ulf Berg', email: 'ulf@acme.example' });
    expect((await find('acne')).groups.map(({ plural }) => plural)).toEqual([
      'companies',
      'opportunities',
      'contacts',
    ]);
    expect(await find(' .*$ ')).toEqual({ groups: [], conversations: [] });
    const carlos = await home.member('Carlos Diaz', 'viewer');
    expect((await find('acme', carlos)).conversations).toEqual([]);
    const elsewhere = await aWorkspace(db.crm);
    expect(await find('acme', elsewhere.scope)).toEqual({ groups: [], conversations: [] });
    await db.crm.records(Company).delete(scope, acme.id);
    expect((await find('acme')).groups[0]?.hits.map(({ title }) => title)).toEqual(['Acme Labs']);
  });
});
