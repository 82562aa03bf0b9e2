import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { operation, type Scope } from '@clianta/crm-core/entity/scope';
import { ConflictError, InvalidError } from '@clianta/crm-core/errors';
import { UserAction } from '@clianta/crm-core/tracking/user-action/user-action.schema';
import { describe, expect } from 'vitest';
import { crmTest } from '../../support/fixtures.ts';
import { aContact, aDeal } from '../../support/test-crm.ts';

const it = crmTest.extend(
  'audit',
  ({ db }) =>
    async (scope: Scope, recordId: string) =>
      (
        await db.crm
          .records(UserAction)
          .find(scope, { where: [{ field: 'recordId', op: 'eq', value: recordId }], sort: 'recordVersion' })
      ).records,
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
