import { newId } from '@clianta/crm-core/entity/ids';
import { describe, expect } from 'vitest';
import { apiTest as it } from '../../support/api-fixtures.ts';

const where = (field: string, op: string, value?: unknown) => ({
  field,
  op,
  ...(value !== undefined && { value }),
});
const query = (filter: object) => encodeURIComponent(JSON.stringify(filter));

describe('lists of records', () => {
  it('read a filter in words, with the noun or without it, and name what they could not read', async ({
    sam,
  }) => {
    const read = (text: string, entity = 'contact') => sam.call('POST', '/filters/read', { entity, text });
    const berlin = await read('companies in Berlin without an owner', 'company');
    expect(berlin.body).toEqual({
      filter: { where: [where('city', 'eq', 'Berlin'), where('ownerId', 'is_empty')] },
      unread: [],
    });
    expect((await read('in Berlin without an owner', 'company')).body).toEqual(berlin.body);
    const list = await sam.call('GET', `/companies?filter=${query(berlin.body.filter)}&count=true`);
    expect(list.status).toBe(200);
    const large = await read('over 20k, largest first', 'opportunity');
    expect(large.body.filter.where).toContainEqual(where('amountMinor', 'gt', 2_000_000));
    expect(large.body.sort).toBe('-amountMinor');
    expect((await read('in Berlin with blorptastic')).body.unread).toContain('blorptastic');
  });

  it('refuse to be narrowed by what is about other records, or of a kind that there is none of', async ({
    sam,
  }) => {
    const other = await sam.call('POST', '/filters/read', { entity: 'contact', text: 'deals over 20k' });
    expect([other.status, other.body.error.message]).toEqual([
      400,
      'That is about deals; this is the list of contacts.',
    ]);
    const none = await sam.call('POST', '/filters/read', { entity: 'session', text: 'all' });
    expect(none.status).toBe(400);
  });

  it('propose a change of many records as the chat does, and make it once it is approved', async ({
    sam,
    tom,
  }) => {
    const city = `Bulkville ${newId()}`;
    const made = await Promise.all(
      ['One', 'Two', 'Three'].map((name) => sam.call('POST', '/contacts', { name: `Bulk ${name}`, city })),
    );
    const ids = made.map(({ body }) => body.id as string);
    const change = {
      entity: 'contact',
      action: 'update',
      filter: { where: [where('id', 'in', ids.slice(0, 2))] },
      set: { status: 'qualified', companyId: null },
    };
    expect((await tom.call('POST', '/list-changes', change)).status).toBe(403);
    const proposed = await sam.call('POST', '/list-changes', change);
    expect(proposed.status).toBe(201);
    expect(proposed.body.approval).toMatchObject({ count: 2, status: 'pending' });
    const state = async () =>
      (
        await sam.call('GET', `/contacts?filter=${query({ where: [where('city', 'eq', city)] })}`)
      ).body.records
        .map((one: { status: string }) => one.status)
        .sort();
    expect(await state()).toEqual(['new', 'new', 'new']);
    const decision = { approvalId: proposed.body.approval.approvalId, decision: 'approve' };
    const { conversationId } = proposed.body;
    await sam.call('POST', '/agents/chat', { conversationId, decision });
    expect(await state()).toEqual(['new', 'qualified', 'qualified']);
  });

  it('propose on stored values: an amount in a filter means what it says', async ({ sam }) => {
    const title = `Bulk deal ${newId()}`;
    for (const [at, amountMinor] of [100_00, 900_00, 950_00].entries())
      await sam.call('POST', '/opportunities', { title: `${title} ${at}`, amountMinor });
    const proposed = await sam.call('POST', '/list-changes', {
      entity: 'opportunity',
      action: 'delete',
      filter: { where: [where('amountMinor', 'gte', 900_00), where('title', 'starts_with', title)] },
    });
    expect(proposed.body.approval).toMatchObject({ count: 2, isDestructive: true });
  });

  it('propose to make one of two, with the values that were chosen; a pair is only ever dismissed by hand', async ({
    sam,
    tom,
  }) => {
    const make = async (values: object) => (await sam.call('POST', '/contacts', values)).body.id as string;
    const [one, two] = [
      await make({ name: 'Ida Frost', jobTitle: 'Buyer' }),
      await make({ name: 'I. Frost', jobTitle: 'CFO', city: 'Turin' }),
    ];
    const merge = {
      entity: 'contact',
      action: 'merge',
      filter: { where: [where('id', 'in', [one, two])] },
      keepId: one,
      choices: { jobTitle: two },
    };
    expect((await tom.call('POST', '/list-changes', merge)).status).toBe(403);
    const proposed = await sam.call('POST', '/list-changes', merge);
    expect(proposed.body.approval).toMatchObject({ title: 'Merge 2 contacts into Ida Frost', count: 2 });
    const decision = { approvalId: proposed.body.approval.approvalId, decision: 'approve' };
    const { conversationId } = proposed.body;
    await sam.call('POST', '/agents/chat', { conversationId, decision });
    expect((await sam.call('GET', `/contacts/${one}`)).body).toMatchObject({
      jobTitle: 'CFO',
      city: 'Turin',
    });
    const [pair] = (await sam.call('GET', '/duplicate-pairs')).body.records;
    expect(pair).toMatchObject({ status: 'merged', keptId: one });
    expect((await sam.call('PATCH', `/duplicate-pairs/${pair.id}`, { score: 0 })).status).toBe(400);
    expect((await tom.call('PATCH', `/duplicate-pairs/${pair.id}`, { status: 'dismissed' })).status).toBe(
      403,
    );
    expect(
      (await sam.call('POST', '/duplicate-pairs', { entity: 'contact', aId: one, bId: two })).status,
    ).toBe(400);
    const deals = { ...merge, entity: 'opportunity', filter: {} };
    expect((await sam.call('POST', '/list-changes', deals)).status).toBe(400);
  });

  it('count and add up in groups', async ({ sam }) => {
    const request = { groupBy: ['stageId'], of: ['amountMinor'] };
    const { status, body } = await sam.call('GET', `/opportunities/totals?request=${query(request)}`);
    expect(status).toBe(200);
    const counted = body.groups.reduce((sum: number, group: { count: number }) => sum + group.count, 0);
    expect(counted).toBe(body.all.count);
    expect((await sam.call('GET', '/opportunities/totals?request=oops')).status).toBe(400);
  });
});

