import type { CrmCore } from '../../crm-core.ts';
import { idFrom, newId } from '../../entity/ids.ts';
import { type Scope, systemScope } from '../../entity/scope.ts';
import type { DomainEvent } from '../../events/catalogue.ts';
import { DELIVER_WEBHOOK } from './deliver-webhook.ts';
import { TEST_EVENT } from './sendable-events.ts';
import { DELIVERY_KEPT_DAYS, WebhookDelivery } from './webhook-delivery.schema.ts';
import { testPayload, webhookPayload } from './webhook-payload.ts';
import { WebhookSubscription, type WebhookSubscriptionRecord } from './webhook-subscription.schema.ts';

/** The index by which deliveries are forgotten; to be called once at the start. */
export async function prepareWebhooks(crm: CrmCore): Promise<void> {
  const expireAfterSeconds = DELIVERY_KEPT_DAYS * 86_400;
  await crm.store.model(WebhookDelivery).collection.createIndex({ at: 1 }, { expireAfterSeconds });
}

/** Has an event sent to every address that wants it; the same event again is the same delivery. */
export async function queueEvent(crm: CrmCore, event: DomainEvent): Promise<void> {
  const { workspaceId } = event;
  const { cached } = await crm.facts(workspaceId);
  const all = (cached.get(WebhookSubscription.name) ?? []) as WebhookSubscriptionRecord[];
  const wanting = all.filter(({ status, events }) => status === 'on' && events.includes(event.type));
  if (wanting.length === 0) return;
  const entity = crm.store.entity(event.entity);
  const records = crm.records(entity);
  const scope = systemScope(workspaceId);
  const record = (await records.getMany(scope, [event.recordId])).get(event.recordId);
  const payload = webhookPayload(entity, event, record);
  for (const subscription of wanting) {
    const { where } = subscription;
    const own = { field: 'id', op: 'eq' as const, value: event.recordId };
    const isMeant =
      !where?.length || (await records.count(scope, { where: [...where, own], deleted: 'all' })) > 0;
    if (isMeant)
      await queue(crm, subscription, {
        eventId: event.id,
        type: event.type,
        title: event.recordTitle,
        payload,
      });
  }
}

/** Sends something that nothing has happened for, to see whether it arrives. @returns the delivery's id */
export async function queueTest(crm: CrmCore, subscription: WebhookSubscriptionRecord): Promise<string> {
  const payload = testPayload(crm.now(), subscription.name);
  return queue(crm, subscription, { eventId: newId(), type: TEST_EVENT, title: 'Test', payload });
}

async function queue(
  crm: CrmCore,
  { id: subscriptionId, workspaceId }: WebhookSubscriptionRecord,
  event: { eventId: string; type: string; title: string; payload: string },
): Promise<string> {
  const at = crm.now();
  const id = idFrom(`webhook:${subscriptionId}:${event.eventId}`);
  const { upsertedCount } = await crm.store.model(WebhookDelivery).collection.updateOne(
    { _id: id as never },
    {
      $setOnInsert: {
        workspaceId,
        subscriptionId,
        ...event,
        title: event.title.slice(0, 300),
        status: 'waiting',
        tries: 0,
        attempts: [],
        nextAt: at,
        at,
        isDeleted: false,
        version: 1,
        createdAt: at,
        updatedAt: at,
        createdBy: 'system',
      },
    },
    { upsert: true },
  );
  // an event that comes again, after a crash in between, is enqueued again as the same work
  if (upsertedCount > 0 || (await isWaiting(crm, id)))
    await crm.enqueue(
      DELIVER_WEBHOOK,
      { deliveryId: id, round: 'first', tries: 0 },
      { workspaceId, key: id },
    );
  return id;
}

const isWaiting = async (crm: CrmCore, id: string): Promise<boolean> =>
  (await crm.store
    .model(WebhookDelivery)
    .exists({ _id: id, status: 'waiting', tries: 0, 'attempts.0': { $exists: false } })) !== null;

/** Sends deliveries again, under the same event ids. @returns how many wait now */
export async function sendAgain(
  crm: CrmCore,
  { workspaceId }: Scope,
  ids: readonly string[],
): Promise<number> {
  const now = crm.now();
  let count = 0;
  for (const id of ids) {
    const { matchedCount } = await crm.store
      .model(WebhookDelivery)
      .collection.updateOne(
        { _id: id as never, workspaceId },
        { $set: { status: 'waiting', tries: 0, nextAt: now, updatedAt: now }, $inc: { version: 1 } },
      );
    if (matchedCount === 0) continue;
    const order = { deliveryId: id, round: now.toISOString(), tries: 0 };
    await crm.enqueue(DELIVER_WEBHOOK, order, { workspaceId, key: id, at: now });
    count++;
  }
  return count;
}
