import { AgentTurn } from '@clianta/crm-core/conversations/agent-turn/agent-turn.schema';
import { AIMemory } from '@clianta/crm-core/conversations/ai-memory/ai-memory.schema';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { CustomFieldDefinition } from '@clianta/crm-core/crm/custom-field-definition/custom-field-definition.schema';
import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { Pipeline } from '@clianta/crm-core/crm/pipeline/pipeline.schema';
import { bulkChange, dryRun } from '@clianta/crm-core/entity/bulk';
import { newId } from '@clianta/crm-core/entity/ids';
import { operation, type Scope } from '@clianta/crm-core/entity/scope';
import { undoGroup } from '@clianta/crm-core/entity/undo';
import { ConflictError, ForbiddenError, InvalidError, NotFoundError } from '@clianta/crm-core/errors';
import { entities } from '@clianta/crm-core/registry';
import { UserAction } from '@clianta/crm-core/tracking/user-action/user-action.schema';
import { TeamMember } from '@clianta/crm-core/workspace/team-member/team-member.schema';
import { User } from '@clianta/crm-core/workspace/user/user.schema';
import { describe, expect, vi } from 'vitest';
import { aRecordOfEvery } from '../../support/every-entity.ts';
import { crmTest } from '../../support/fixtures.ts';
import { aCompany, aContact, aDeal, aWorkspace } from '../../support/test-crm.ts';

const it = crmTest
  .extend(
    'audit',
    ({ db }) =>
      async (scope: Scope, recordId: string) =>
        (
          await db.crm
            .records(UserAction)
            .find(scope, { where: [{ field: 'recordId', op: 'eq', value: recordId }], sort: 'recordVersion' })
        ).records,
  )
  .extend(
    'define',
    ({ db, home }) =>
      (type: string, options: Record<string, unknown> = {}) =>
        db.crm.records(CustomFieldDefinition).create(home.scope, {
          entity: 'contact',
          key: `${type}Field`,
          label: `${type} field`,
          type,
          ...options,
        } as never),
  )
  .extend(
    'kept',
    ({ db, home }) =>
      async (key: string, value: unknown) =>
        (await aContact(db.crm, home.scope, { customFields: { [key]: value } })).customFields?.[key],
  );

