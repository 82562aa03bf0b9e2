import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { deliverWebhookJob } from '@clianta/bot/webhooks/deliver-webhook.job';
import { WebhookSecrets } from '@clianta/bot/webhooks/webhook-secrets';
import { webhookWire } from '@clianta/bot/webhooks/webhook-wire';
import { Notice } from '@clianta/crm-core/conversations/notice/notice.schema';
import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { newId } from '@clianta/crm-core/entity/ids';
import { eventsOf } from '@clianta/crm-core/events/catalogue';
import { DELIVER_WEBHOOK } from '@clianta/crm-core/integrations/webhook/deliver-webhook';
import { queueEvent, sendAgain } from '@clianta/crm-core/integrations/webhook/queue-event';
import { WebhookDelivery } from '@clianta/crm-core/integrations/webhook/webhook-delivery.schema';
import {
  WebhookSubscription,
  type WebhookSubscriptionRecord,
} from '@clianta/crm-core/integrations/webhook/webhook-subscription.schema';
import { SecretBox } from '@clianta/crm-core/secrets/secret-box';
import { Webhook } from 'standardwebhooks';
import { describe, expect } from 'vitest';
import { crmTest } from '../../support/fixtures.ts';
import { LocalAgent } from '../../support/local-agent.ts';
import { aDeal, type TestDatabase, type TestWorkspace } from '../../support/test-crm.ts';

const START = new Date('2026-03-02T09:00:00Z');
let now = START;

interface Post {
  path: string | undefined;
  headers: IncomingHttpHeaders;
  body: string;
}