describe('saved views', () => {
  it('are their maker’s until they are shared, and changed by nobody else but an admin', async ({
    sam,
    tom,
  }) => {
    const own = (await sam.call('GET', '/team-members?search=Sam')).body.records[0].userId;
    const view = {
      name: 'Berlin',
      entity: 'contact',
      userId: own,
      filter: { where: [where('city', 'eq', 'Berlin')] },
      columns: ['name', 'city'],
    };
    const { body: saved, status } = await sam.call('POST', '/saved-views', view);
    expect(status).toBe(201);
    const seen = async () =>
      (await tom.call('GET', '/saved-views')).body.records.map((one: { id: string }) => one.id);
    expect(await seen()).not.toContain(saved.id);
    await sam.call('PATCH', `/saved-views/${saved.id}`, { isShared: true });
    expect(await seen()).toContain(saved.id);
    expect((await tom.call('PATCH', `/saved-views/${saved.id}`, { name: 'Mine' })).status).toBe(403);
    expect((await tom.call('DELETE', `/saved-views/${saved.id}`)).status).toBe(403);
    expect((await tom.call('POST', '/saved-views', { ...view, name: 'For Sam' })).status).toBe(403);
    const dragons = await sam.call('POST', '/saved-views', { ...view, name: 'x', entity: 'dragon' });
    expect(dragons.status).toBe(400);
  });
});

describe('conversations', () => {
  it('are renamed, pinned, found by what was said and deleted by the person whose they are', async ({
    sam,
    tom,
  }) => {
    const word = `zebra${newId()}`;
    const { body } = await sam.call('POST', '/agents/chat', { message: `Hello ${word}` });
    const path = `/own-conversations/${body.conversationId}`;
    expect((await tom.call('PATCH', path, { title: 'Mine' })).status).toBe(404);
    const renamed = await sam.call('PATCH', path, { title: 'Animals', isPinned: true });
    expect(renamed.body).toMatchObject({ title: 'Animals', isPinned: true });
    expect((await sam.call('PATCH', path, {})).status).toBe(400);
    expect((await sam.call('DELETE', path)).status).toBe(200);
    expect((await sam.call('GET', `/conversations/${body.conversationId}`)).status).toBe(404);
  });

  it('speak of the record that was chosen, if the person may read it', async ({ sam, tom }) => {
    const { body: contact } = await sam.call('POST', '/contacts', { name: `Fay ${newId()}`, city: 'Turku' });
    const { body } = await sam.call('POST', '/agents/chat', { message: 'Hello', thread: 'focus' });
    const path = `/own-conversations/${body.conversationId}/focus`;
    const focus = { entity: 'contact', id: contact.id };
    expect((await tom.call('POST', path, focus)).status).toBe(404);
    expect((await sam.call('POST', path, { ...focus, id: newId() })).status).toBe(404);
    expect((await sam.call('POST', path, focus)).body.title).toBe(contact.name);
    const answer = await sam.call('POST', '/agents/chat', {
      conversationId: body.conversationId,
      message: 'What city does she live in?',
    });
    expect(answer.body.reply.text).toContain('Turku');
  });

  it('are not deleted while a proposal in them waits', async ({ sam }) => {
    const proposed = await sam.call('POST', '/list-changes', {
      entity: 'contact',
      action: 'delete',
      filter: { where: [where('status', 'eq', 'new')] },
    });
    const { conversationId, approval } = proposed.body;
    expect((await sam.call('DELETE', `/own-conversations/${conversationId}`)).status).toBe(409);
    const decision = { approvalId: approval.approvalId, decision: 'reject' };
    await sam.call('POST', '/agents/chat', { conversationId, decision });
    const found = await sam.call('GET', '/own-conversations/search?q=chosen%20contacts');
    expect(found.body.conversations.map(({ id }: { id: string }) => id)).toContain(conversationId);
  });
});