describe('writing a record', () => {
  it('leaves one audit entry for each write, with what was before and after, who, and through whom', async ({
    db,
    home,
    audit,
  }) => {
    const scope = { ...home.scope, via: 'contactAgent', turnId: 'turn-1', channel: 'slack' };
    const contact = await aContact(db.crm, scope, { email: 'ada@x.example' });
    await db.crm.records(Contact).update(scope, contact.id, { phone: '+14155550100', email: null });
    const [created, updated] = await audit(home.scope, contact.id);
    expect(created).toMatchObject({
      change: 'created',
      recordVersion: 1,
      actor: { name: 'Sam Rivera' },
      via: 'contactAgent',
      turnId: 'turn-1',
      channel: 'slack',
    });
    expect(updated).toMatchObject({
      change: 'updated',
      before: { phone: null, email: 'ada@x.example' },
      after: { phone: '+14155550100', email: null },
    });
  });

  it('keeps the audit entry and the events in the written document until the relay has taken them', async ({
    db,
    home,
  }) => {
    const contact = await aContact(db.crm, home.scope);
    const stored = await db.crm.store
      .model('contact')
      .findOne({ _id: contact.id })
      .lean<{ outbox: Array<{ events: string[] }> }>();
    expect(stored?.outbox).toHaveLength(1);
    expect(stored?.outbox[0]?.events).toEqual(['contact.created']);
  });

  it('writes nothing when nothing changes', async ({ db, home, audit }) => {
    const contact = await aContact(db.crm, home.scope, { phone: '+14155550100' });
    const same = await db.crm.records(Contact).update(home.scope, contact.id, { phone: '+14155550100' });
    expect(same.version).toBe(1);
    expect(await audit(home.scope, contact.id)).toHaveLength(1);
  });

  it('names every wrong field of a refused input', async ({ db, home }) => {
    const wrong = db.crm
      .records(Contact)
      .create(home.scope, { name: '', email: 'nobody', color: 'red' } as never);
    await expect(wrong).rejects.toThrow(InvalidError);
    await expect(wrong).rejects.toMatchObject({
      fields: { email: expect.stringContaining('not an e-mail'), color: 'is not a known field' },
    });
  });

  it('names the holder of a unique value that is taken, and lets it be used again once that is deleted', async ({
    db,
    home,
  }) => {
    const first = await aContact(db.crm, home.scope, { email: 'ada@x.example' });
    const second = aContact(db.crm, home.scope, { name: 'Bo', email: 'ADA@x.example' });
    await expect(second).rejects.toThrow(ConflictError);
    await expect(second).rejects.toMatchObject({ existingId: first.id });
    await db.crm.records(Contact).delete(home.scope, first.id);
    const third = await aContact(db.crm, home.scope, { name: 'Bo', email: 'ada@x.example' });
    await expect(db.crm.records(Contact).restore(home.scope, first.id)).rejects.toMatchObject({
      existingId: third.id,
    });
  });

  it('refuses a stale version and lets exactly one of two writers win', async ({ db, home }) => {
    const contact = await aContact(db.crm, home.scope);
    const service = db.crm.records(Contact);
    const writes = await Promise.allSettled(
      ['one', 'two', 'three'].map((city) => service.update(home.scope, contact.id, { city }, { version: 1 })),
    );
    expect(writes.filter((write) => write.status === 'fulfilled')).toHaveLength(1);
    expect((await service.get(home.scope, contact.id)).version).toBe(2);
  });

  it('applies every one of many concurrent changes to different fields', async ({ db, home }) => {
    const contact = await aContact(db.crm, home.scope);
    const service = db.crm.records(Contact);
    await Promise.all([
      service.update(home.scope, contact.id, { city: 'Bergen' }),
      service.update(home.scope, contact.id, { country: 'Norway' }),
      service.update(home.scope, contact.id, { jobTitle: 'CTO' }),
    ]);
    const after = await service.get(home.scope, contact.id);
    expect(after).toMatchObject({ city: 'Bergen', country: 'Norway', jobTitle: 'CTO', version: 4 });
  });

  it('changes nothing twice when a repeatable operation runs again', async ({ db, home, audit }) => {
    const run = async () => {
      const scope = { ...home.scope, operation: operation(`${home.workspaceId}.s1.0`) };
      const contact = await aContact(db.crm, scope, { email: 'ada@x.example' });
      return db.crm.records(Contact).update(scope, contact.id, { city: 'Bergen' });
    };
    const first = await run();
    const again = await run();
    expect(again.id).toBe(first.id);
    expect(again.version).toBe(first.version);
    expect(await db.crm.records(Contact).count(home.scope)).toBe(1);
    expect(await audit(home.scope, first.id)).toHaveLength(2);
  });
});

describe('tenants', () => {
  it('never mix: for every entity another workspace reads, counts, changes, deletes and restores nothing', async ({
    db,
    home,
  }) => {
    const other = await aWorkspace(db.crm);
    for (const { entity, id } of await aRecordOfEvery(db.crm, home)) {
      const service = db.crm.records(entity);
      const before = await service.get(home.system, id);
      await expect(service.get(other.system, id), entity.name).rejects.toThrow(NotFoundError);
      expect((await service.getMany(other.system, [id])).size, entity.name).toBe(0);
      expect(
        await service.count(other.system, { where: [{ field: 'id', op: 'eq', value: id }] }),
        entity.name,
      ).toBe(0);
      expect(await service.findOne(other.system, { _id: id }), entity.name).toBeUndefined();
      for (const write of [
        () => service.delete(other.system, id),
        () => service.restore(other.system, id),
        () => service.update(other.system, id, {} as never),
        () => service.revert(other.system, id, {}, before.version),
      ]) {
        await expect(write(), entity.name).rejects.toThrow(NotFoundError);
      }
      const all = { where: [{ field: 'id', op: 'eq', value: id }] } as const;
      const bulk = await bulkChange(service, other.system, { where: [...all.where] }, { kind: 'delete' });
      expect(bulk, entity.name).toMatchObject({ changed: [], failed: [] });
      expect(await service.get(home.system, id), entity.name).toEqual(before);
    }
  });

  it('refuse a reference to a record of another workspace', async ({ db, home }) => {
    const other = await aWorkspace(db.crm);
    const foreign = await aCompany(db.crm, other.scope);
    await expect(aContact(db.crm, home.scope, { companyId: foreign.id })).rejects.toMatchObject({
      fields: { companyId: expect.any(String) },
    });
  });

  it('need a scope: without one every method throws', async ({ db }) => {
    for (const entity of entities) {
      const service = db.crm.records(entity);
      await expect(service.find(undefined as never), entity.name).rejects.toThrow(ForbiddenError);
      await expect(service.create({ workspaceId: '' } as never, {} as never), entity.name).rejects.toThrow(
        ForbiddenError,
      );
      await expect(service.query(undefined as never), entity.name).rejects.toThrow(ForbiddenError);
    }
  });

  it('let no operator in through a filter', async ({ db, home }) => {
    await aContact(db.crm, home.scope);
    const service = db.crm.records(Contact);
    const find = (value: unknown) =>
      service.find(home.scope, { where: [{ field: 'name', op: 'eq', value }] });
    await expect(find({ $ne: '' })).rejects.toThrow(InvalidError);
    await expect(
      service.find(home.scope, { where: [{ field: 'workspaceId', op: 'ne', value: 'x' }] }),
    ).rejects.toThrow(/no field/);
    await expect(
      service.find(home.scope, { where: [{ field: '$where', op: 'eq', value: '1' }] }),
    ).rejects.toThrow(/no field/);
    expect(
      (await service.find(home.scope, { where: [{ field: 'name', op: 'contains', value: '.*' }] })).records,
    ).toEqual([]);
  });
});