/** Another system: what it was posted, and what it answers. */
const it = crmTest
  .extend('crmOptions', { scope: 'file' }, { now: () => now })
  .extend('erp', async ({ db, home }, { onCleanup }) => {
    now = START;
    const posts: Post[] = [];
    const answers: Array<[status: number, headers?: Record<string, string>]> = [];
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', (text) => (body += text));
      request.on('end', () => {
        posts.push({ path: request.url, headers: request.headers, body });
        const [status, headers] = answers.shift() ?? [200];
        response.writeHead(status, headers).end(`answered ${status}`);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onCleanup(() => void server.close());
    const agent = new LocalAgent((server.address() as AddressInfo).port);
    const secrets = new WebhookSecrets(db.crm, new SecretBox(['a key']));
    const job = deliverWebhookJob(secrets, webhookWire(agent));
    return { posts, answers, secrets, deliver: () => runDue(db, home, job) };
  });

/** Runs what is due once, as the worker does; what has run already finds nothing to do. */
async function runDue(
  { crm }: TestDatabase,
  { workspaceId, system: scope }: TestWorkspace,
  job: ReturnType<typeof deliverWebhookJob>,
) {
  const waiting = await crm.work.list(workspaceId, { states: ['waiting'], limit: 500 });
  for (const { _id: id, data } of waiting.filter(
    (one) => one.job === DELIVER_WEBHOOK.name && one.at <= now,
  )) {
    const run = { id, workspaceId, attempt: 1, scope, signal: AbortSignal.timeout(10_000) };
    await job.run({ crm, ...run }, DELIVER_WEBHOOK.data.parse(data));
  }
}

type Here = { db: TestDatabase; home: TestWorkspace };

const aWebhook = ({ db, home }: Here, values: object = {}): Promise<WebhookSubscriptionRecord> =>
  db.crm.records(WebhookSubscription).create(home.scope, {
    name: 'ERP',
    url: 'https://erp.example.com/hooks?a=1',
    events: ['deal.won'],
    ...values,
  });

/** A deal is won, and what that has to tell. */
async function aWin({ db: { crm }, home }: Here, values: object = {}) {
  const deal = await aDeal(crm, home.scope, values);
  await crm.records(Opportunity).update(home.scope, deal.id, { status: 'won' });
  const { workspaceId } = home;
  const entry = {
    id: newId(),
    events: ['deal.won'],
    at: now,
    title: deal.title,
    version: 2,
    groupId: newId(),
    change: 'updated' as const,
    before: { status: 'open' },
    after: { status: 'won', lastStageId: 'x' },
  };
  const actor = home.scope.actor;
  const [event] = eventsOf(Opportunity.name, workspaceId, deal.id, { ...entry, actor } as never);
  if (!event) throw new Error('no event');
  return { deal, event };
}
const deliveriesOf = async ({ db, home }: Here) =>
  (await db.crm.records(WebhookDelivery).find(home.scope, { sort: 'at' })).records;
const statusOf = async ({ db, home }: Here, { id }: { id: string }) =>
  db.crm.records(WebhookSubscription).get(home.scope, id);

describe('a webhook', () => {
  it('posts an event once, signed by both secrets while one is changed, without what is hidden', async ({
    db,
    home,
    erp,
  }) => {
    const here = { db, home };
    const { id } = await aWebhook(here);
    const old = await erp.secrets.make(home.scope, id);
    const next = await erp.secrets.make(home.scope, id);
    const { event, deal } = await aWin(here, { title: 'Fjord', amountMinor: 500_000 });
    await queueEvent(db.crm, event);
    await queueEvent(db.crm, event);
    await erp.deliver();
    await erp.deliver();
    expect(erp.posts).toHaveLength(1);
    const [{ headers, body, path }] = erp.posts as [Post];
    expect(path).toBe('/hooks?a=1');
    expect(headers['webhook-id']).toBe(event.id);
    for (const secret of [old, next]) {
      // the library looks at the clock of the machine
      const signed = new Webhook(secret).sign(event.id, now, body);
      expect(String(headers['webhook-signature']).split(' ')).toContain(signed);
    }
    expect(JSON.parse(body)).toMatchObject({
      type: 'deal.won',
      data: {
        entity: 'opportunity',
        id: deal.id,
        recordVersion: 2,
        record: { title: 'Fjord', status: 'won' },
      },
    });
    expect(body).not.toContain('lastStageId');
    expect(await deliveriesOf(here)).toMatchObject([{ status: 'sent', attempts: [{ status: 200 }] }]);
    const shown = await statusOf(here, { id });
    expect(JSON.stringify(shown)).not.toContain('sealed');
  });

  it('sends only what its condition holds for, and nothing while it is paused', async ({ db, home, erp }) => {
    const here = { db, home };
    const big = await aWebhook(here, { where: [{ field: 'amountMinor', op: 'gte', value: 100_000 }] });
    const small = await aWin(here, { title: 'Small', amountMinor: 50_000 });
    const large = await aWin(here, { title: 'Large', amountMinor: 200_000 });
    for (const { event } of [small, large]) await queueEvent(db.crm, event);
    expect((await deliveriesOf(here)).map(({ title }) => title)).toEqual(['Large']);
    await db.crm.records(WebhookSubscription).update(home.scope, big.id, { status: 'paused' });
    await erp.deliver();
    expect(erp.posts).toEqual([]);
    expect(await deliveriesOf(here)).toMatchObject([{ status: 'skipped' }]);
  });

  it('posts the same bytes under the same id after a crash, after a failure, and when it is sent again', async ({
    db,
    home,
    erp,
  }) => {
    const here = { db, home };
    await aWebhook(here);
    const { event, deal } = await aWin(here, { title: 'Fjord' });
    erp.answers.push(
      [500],
      [302, { location: 'https://elsewhere.example' }],
      [503, { 'retry-after': '3600' }],
    );
    await queueEvent(db.crm, event);
    await erp.deliver();
    await db.crm.records(Opportunity).update(home.scope, deal.id, { title: 'Renamed' });
    now = new Date(now.getTime() + 7_000);
    await erp.deliver();
    now = new Date(now.getTime() + 7 * 60_000);
    await erp.deliver();
    const [waiting] = await deliveriesOf(here);
    expect(waiting).toMatchObject({ status: 'waiting', tries: 3 });
    expect(waiting?.attempts.map(({ status }) => status)).toEqual([500, 302, 503]);
    expect((waiting?.nextAt?.getTime() ?? 0) - now.getTime()).toBeGreaterThanOrEqual(3_600_000);
    now = new Date(now.getTime() + 3_700_000);
    await erp.deliver();
    // a process that died before its note
    await db.crm.store
      .model(WebhookDelivery)
      .collection.updateOne({ _id: waiting?.id as never }, { $set: { status: 'waiting', tries: 3 } });
    await erp.deliver();
    await sendAgain(db.crm, home.scope, [waiting?.id ?? '']);
    await erp.deliver();
    expect(erp.posts).toHaveLength(6);
    expect(new Set(erp.posts.map(({ headers }) => headers['webhook-id']))).toEqual(new Set([event.id]));
    expect(new Set(erp.posts.map(({ body }) => body)).size).toBe(1);
  });

  it('is turned off when its address is gone, or has taken nothing for five days, and admins are told', async ({
    db,
    home,
    erp,
  }) => {
    const here = { db, home };
    const gone = await aWebhook(here);
    const { event } = await aWin(here);
    erp.answers.push([410]);
    await queueEvent(db.crm, event);
    await erp.deliver();
    expect(await statusOf(here, gone)).toMatchObject({
      status: 'disabled',
      disabledReason: expect.stringContaining('410'),
    });
    const failing = await aWebhook(here, { name: 'Shop' });
    for (const days of [0, 0.1, 5.1]) {
      now = new Date(START.getTime() + days * 86_400_000);
      erp.answers.push([500]);
      await queueEvent(db.crm, (await aWin(here)).event);
      await erp.deliver();
      erp.answers.length = 0;
      await db.crm.store
        .model(WebhookDelivery)
        .collection.updateMany({ workspaceId: home.workspaceId }, { $set: { status: 'failed' } });
    }
    expect((await statusOf(here, failing)).status).toBe('disabled');
    const { records } = await db.crm.records(Notice).find({ ...home.scope }, { sort: 'at' });
    expect(records.map(({ title }) => title)).toEqual([
      'The webhook “ERP” is turned off',
      'The webhook “Shop” does not arrive',
      'The webhook “Shop” is turned off',
    ]);
  });

  it('is set by admins alone, to public addresses and events that leave the house', async ({ db, home }) => {
    const here = { db, home };
    await expect(aWebhook(here, { url: 'https://169.254.169.254/latest' })).rejects.toThrow(
      /private network/,
    );
    await expect(aWebhook(here, { events: ['notice.created'] })).rejects.toThrow('no events');
    const member = await home.member('Lena Fox');
    await expect(
      db.crm
        .records(WebhookSubscription)
        .create(member, { name: 'x', url: 'https://x.example', events: ['deal.won'] }),
    ).rejects.toThrow(/admin/);
    await expect(db.crm.records(WebhookSubscription).find(member)).rejects.toThrow(/admin/);
  });
});

it('connects to no private address, whatever name leads to it', async () => {
  const wire = webhookWire();
  for (const host of ['localhost', '127.0.0.1', '[::1]', '169.254.169.254']) {
    const answer = await wire.post(`https://${host}:9/`, Buffer.from('{}'), {});
    expect(answer.status).toBeUndefined();
    expect(answer.answer, host).toMatch(/not allowed/i);
  }
});
