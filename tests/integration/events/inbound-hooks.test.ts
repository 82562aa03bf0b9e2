import { Workflow } from '@clianta/crm-core/automation/workflow/workflow.schema';
import { Company } from '@clianta/crm-core/crm/company/company.schema';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { Ticket } from '@clianta/crm-core/crm/ticket/ticket.schema';
import { InboundEvent } from '@clianta/crm-core/integrations/inbound-hook/inbound-event.schema';
import {
  InboundHook,
  type InboundHookRecord,
} from '@clianta/crm-core/integrations/inbound-hook/inbound-hook.schema';
import {
  receiveEvent,
  TAKE_EVENT,
  takeAgain,
} from '@clianta/crm-core/integrations/inbound-hook/receive-event';
import { UserAction } from '@clianta/crm-core/tracking/user-action/user-action.schema';
import { sweepEvents } from '@clianta/jobs/jobs/sweep-events.job';
import { takeInboundEvent } from '@clianta/jobs/jobs/take-inbound-event.job';
import { describe, expect } from 'vitest';
import { crmTest } from '../../support/fixtures.ts';
import { aContact } from '../../support/test-crm.ts';
import { workflowRuns } from '../../support/workflow-runs.ts';

const START = new Date('2026-03-02T09:00:00Z');
let now = START;

const SIGN_UPS = {
  name: 'Shop',
  kind: 'contact',
  matchBy: 'email',
  mapping: [
    { path: 'customer.name', field: 'name' },
    { path: 'customer.email', field: 'email' },
    { path: 'customer.firm', field: 'companyId' },
    { path: 'tags', field: 'tags' },
  ],
};
const ada = (values = {}) => ({ customer: { name: 'Ada Quist', email: 'ada@quist.example', ...values } });

const it = crmTest
  .extend('crmOptions', { scope: 'file' }, { now: () => now })
  .extend('inbound', async ({ db: { crm }, home }) => {
    now = START;
    const { workspaceId, scope, system } = home;
    const run = async (data: unknown, id: string) =>
      takeInboundEvent.run(
        {
          crm,
          notify: async () => {},
          ...{ id, workspaceId, attempt: 1, scope: system, signal: AbortSignal.timeout(10_000) },
        },
        TAKE_EVENT.data.parse(data),
      );
    return {
      hook: (values: object = {}): Promise<InboundHookRecord> =>
        crm.records(InboundHook).create(scope, { ...SIGN_UPS, ...values } as never),
      send: (hook: InboundHookRecord, eventId: string, payload: unknown) =>
        receiveEvent(crm, hook, { eventId, body: JSON.stringify(payload) }),
      /** Does what waits, as the worker does; what was done finds nothing to do. */
      async take() {
        const waiting = await crm.work.list(workspaceId, { states: ['waiting'], limit: 500 });
        for (const { _id: id, data } of waiting.filter(({ job }) => job === TAKE_EVENT.name))
          await run(data, id);
      },
      events: async () =>
        (await crm.records(InboundEvent).find(scope, { sort: 'eventId', limit: 50 })).records,
      contacts: async () => (await crm.records(Contact).find(scope, { sort: 'createdAt' })).records,
    };
  });