describe('roles', () => {
  it('let a viewer read but not write, and only an admin change pipelines', async ({ db, home }) => {
    const viewer = await home.member('Vera Weber', 'viewer');
    const member = await home.member('Mo Novak', 'member');
    const contact = await aContact(db.crm, member);
    expect((await db.crm.records(Contact).get(viewer, contact.id)).name).toBe('Ada Quist');
    await expect(db.crm.records(Contact).update(viewer, contact.id, { city: 'x' })).rejects.toThrow(
      ForbiddenError,
    );
    const { records } = await db.crm.records(Pipeline).find(member);
    const pipeline = records[0];
    await expect(
      db.crm.records(Pipeline).update(member, String(pipeline?.id), { name: 'x' }),
    ).rejects.toThrow(/at least admin/);
  });

  it('keep what is private to a user from everybody else, admins too', async ({ db, home }) => {
    const member = await home.member('Mo Novak');
    const turn = await db.crm.records(AgentTurn).create(home.system, {
      conversationId: 'c',
      userId: member.actor.id,
      message: 'hello',
      status: 'done',
    });
    expect((await db.crm.records(AgentTurn).get(member, turn.id)).message).toBe('hello');
    await expect(db.crm.records(AgentTurn).get(home.scope, turn.id)).rejects.toThrow(NotFoundError);
  });

  it('let an admin neither become an owner nor remove one, and leave a workspace its last owner', async ({
    db,
    home,
  }) => {
    const admin = await home.member('Ada Admin', 'admin');
    const members = db.crm.records(TeamMember);
    const memberOf = async (scope: Scope) => {
      const found = await members.findOne(home.system, { userId: scope.actor.id });
      if (!found) throw new Error('no such member');
      return found.id;
    };
    const [owner, own] = [await memberOf(home.scope), await memberOf(admin)];
    await expect(members.update(admin, own, { role: 'owner' })).rejects.toThrow(ForbiddenError);
    await expect(members.update(admin, owner, { role: 'viewer' })).rejects.toThrow(ForbiddenError);
    await expect(members.delete(admin, owner)).rejects.toThrow(ForbiddenError);
    await expect(members.delete(home.scope, owner)).rejects.toThrow(/removes themselves/);
    await expect(members.update(home.scope, owner, { role: 'member' })).rejects.toThrow(/needs an owner/);
    await members.update(home.scope, own, { role: 'owner' });
    expect(await members.update(home.scope, owner, { role: 'member' })).toMatchObject({ role: 'member' });
  });

  it('keep the account of somebody who is in other workspaces, or is an owner, from an admin', async ({
    db,
    home,
  }) => {
    const admin = await home.member('Ada Admin', 'admin');
    const guest = await home.member('Gus Guest');
    const users = db.crm.records(User);
    const email = `${newId()}@taken.example`;
    await users.update(admin, guest.actor.id, { email });
    const other = await aWorkspace(db.crm);
    await users.update(home.system, guest.actor.id, { workspaceIds: [home.workspaceId, other.workspaceId] });
    await expect(users.update(admin, guest.actor.id, { email: `x${email}` })).rejects.toThrow(ForbiddenError);
    await expect(users.update(admin, home.scope.actor.id, { isActive: false })).rejects.toThrow(
      ForbiddenError,
    );
    await users.update(home.scope, home.scope.actor.id, { name: 'Sam R.' });
  });

  it('never show hidden fields', async ({ db, home }) => {
    const { records } = await db.crm.records(db.crm.store.entity('user')).find(home.scope);
    expect(records.length).toBeGreaterThan(0);
    expect(JSON.stringify(records)).not.toContain('argon2');
  });
});

