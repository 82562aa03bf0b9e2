import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import type { Entity } from '@clianta/crm-core/entity/define-entity';
import type { DomainEvent } from '@clianta/crm-core/events/catalogue';
import { mongoDeadLetters } from '@clianta/crm-core/events/dead-letters';
import type { EventTransport } from '@clianta/crm-core/events/event-transport';
import { OutboxRelay } from '@clianta/crm-core/events/outbox-relay';
import { type RunningRelay, startRelay } from '@clianta/crm-core/events/relay';
import { sweepOutbox } from '@clianta/crm-core/events/sweeper';
import { BullmqTransport } from '@clianta/crm-core/events/transports/bullmq';
import { InProcessTransport } from '@clianta/crm-core/events/transports/in-process';
import { entities } from '@clianta/crm-core/registry';
import { UserAction } from '@clianta/crm-core/tracking/user-action/user-action.schema';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { deadLettersInMemory } from '../../support/events.ts';
import { aRecordOfEvery } from '../../support/every-entity.ts';
import { openOwnDatabase } from '../../support/own-database.ts';
import { startTestRedis } from '../../support/redis.ts';
import { aContact, aWorkspace, type TestDatabase, type TestWorkspace } from '../../support/test-crm.ts';

let db: TestDatabase;
let redis: Awaited<ReturnType<typeof startTestRedis>>;
let home: TestWorkspace;
let prefixes = 0;

beforeAll(async () => {
  [db, redis] = await Promise.all([openOwnDatabase(), startTestRedis()]);
});
afterAll(async () => {
  await db.close();
  await redis.stop();
});

const outboxOf = async (id: string) =>
  (await db.crm.store.model('contact').collection.findOne({ _id: id as never }))?.outbox;
const leftovers = () => db.crm.store.model('contact').countDocuments({ outbox: { $exists: true } });

const TRANSPORTS: Record<string, () => EventTransport> = {
  'in-process': () =>
    new InProcessTransport({ deadLetters: mongoDeadLetters(db.database.connection), retryDelaysMs: [10] }),
  bullmq: () => new BullmqTransport({ url: redis.url, prefix: `relay-${++prefixes}`, retryDelaysMs: [10] }),
};

