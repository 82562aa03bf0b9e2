import type { CrmCore } from '@clianta/crm-core/crm-core';
import { DELIVER_WEBHOOK } from '@clianta/crm-core/integrations/webhook/deliver-webhook';
import { nextAttemptMs } from '@clianta/crm-core/integrations/webhook/retry-plan';
import {
  type WebhookAttempt,
  WebhookDelivery,
} from '@clianta/crm-core/integrations/webhook/webhook-delivery.schema';
import {
  WebhookSubscription,
  type WebhookSubscriptionRecord,
} from '@clianta/crm-core/integrations/webhook/webhook-subscription.schema';
import { defineJob, type JobRun } from '@clianta/crm-core/work/define-job';
import { Webhook } from 'standardwebhooks';
import { afterAnswer } from './after-answer.ts';
import type { WebhookSecrets } from './webhook-secrets.ts';
import type { WebhookWire, WireAnswer } from './webhook-wire.ts';

interface Stored {
  _id: string;
  subscriptionId: string;
  eventId: string;
  payload: string;
  status: string;
  tries: number;
}

/** Attempts that can be looked at; older ones are forgotten. */
const MOST_ATTEMPTS = 40;

/**
 * Makes one attempt of a delivery and plans the next. A process that dies after the post and before its note posts again,
 * the same bytes under the same id.
 */
export function deliverWebhookJob(secrets: WebhookSecrets, wire: WebhookWire) {
  return defineJob({
    ...DELIVER_WEBHOOK,
    limit: { concurrent: 5 },
    limitMs: 30_000,
    async run(context: { crm: CrmCore } & JobRun, { deliveryId, round, tries }): Promise<void> {
      const { crm, scope, workspaceId } = context;
      const deliveries = crm.store.model(WebhookDelivery).collection;
      const delivery = await crm.store
        .model(WebhookDelivery)
        .findOne({ _id: deliveryId, workspaceId, status: 'waiting' })
        .lean<Stored>();
      if (!delivery || delivery.tries !== tries) return;
      const { subscriptionId } = delivery;
      const subscription = (await crm.records(WebhookSubscription).getMany(scope, [subscriptionId])).get(
        subscriptionId,
      );
      if (!subscription || subscription.isDeleted || subscription.status !== 'on') {
        await deliveries.updateOne(
          { _id: deliveryId as never, status: 'waiting' },
          { $set: { status: 'skipped' }, $unset: { nextAt: 1 } },
        );
        return;
      }
      const at = crm.now();
      const began = performance.now();
      const answer = await post(wire, subscription, delivery, {
        at,
        secrets: await secrets.of(workspaceId, subscriptionId),
      });
      const attempt: WebhookAttempt = {
        at,
        ms: Math.round(performance.now() - began),
        answer: answer.answer,
        ...(answer.status !== undefined && { status: answer.status }),
      };
      const isSent = wasTaken(answer);
      const waitMs = isSent ? undefined : nextAttemptMs(tries + 1, Math.random(), answer.retryAfterMs);
      const nextAt = waitMs === undefined ? undefined : new Date(crm.now().getTime() + waitMs);
      // before the note of this attempt: a crash in between posts again, and loses none
      if (nextAt)
        await crm.enqueue(
          DELIVER_WEBHOOK,
          { deliveryId, round, tries: tries + 1 },
          { workspaceId, key: deliveryId, at: nextAt },
        );
      await deliveries.updateOne(
        { _id: deliveryId as never, status: 'waiting', tries },
        {
          $set: {
            status: isSent ? 'sent' : nextAt ? 'waiting' : 'failed',
            tries: tries + 1,
            updatedAt: crm.now(),
            ...(nextAt && { nextAt }),
          },
          ...(!nextAt && { $unset: { nextAt: 1 as const } }),
          $push: { attempts: { $each: [attempt], $slice: -MOST_ATTEMPTS } as never },
        },
      );
      await afterAnswer(crm, subscription, answer, isSent);
    },
  });
}

/** Redirects are not followed: the address is to be set anew. */
const wasTaken = ({ status }: WireAnswer): boolean => status !== undefined && status >= 200 && status < 300;

/** Signed by every secret: while one is changed the other system may know the old or the new one. */
function post(
  wire: WebhookWire,
  { url }: WebhookSubscriptionRecord,
  { eventId, payload }: Stored,
  { at, secrets }: { at: Date; secrets: readonly string[] },
): Promise<WireAnswer> {
  const signatures = secrets.map((secret) => new Webhook(secret).sign(eventId, at, payload));
  return wire.post(url, Buffer.from(payload), {
    'webhook-id': eventId,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
    'webhook-signature': signatures.join(' '),
  });
}