describe('finding records', () => {
  it('searches by prefix, without regard to case or accents, and forgives one typo', async ({ db, home }) => {
    await aContact(db.crm, home.scope, { name: 'Zoë Lindqvist', email: 'zoe@x.example' });
    await aContact(db.crm, home.scope, { name: 'Anton Linde' });
    const names = async (search: string) =>
      (await db.crm.records(Contact).find(home.scope, { search, sort: 'name' })).records.map((r) => r.name);
    expect(await names('zoe')).toEqual(['Zoë Lindqvist']);
    expect(await names('LIND')).toEqual(['Anton Linde', 'Zoë Lindqvist']);
    expect(await names('zoe lindq')).toEqual(['Zoë Lindqvist']);
    expect(await names('lindqivst')).toEqual(['Zoë Lindqvist']);
    expect(await names('lindquvist')).toEqual(['Zoë Lindqvist']);
    expect(await names('nobody')).toEqual([]);
  });

  it('pages through every record once, in order, also over equal and missing values', async ({
    db,
    home,
  }) => {
    for (let i = 0; i < 23; i++)
      await aContact(db.crm, home.scope, {
        name: `Person ${i}`,
        ...(i % 3 && { city: i % 2 ? 'Bergen' : 'Oslo' }),
      });
    for (const sort of ['city', '-city', 'name', '-createdAt']) {
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await db.crm
          .records(Contact)
          .find(home.scope, { sort, limit: 5, ...(cursor && { cursor }) });
        seen.push(...page.records.map((record) => record.id));
        cursor = page.nextCursor;
      } while (cursor);
      expect(new Set(seen).size, sort).toBe(23);
      expect(seen, sort).toHaveLength(23);
    }
  });

  it("pages by a field of the workspace's own, and by no list", async ({ db, home }) => {
    await db.crm
      .records(CustomFieldDefinition)
      .create(home.scope, { entity: 'contact', key: 'seats', label: 'Seats', type: 'number' });
    for (let i = 0; i < 9; i++)
      await aContact(db.crm, home.scope, { name: `P${i}`, ...(i % 3 && { customFields: { seats: i % 4 } }) });
    const find = (sort: string, cursor?: string) =>
      db.crm.records(Contact).find(home.scope, { sort, limit: 2, ...(cursor && { cursor }) });
    for (const sort of ['customFields.seats', '-customFields.seats']) {
      const seen: string[] = [];
      let page = await find(sort);
      seen.push(...page.records.map(({ name }) => name));
      while (page.nextCursor && seen.length < 20) {
        page = await find(sort, page.nextCursor);
        seen.push(...page.records.map(({ name }) => name));
      }
      expect(seen.toSorted(), sort).toEqual(Array.from({ length: 9 }, (_, i) => `P${i}`));
    }
    await expect(find('tags')).rejects.toThrow(/Cannot sort/);
    await expect(find('customFields.nothing')).rejects.toThrow(InvalidError);
  });

  it('neither repeats nor loses a record that stays, while others come and go between two pages', async ({
    db,
    home,
  }) => {
    const ids: string[] = [];
    for (let i = 0; i < 12; i++)
      ids.push((await aContact(db.crm, home.scope, { name: `M${i % 3}`, city: 'Oslo' })).id);
    const service = db.crm.records(Contact);
    const seen: string[] = [];
    let cursor: string | undefined;
    for (let page = 0; page < 10; page++) {
      const found = await service.find(home.scope, { sort: 'name', limit: 3, ...(cursor && { cursor }) });
      seen.push(...found.records.map(({ id }) => id));
      cursor = found.nextCursor;
      if (!cursor) break;
      await aContact(db.crm, home.scope, { name: 'M0' });
      const last = found.records.at(-1)?.id ?? '';
      await service.delete(home.scope, last);
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(ids.filter((id) => !seen.includes(id))).toEqual([]);
  });

  it('keeps forgiving typos on the pages after the first, and begins it on none', async ({ db, home }) => {
    for (let i = 0; i < 5; i++) await aContact(db.crm, home.scope, { name: `Lindqvist ${i}` });
    await aContact(db.crm, home.scope, { name: 'Lindqvost' });
    const service = db.crm.records(Contact);
    const all: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await service.find(home.scope, {
        search: 'lindqivst',
        sort: 'name',
        limit: 2,
        ...(cursor && { cursor }),
      });
      all.push(...page.records.map(({ name }) => name));
      cursor = page.nextCursor;
    } while (cursor);
    expect(all).toEqual([...Array.from({ length: 5 }, (_, i) => `Lindqvist ${i}`), 'Lindqvost']);
    const exact = await service.find(home.scope, { search: 'lindqvist', sort: 'name', limit: 4 });
    for (const record of exact.records) await service.delete(home.scope, record.id);
    const [last] = (await service.find(home.scope, { search: 'lindqvist' })).records;
    if (last) await service.delete(home.scope, last.id);
    const rest = await service.find(home.scope, {
      search: 'lindqvist',
      sort: 'name',
      ...(exact.nextCursor && { cursor: exact.nextCursor }),
    });
    expect(rest.records).toEqual([]);
  });

  it('refuses to look for a part of what is no text', async ({ db, home }) => {
    const find = (field: string, value: unknown) =>
      db.crm.records(Contact).find(home.scope, { where: [{ field, op: 'contains', value }] });
    await expect(find('leadScore', '5')).rejects.toThrow(InvalidError);
    await expect(find('createdAt', '2026')).rejects.toThrow(InvalidError);
  });

  it('understands relative dates, ranges, lists and emptiness', async ({ db, home }) => {
    const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);
    await aContact(db.crm, home.scope, { name: 'Old', lastContactedAt: daysAgo(60), leadScore: 20 });
    await aContact(db.crm, home.scope, {
      name: 'New',
      lastContactedAt: daysAgo(3),
      leadScore: 80,
      tags: ['vip'],
    });
    await aContact(db.crm, home.scope, { name: 'Never' });
    const names = async (
      ...where: Array<{ field: string; op: 'lt' | 'gte' | 'in' | 'is_empty' | 'eq'; value?: unknown }>
    ) => (await db.crm.records(Contact).find(home.scope, { where, sort: 'name' })).records.map((r) => r.name);
    expect(await names({ field: 'lastContactedAt', op: 'lt', value: 'now-30d' })).toEqual(['Old']);
    expect(await names({ field: 'lastContactedAt', op: 'is_empty' })).toEqual(['Never']);
    expect(await names({ field: 'leadScore', op: 'gte', value: '50' })).toEqual(['New']);
    expect(await names({ field: 'tags', op: 'eq', value: 'vip' })).toEqual(['New']);
    expect(await names({ field: 'name', op: 'in', value: ['Old', 'Never'] })).toEqual(['Never', 'Old']);
  });
});