for (const [name, open] of Object.entries(TRANSPORTS)) {
  describe(`the relay to ${name}`, () => {
    let transport: EventTransport;
    let relay: RunningRelay;
    let seen: DomainEvent[];

    beforeEach(async () => {
      home = await aWorkspace(db.crm);
      transport = open();
      seen = [];
      relay = startRelay(db.crm, transport);
    });
    afterEach(async () => {
      await relay.stop();
      await transport.close();
    });

    const consume = (entity: string | undefined = 'contact') =>
      transport.consume('crm-events', async (event) => {
        if (event.workspaceId === home.workspaceId && (!entity || event.entity === entity)) seen.push(event);
      });
    const settle = async () => {
      await relay.relay.drain(10_000);
      await transport.drain(10_000);
    };

    it('brings each write to its handler and empties the outbox', async () => {
      await consume();
      const contact = await aContact(db.crm, home.scope);
      await db.crm.records(Contact).update(home.scope, contact.id, { status: 'qualified' });
      await settle();
      expect(seen.map((event) => event.type)).toEqual(
        expect.arrayContaining(['contact.created', 'contact.updated', 'contact.status_changed']),
      );
      expect(seen).toHaveLength(3);
      expect(seen.find((event) => event.type === 'contact.status_changed')).toMatchObject({
        recordId: contact.id,
        recordTitle: 'Ada Quist',
        recordVersion: 2,
        actor: { name: 'Sam Rivera' },
        before: { status: 'new' },
        after: { status: 'qualified' },
      });
      expect(await outboxOf(contact.id)).toBeUndefined();
    });

    it('leaves for every write of every audited entity one audit entry and its event, and no outbox', async () => {
      await consume('');
      const written: string[] = [];
      const goesAlong = ({ entity }: { entity: Entity }) =>
        entity.fields.some(
          ({ ref, isRequired, onDelete }) => (ref === 'user' || isRequired) && onDelete === 'cascade',
        );
      const audited = (await aRecordOfEvery(db.crm, home)).filter(({ entity }) => entity.isAudited);
      for (const { entity, id } of audited) {
        const service = db.crm.records(entity);
        const text = ['name', 'title', 'subject', 'fact', 'label'].find((name) =>
          entity.fields.some((field) => field.name === name),
        );
        const changes = ['created'];
        if (text && (await service.update(home.system, id, { [text]: 'changed' } as never)).version === 2) {
          changes.push('updated');
        }
        written.push(
          ...[...changes, 'deleted', 'restored'].map((change) => `${entity.name} ${change} ${id}`),
        );
      }
      // what refers to others goes before them and comes back after them, and so do the deals that others are of
      const { records: deals } = await db.crm.records(Opportunity).find(home.system, { limit: 100 });
      const ordered = [
        ...audited.filter(goesAlong),
        ...deals
          .filter(({ id }) => !audited.some((one) => one.id === id))
          .map(({ id }) => ({ entity: Opportunity, id })),
        ...audited.filter((one) => !goesAlong(one)),
      ];
      for (const { entity, id } of ordered) await db.crm.records(entity).delete(home.system, id);
      for (const { entity, id } of ordered.toReversed())
        await db.crm.records(entity).restore(home.system, id);
      // the workspace itself was made before there was a relay
      await sweepOutbox(db.crm, relay.relay, 0);
      await settle();
      const { records } = await db.crm.records(UserAction).find(home.system, { limit: 500 });
      const logged = records.map(({ entity, change, recordId }) => `${entity} ${change} ${recordId}`);
      const told = seen
        .filter(({ type }) => /\.(created|updated|deleted|restored)$/.test(type))
        .map(({ entity, type, recordId }) => `${entity} ${type.split('.').at(-1)} ${recordId}`);
      expect(new Set(written).size).toBeGreaterThan(30);
      expect(written.filter((write) => logged.filter((one) => one === write).length !== 1)).toEqual([]);
      expect(written.filter((write) => told.filter((one) => one === write).length !== 1)).toEqual([]);
      for (const entity of entities) {
        const left = await db.crm.store.model(entity).countDocuments({ outbox: { $exists: true } });
        expect(left, entity.name).toBe(0);
      }
    });

    it('keeps the order of the writes of one record, and takes many in one go', async () => {
      await consume();
      const contacts = await Promise.all(
        Array.from({ length: 40 }, (_, index) => aContact(db.crm, home.scope, { name: `C${index}` })),
      );
      for (const phone of ['+1 415 555 0101', '+1 415 555 0102', '+1 415 555 0103']) {
        await Promise.all(
          contacts.map(({ id }) => db.crm.records(Contact).update(home.scope, id, { phone })),
        );
      }
      await settle();
      expect(seen).toHaveLength(160);
      for (const { id } of contacts) {
        const versions = seen.filter((event) => event.recordId === id).map((event) => event.recordVersion);
        expect(versions).toEqual([1, 2, 3, 4]);
      }
      expect(await leftovers()).toBe(0);
    });
  });
}