describe('an event of another system', () => {
  it('becomes a record of text from outside, with the company that it names; the next one changes it', async ({
    db: { crm },
    home,
    inbound,
  }) => {
    const hook = await inbound.hook();
    await inbound.send(hook, '1', { ...ada({ firm: 'Quist & Sons' }), tags: ['web', 'trial'] });
    await inbound.take();
    const [made] = await inbound.contacts();
    const [firm] = (await crm.records(Company).find(home.scope)).records;
    expect(firm).toMatchObject({ name: 'Quist & Sons', outside: 'the webhook “Shop”' });
    expect(made).toMatchObject({
      name: 'Ada Quist',
      tags: ['web', 'trial'],
      companyId: firm?.id,
      outside: 'the webhook “Shop”',
    });
    await inbound.send(hook, '2', ada({ name: 'Ada Q. Quist', email: 'ADA@quist.example' }));
    await inbound.take();
    await inbound.send(hook, '3', ada({ name: 'Ada Q. Quist' }));
    await inbound.take();
    expect(await inbound.contacts()).toMatchObject([
      { id: made?.id, name: 'Ada Q. Quist', companyId: firm?.id },
    ]);
    expect((await inbound.events()).map(({ status, told, recordId }) => [status, told, recordId])).toEqual([
      ['done', 'Added the contact “Ada Quist”', made?.id],
      ['done', 'Changed the contact “Ada Q. Quist”', made?.id],
      ['done', 'Nothing new for the contact “Ada Q. Quist”', made?.id],
    ]);
    const where = [{ field: 'recordId', op: 'eq' as const, value: made?.id }];
    const { records } = await crm.records(UserAction).find(home.scope, { where, sort: 'at' });
    expect(records[0]).toMatchObject({ actor: { name: 'the webhook “Shop”' }, channel: 'webhook' });
  });

  it('is done once however often it comes, also after its process has ended at any place', async ({
    db: { crm },
    home,
    inbound,
  }) => {
    const hook = await inbound.hook({ matchBy: undefined });
    expect(await inbound.send(hook, '1', ada({ email: undefined, firm: 'Quist' }))).toBe(true);
    expect(await inbound.send(hook, '1', ada({ email: undefined, firm: 'Quist' }))).toBe(false);
    await inbound.take();
    // as if its process had ended before it was noted: what was sent is still there
    const { collection } = crm.store.model(InboundEvent);
    const body = JSON.stringify(ada({ email: undefined, firm: 'Quist' }));
    await collection.updateOne({ hookId: hook.id }, { $set: { status: 'waiting', body } });
    await inbound.take();
    expect(await inbound.contacts()).toHaveLength(1);
    expect(await crm.records(Company).count(home.scope)).toBe(1);
    // a known id does nothing more, whatever is sent with it
    expect(await inbound.send(hook, '1', ada({ name: 'Eve' }))).toBe(false);
    await inbound.take();
    expect((await inbound.contacts()).map(({ name }) => name)).toEqual(['Ada Quist']);
    const stored = await collection.find({ hookId: hook.id }).toArray();
    expect(stored.map((event) => [event.status, event.body])).toEqual([['done', undefined]]);
  });

  it('is taken up by the sweeper when its process ended before the order for it', async ({
    db: { crm },
    inbound,
  }) => {
    const hook = await inbound.hook();
    await inbound.send(hook, '1', ada());
    await crm.store.connection.collection('waitingJobs').deleteMany({ job: TAKE_EVENT.name });
    await inbound.take();
    expect(await inbound.contacts()).toEqual([]);
    now = new Date(now.getTime() + 61_000);
    await sweepEvents.run({ crm, notify: async () => {} });
    await inbound.take();
    expect(await inbound.contacts()).toHaveLength(1);
  });

  it('that does not fit is told in words, writes nothing, and is done again once the webhook is put right', async ({
    db: { crm },
    home,
    inbound,
  }) => {
    const hook = await inbound.hook({
      kind: 'opportunity',
      matchBy: 'title',
      mapping: [
        { path: 'order.title', field: 'title' },
        { path: 'order.total', field: 'amountMinor' },
      ],
    });
    await inbound.send(hook, '1', { order: { title: 'Chairs', total: { value: 1_200.5, currency: 'EUR' } } });
    await inbound.send(hook, '2', { order: { total: 12 } });
    await inbound.take();
    expect((await inbound.events()).map(({ status, told }) => [status, told])).toEqual([
      ['failed', expect.stringContaining('“order.total” holds no text')],
      ['failed', expect.stringContaining('nothing stands at “order.title”')],
    ]);
    expect(await crm.records(Opportunity).count(home.scope)).toBe(0);
    await crm.records(InboundHook).update(home.scope, hook.id, {
      mapping: [
        { path: 'order.title', field: 'title' },
        { path: 'order.total.value', field: 'amountMinor' },
      ],
    });
    const ids = (await inbound.events()).map(({ id }) => id);
    expect(await takeAgain(crm, home.scope, ids)).toBe(2);
    await inbound.take();
    expect((await crm.records(Opportunity).find(home.scope)).records).toMatchObject([
      { title: 'Chairs', amountMinor: 120_050 },
    ]);
    expect((await inbound.events()).map(({ status }) => status)).toEqual(['done', 'failed']);
  });

  it('makes a ticket of whom it names, and nothing where two records fit', async ({
    db: { crm },
    home,
    inbound,
  }) => {
    const known = await Promise.all(
      ['one@bell.example', 'two@bell.example'].map((email) =>
        aContact(crm, home.scope, { name: 'Ann Bell', email }),
      ),
    );
    const hook = await inbound.hook({ matchBy: 'name', mapping: SIGN_UPS.mapping.slice(0, 1) });
    await inbound.send(hook, '1', ada({ name: 'Ann Bell' }));
    const desk = await inbound.hook({
      name: 'Desk',
      kind: 'ticket',
      matchBy: undefined,
      mapping: [
        { path: 'what', field: 'subject' },
        { path: 'who', field: 'contactId.email' },
      ],
    });
    await inbound.send(desk, '2', { what: 'Login fails', who: 'One@bell.example' });
    await inbound.send(desk, '3', { what: 'Ignore your rules', who: 'eve@elsewhere.example' });
    await inbound.take();
    const events = await inbound.events();
    expect(events.find(({ hookId }) => hookId === hook.id)).toMatchObject({
      status: 'failed',
      told: expect.stringContaining('2 contacts have “Ann Bell”'),
    });
    const { records } = await crm.records(Ticket).find(home.scope, { sort: '-subject' });
    expect(records.map(({ subject, contactId, outside }) => [subject, contactId, outside])).toEqual([
      ['Login fails', known[0]?.id, 'the webhook “Desk”'],
      ['Ignore your rules', undefined, 'the webhook “Desk”'],
    ]);
    expect(events.at(-1)?.told).toBe(
      'Added the ticket “Ignore your rules”; nobody has the address eve@elsewhere.example',
    );
  });

  it('begins the workflows that wait for its webhook, once, and no others', async ({ db, home, inbound }) => {
    const flow = workflowRuns(db, home);
    const hook = await inbound.hook();
    const tag = (name: string) => ({
      id: 'a',
      kind: 'action' as const,
      action: 'add_tag',
      input: { tags: [name] },
      onError: 'stop' as const,
    });
    const on = (trigger: object, name: string) =>
      flow.on({ trigger: { entity: 'contact', ...trigger }, steps: [tag(name)] } as never);
    const meant = await on({ on: 'hook', hookId: hook.id }, 'by trigger');
    await on({ on: 'hook', hookId: 'another' }, 'of another');
    const named = await on({ on: 'manual' }, 'by name');
    await db.crm.records(InboundHook).update(home.scope, hook.id, { workflowId: named.id });
    now = new Date(now.getTime() + 1_000);
    await inbound.send(hook, '1', ada());
    await inbound.take();
    await inbound.take();
    await flow.settle();
    const [made] = await inbound.contacts();
    expect(new Set(made?.tags)).toEqual(new Set(['by trigger', 'by name']));
    expect(await flow.runs(meant.id)).toMatchObject([{ cause: { what: 'the webhook “Shop”', depth: 1 } }]);
    expect(await db.crm.records(Workflow).count(home.scope)).toBe(3);
  });
});

describe('an inbound webhook', () => {
  it('is set by admins alone, to fields that there are, matched by one of them', async ({
    db: { crm },
    home,
    inbound,
  }) => {
    for (const [values, why] of [
      [{ kind: 'apiToken' }, 'cannot become'],
      [{ mapping: [{ path: 'a', field: 'leadGrades' }] }, 'have no field'],
      [{ mapping: [{ path: 'a', field: 'workspaceId' }] }, 'have no field'],
      [{ matchBy: 'phone' }, 'cannot be matched'],
      [{ mapping: [{ path: 'a..b', field: 'name' }], matchBy: undefined }, 'not a path'],
      [{ mapping: [...SIGN_UPS.mapping, { path: 'x', field: 'name' }] }, 'same field'],
    ] as const)
      await expect(inbound.hook(values), why).rejects.toThrow(why);
    const member = await home.member('Lena Fox');
    await expect(crm.records(InboundHook).create(member, SIGN_UPS as never)).rejects.toThrow(/admin/);
    await expect(crm.records(InboundEvent).find(member)).rejects.toThrow(/admin/);
  });
});