describe("the workspace's own fields", () => {
  it('are checked, filtered by, and unknown ones refused', async ({ db, home }) => {
    await db.crm
      .records(CustomFieldDefinition)
      .create(home.scope, { entity: 'contact', key: 'seats', label: 'Seats', type: 'number', max: 500 });
    const contact = await aContact(db.crm, home.scope, { customFields: { seats: 40 } });
    await aContact(db.crm, home.scope, { name: 'Bo' });
    const found = await db.crm
      .records(Contact)
      .find(home.scope, { where: [{ field: 'customFields.seats', op: 'gt', value: 30 }] });
    expect(found.records.map((record) => record.id)).toEqual([contact.id]);
    await expect(aContact(db.crm, home.scope, { customFields: { seats: 900 } })).rejects.toThrow(
      InvalidError,
    );
    await expect(aContact(db.crm, home.scope, { customFields: { size: 1 } })).rejects.toThrow(
      /not a field of this workspace/,
    );
    const cleared = await db.crm
      .records(Contact)
      .update(home.scope, contact.id, { customFields: { seats: null } });
    expect(cleared.customFields).toEqual({});
  });
});

describe('a value that belongs to a state', () => {
  it('goes when the record leaves the state, and is not set in another one', async ({ db, home }) => {
    const deals = db.crm.records(Opportunity);
    const deal = await aDeal(db.crm, home.scope);
    await deals.update(home.scope, deal.id, { status: 'lost', lossReason: 'Price' });
    const won = await deals.update(home.scope, deal.id, { status: 'won' });
    expect(won.lossReason).toBeUndefined();
    expect(won.closedAt).toBeInstanceOf(Date);
    await expect(deals.update(home.scope, deal.id, { lossReason: 'Price' })).rejects.toThrow(
      /Loss reason is of deals whose status is lost/,
    );
    expect((await deals.update(home.scope, deal.id, { status: 'open' })).closedAt).toBeUndefined();
  });
});