describe('what a crash leaves behind', () => {
  beforeEach(async () => {
    home = await aWorkspace(db.crm);
  });

  const soon = () => new Promise((resolve) => setTimeout(resolve, 15));

  it('is relayed by the sweeper, with the audit entry if that is missing', async () => {
    const contact = await aContact(db.crm, home.scope);
    await db.crm.store.model('userAction').deleteMany({ recordId: contact.id });
    const transport = TRANSPORTS['in-process']?.();
    if (!transport) throw new Error('no transport');
    const seen: string[] = [];
    await transport.consume('crm-events', async (event) => void seen.push(event.recordId));
    await soon();
    await sweepOutbox(db.crm, new OutboxRelay(db.crm, transport), 10);
    await transport.close();
    expect(seen.filter((id) => id === contact.id)).toHaveLength(1);
    expect(await db.crm.store.model('userAction').countDocuments({ recordId: contact.id })).toBe(1);
    expect(await outboxOf(contact.id)).toBeUndefined();
  });

  it('stays where it is while the queue takes nothing, and young entries are left to their writer', async () => {
    const contact = await aContact(db.crm, home.scope);
    await soon();
    const away = {
      publish: () => Promise.reject(new Error('queue away')),
    } as unknown as EventTransport;
    await sweepOutbox(db.crm, new OutboxRelay(db.crm, away), 10);
    expect(await outboxOf(contact.id)).toHaveLength(1);
    const transport = TRANSPORTS['in-process']?.();
    if (!transport) throw new Error('no transport');
    await transport.consume('crm-events', async () => {});
    await sweepOutbox(db.crm, new OutboxRelay(db.crm, transport), 60_000);
    expect(await outboxOf(contact.id)).toHaveLength(1);
    await sweepOutbox(db.crm, new OutboxRelay(db.crm, transport), 10);
    expect(await outboxOf(contact.id)).toBeUndefined();
    await transport.close();
  });

  it('is one job however many processes sweep it at once', async () => {
    const contacts = await Promise.all([1, 2, 3].map(() => aContact(db.crm, home.scope)));
    await soon();
    const prefix = `sweep-${++prefixes}`;
    const transports = [1, 2, 3].map(() => new BullmqTransport({ url: redis.url, prefix }));
    await Promise.all(transports.map((one) => sweepOutbox(db.crm, new OutboxRelay(db.crm, one), 10)));
    const seen: string[] = [];
    await transports[0]?.consume('crm-events', async (event) => void seen.push(event.recordId));
    await transports[0]?.drain(5_000);
    await Promise.all(transports.map((one) => one.close()));
    for (const { id } of contacts) expect(seen.filter((recordId) => recordId === id)).toHaveLength(1);
    expect(await leftovers()).toBe(0);
  });

  it('never makes a writer wait for the queue', async () => {
    const stuck = {
      publish: () => new Promise<void>(() => {}),
      isConsumed: () => true,
    } as unknown as EventTransport;
    const relay = startRelay(db.crm, stuck, { sweepEveryMs: 60_000 });
    const contacts = await Promise.all(Array.from({ length: 100 }, () => aContact(db.crm, home.scope)));
    expect(contacts).toHaveLength(100);
    expect(await leftovers()).toBe(100);
    const begun = Date.now();
    await relay.stop();
    expect(Date.now() - begun).toBeLessThan(5_000);
  });
});

describe('a process without jobs', () => {
  it('stops at once, and leaves its events to whoever consumes them next', async () => {
    const transport = new InProcessTransport({ deadLetters: deadLettersInMemory() });
    const relay = startRelay(db.crm, transport, { sweepEveryMs: 60_000 });
    const contact = await aContact(db.crm, home.scope);
    const begun = Date.now();
    await relay.stop();
    await transport.close();
    expect(Date.now() - begun).toBeLessThan(1_000);
    expect(await outboxOf(contact.id)).toHaveLength(1);
    await db.crm.store
      .model('contact')
      .collection.updateMany({ workspaceId: home.workspaceId }, { $unset: { outbox: '' } });
  });
});

describe('the dead letters of the in-process transport', () => {
  it('are in the database, are delivered again from there and then gone', async () => {
    const letters = mongoDeadLetters(db.database.connection);
    const letter = {
      id: 'crm-events.e1-0',
      queue: 'crm-events' as const,
      event: { id: 'e1-0', after: { at: 'x' } },
      error: 'Error: no',
      attempts: 4,
      failedAt: new Date('2026-01-01'),
    };
    await letters.add(letter);
    await letters.add({ ...letter, attempts: 5 });
    expect(await letters.list(10)).toEqual([{ ...letter, attempts: 5 }]);
    expect(await letters.find(letter.id)).toMatchObject({ attempts: 5 });
    await letters.remove(letter.id);
    expect(await letters.find(letter.id)).toBeUndefined();
  });
});