describe('a custom field', () => {
  it.for<[string, Record<string, unknown>, unknown, unknown, unknown[]]>([
    ['text', { pattern: '^a' }, 'abc', 'abc', ['b', 5, 'x'.repeat(5001)]],
    ['number', { min: 1, max: 9 }, 5, 5, [0, 10, '5', true]],
    ['date', {}, '2026-03-31', '2026-03-31', ['soon', true, 5, '2026-02-31', new Date()]],
    ['select', { options: ['a', 'b'] }, 'a', 'a', ['c', '', ['a']]],
    ['multiselect', { options: ['a', 'b'] }, ['a', 'b', 'a'], ['a', 'b'], ['a', ['c']]],
    ['boolean', {}, true, true, ['true', 1]],
  ])(
    'of the kind %s takes what fits it and refuses the rest',
    async ([type, options, value, stored, wrong], { define, kept }) => {
      await define(type, options);
      expect(await kept(`${type}Field`, value)).toEqual(stored);
      for (const one of wrong)
        await expect(kept(`${type}Field`, one), String(one)).rejects.toThrow(InvalidError);
    },
  );

  it('is not defined so that nothing could be filled in', async ({ define }) => {
    await expect(define('select')).rejects.toThrow(/options/);
    await expect(define('multiselect', { options: ['a', 'a'] })).rejects.toThrow(/twice/);
    await expect(define('number', { min: 5, max: 1 })).rejects.toThrow(/greater/);
    await expect(define('number', { pattern: 'x' })).rejects.toThrow(/pattern/);
    await expect(define('text', { pattern: '(' })).rejects.toThrow(InvalidError);
  });

  it('that is required is asked for at the start and cannot be cleared', async ({ db, home, define }) => {
    await define('text', { isRequired: true });
    await expect(aContact(db.crm, home.scope)).rejects.toThrow(/required/);
    const contact = await aContact(db.crm, home.scope, { customFields: { textField: 'a' } });
    await expect(
      db.crm.records(Contact).update(home.scope, contact.id, { customFields: { textField: null } }),
    ).rejects.toThrow(/required/);
  });
});

describe('deals', () => {
  it('begin in the first stage of the default pipeline and follow its probability', async ({ db, home }) => {
    const deal = await aDeal(db.crm, home.scope);
    expect(deal).toMatchObject({ status: 'open', probability: 0.2 });
    const { records } = await db.crm.records(Pipeline).find(home.scope);
    const stages = records[0]?.stages ?? [];
    const moved = await db.crm.records(Opportunity).update(home.scope, deal.id, { stageId: stages[2]?.id });
    expect(moved).toMatchObject({
      stageId: stages[2]?.id,
      probability: stages[2]?.probability,
      status: 'open',
    });
  });

  it('close when moved to a closing stage, and move to it when closed', async ({ db, home }) => {
    const { records } = await db.crm.records(Pipeline).find(home.scope);
    const won = records[0]?.stages.find((stage) => stage.kind === 'won');
    const lost = records[0]?.stages.find((stage) => stage.kind === 'lost');
    const first = await aDeal(db.crm, home.scope);
    const closed = await db.crm.records(Opportunity).update(home.scope, first.id, { stageId: won?.id });
    expect(closed).toMatchObject({ status: 'won', probability: 1 });
    expect(closed.closedAt).toBeInstanceOf(Date);
    const second = await aDeal(db.crm, home.scope);
    expect(await db.crm.records(Opportunity).update(home.scope, second.id, { status: 'lost' })).toMatchObject(
      { stageId: lost?.id, probability: 0 },
    );
    const reopened = await db.crm
      .records(Opportunity)
      .update(home.scope, second.id, { stageId: records[0]?.stages[1]?.id });
    expect(reopened.status).toBe('open');
    expect(reopened.closedAt).toBeUndefined();
  });

  it('refuse a stage that the pipeline does not have', async ({ db, home }) => {
    const deal = await aDeal(db.crm, home.scope);
    await expect(
      db.crm.records(Opportunity).update(home.scope, deal.id, { stageId: 'nowhere' }),
    ).rejects.toThrow(/has no such stage/);
  });
});

describe('bulk changes and undo', () => {
  it('count and sample before they write, change only the approved records, and are undone as one', async ({
    db,
    home,
  }) => {
    for (let i = 0; i < 12; i++) await aContact(db.crm, home.scope, { name: `Person ${i}`, city: 'Oslo' });
    const service = db.crm.records(Contact);
    const filter = { where: [{ field: 'city', op: 'eq' as const, value: 'Oslo' }] };
    const dry = await dryRun(service, home.scope, filter);
    expect(dry.count).toBe(12);
    expect(dry.sample).toHaveLength(5);
    const ids = (await service.find(home.scope, { ...filter, limit: 10 })).records.map((record) => record.id);
    const groupId = newId();
    const result = await bulkChange(service, { ...home.scope, groupId }, filter, { kind: 'delete' }, { ids });
    expect(result.changed).toHaveLength(10);
    expect(await service.count(home.scope)).toBe(2);
    const undone = await undoGroup(db.crm, home.scope, groupId);
    expect(undone.reverted).toHaveLength(10);
    expect(await service.count(home.scope)).toBe(12);
  });

  it('raise each record from what it has, once, through a write of somebody else and a repetition', async ({
    db,
    home,
  }) => {
    const deal = await aDeal(db.crm, home.scope, { title: 'Pilot', amountMinor: 1000 });
    const service = db.crm.records(Opportunity);
    let isFirst = true;
    const run = () => {
      const scope = { ...home.scope, operation: operation('raise') };
      const patchOf = (record: { amountMinor?: number | undefined }) => ({
        amountMinor: 2 * Number(record.amountMinor),
      });
      const update = service.update.bind(service);
      const raced = vi.spyOn(service, 'update').mockImplementation(async (...args) => {
        if (isFirst) await update(home.scope, deal.id, { amountMinor: 1500 });
        isFirst = false;
        return update(...args);
      });
      return bulkChange(service, scope, {}, { kind: 'updateEach', patchOf }).finally(() =>
        raced.mockRestore(),
      );
    };
    expect((await run()).changed).toEqual([deal.id]);
    // the same operation again tells what it has done
    expect((await run()).changed).toEqual([deal.id]);
    expect((await service.get(home.scope, deal.id)).amountMinor).toBe(3000);
  });

  it('report a record that refuses, and change the others', async ({ db, home }) => {
    await aContact(db.crm, home.scope, { name: 'Bo', email: 'same@x.example', city: 'Oslo' });
    await aContact(db.crm, home.scope, { name: 'Cy', city: 'Oslo' });
    await aContact(db.crm, home.scope, { name: 'Di', city: 'Oslo' });
    const filter = { where: [{ field: 'name', op: 'in' as const, value: ['Cy', 'Di'] }] };
    const result = await bulkChange(db.crm.records(Contact), home.scope, filter, {
      kind: 'update',
      patch: { email: 'same@x.example' },
    });
    expect(result.failed).toHaveLength(2);
    expect(result.failed[0]?.message).toContain('already');
  });

  it('undo only what is unchanged since, and say what was kept', async ({ db, home }) => {
    const scope = { ...home.scope, groupId: newId() };
    const first = await aContact(db.crm, home.scope, { name: 'First' });
    const second = await aContact(db.crm, home.scope, { name: 'Second' });
    for (const contact of [first, second])
      await db.crm.records(Contact).update(scope, contact.id, { city: 'Oslo' });
    await db.crm.records(Contact).update(home.scope, second.id, { city: 'Bergen' });
    const result = await undoGroup(db.crm, home.scope, scope.groupId);
    expect(result.reverted.map((one) => one.title)).toEqual(['First']);
    expect(result.kept).toMatchObject([{ title: 'Second', reason: 'it was changed since' }]);
    expect((await db.crm.records(Contact).get(home.scope, first.id)).city).toBeUndefined();
    expect((await db.crm.records(Contact).get(home.scope, second.id)).city).toBe('Bergen');
  });

  it('undo several writes to one record of a group, down to before it existed, and undo the undo', async ({
    db,
    home,
  }) => {
    const scope = { ...home.scope, groupId: newId() };
    const contact = await aContact(db.crm, scope);
    await db.crm.records(Contact).update(scope, contact.id, { city: 'Oslo' });
    await db.crm.records(Contact).update(scope, contact.id, { city: 'Bergen' });
    const undone = await undoGroup(db.crm, home.scope, scope.groupId);
    expect(undone.kept).toEqual([]);
    expect(await db.crm.records(Contact).count(home.scope)).toBe(0);
    const redone = await undoGroup(db.crm, home.scope, undone.groupId);
    expect(redone.kept).toEqual([]);
    expect((await db.crm.records(Contact).get(home.scope, contact.id)).city).toBe('Bergen');
  });

  it("leave someone else's work alone unless an admin undoes it", async ({ db, home }) => {
    const member = await home.member('Mo Novak');
    const groupId = newId();
    await db.crm.records(AIMemory).create(
      { ...home.scope, groupId },
      {
        fact: 'x y',
        subjectEntity: 'workspace',
        subjectId: home.workspaceId,
        subjectTitle: 'us',
        source: 'test',
      },
    );
    await expect(undoGroup(db.crm, member, groupId)).rejects.toThrow(ForbiddenError);
    expect((await undoGroup(db.crm, home.scope, groupId)).reverted).toHaveLength(1);
  });

  it('undo takes a field of the workspace away again that the change had added', async ({ db, home }) => {
    for (const key of ['seats', 'floors'])
      await db.crm
        .records(CustomFieldDefinition)
        .create(home.scope, { entity: 'contact', key, label: key, type: 'number' });
    const contacts = db.crm.records(Contact);
    for (const customFields of [undefined, { floors: 2 }]) {
      const contact = await aContact(db.crm, home.scope, customFields ? { customFields } : {});
      const groupId = newId();
      await contacts.update({ ...home.scope, groupId }, contact.id, { customFields: { seats: 5 } });
      const undone = await undoGroup(db.crm, home.scope, groupId);
      expect(undone).toMatchObject({ reverted: [{ id: contact.id }], kept: [] });
      expect((await contacts.get(home.scope, contact.id)).customFields).toEqual(customFields);
    }
  });

  it('undo brings a deal back to exactly what it was, with what followed from the change', async ({
    db,
    home,
  }) => {
    const stages = (await db.crm.records(Pipeline).find(home.scope)).records[0]?.stages ?? [];
    const stageId = (kind: string) => stages.find((stage) => stage.kind === kind)?.id;
    const deals = db.crm.records(Opportunity);
    const deal = await aDeal(db.crm, home.scope, { probability: 0.77, stageId: stages[1]?.id });
    const stateOf = async () => {
      const { version: _v, updatedAt: _u, ...state } = await deals.get(home.scope, deal.id);
      return state;
    };
    const check = async (patch: Parameters<typeof deals.update>[2]) => {
      const before = await stateOf();
      const groupId = newId();
      await deals.update({ ...home.scope, groupId }, deal.id, patch);
      expect(await stateOf()).not.toEqual(before);
      expect(await undoGroup(db.crm, home.scope, groupId)).toMatchObject({ kept: [] });
      expect(await stateOf()).toEqual(before);
    };
    await check({ stageId: stageId('won') });
    await check({ status: 'lost', lossReason: 'price' });
    await check({ stageId: stages[3]?.id });
    await check({ amountMinor: 500, expectedCloseAt: '2026-03-31', tags: ['big'] });
    await deals.update(home.scope, deal.id, { status: 'won' });
    await check({ stageId: stages[2]?.id });
  });

  it('undo of a deletion says whose unique value stands in the way', async ({ db, home }) => {
    const contact = await aContact(db.crm, home.scope, { name: 'First', email: 'same@x.example' });
    const groupId = newId();
    await db.crm.records(Contact).delete({ ...home.scope, groupId }, contact.id);
    await aContact(db.crm, home.scope, { name: 'Second', email: 'same@x.example' });
    const undone = await undoGroup(db.crm, home.scope, groupId);
    expect(undone.kept).toMatchObject([{ id: contact.id, reason: expect.stringMatching(/Second/) }]);
  });

  it('undo of a restoration puts the record back into the trash', async ({ db, home }) => {
    const contact = await aContact(db.crm, home.scope);
    await db.crm.records(Contact).delete(home.scope, contact.id);
    const groupId = newId();
    await db.crm.records(Contact).restore({ ...home.scope, groupId }, contact.id);
    expect(await undoGroup(db.crm, home.scope, groupId)).toMatchObject({ reverted: [{ id: contact.id }] });
    await expect(db.crm.records(Contact).get(home.scope, contact.id)).rejects.toThrow(NotFoundError);
  });
});
