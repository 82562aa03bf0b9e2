import { PUSH } from '@clianta/crm-core/conversations/notice/plan-delivery';
import {
  PushSubscription,
  type PushSubscriptionRecord,
} from '@clianta/crm-core/conversations/notice/push-subscription.schema';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import { InvalidError, UpstreamError } from '@clianta/crm-core/errors';
import webPush from 'web-push';
import type { Outlet, Told } from './outlet.ts';
import { isPushService } from './push-services.ts';
import type { VapidKeys } from './vapid-keys.ts';

const PATIENCE_MS = 15_000;
/** How long a push service keeps it for a browser that is off. */
const KEPT_SECONDS = 86_400;
const MOST_BROWSERS = 20;
const URGENCY = { low: 'low', normal: 'normal', high: 'high', critical: 'high' } as const;

export interface PushOptions {
  crm: CrmCore;
  keys(): Promise<VapidKeys>;
  /** Whom a push service may turn to: `mailto:` or https. */
  subject: string;
  /** Origins of push services besides the known ones. */
  services: readonly string[];
}

/** The browsers in which people want to be told things with no tab open. */
export function pushOutlet(options: PushOptions): Outlet {
  const subscriptions = options.crm.store.model(PushSubscription);
  return {
    name: PUSH,
    label: 'Browser',
    async targetsOf(workspaceId, userId) {
      // their keys are shown to nobody, so they are read here past the service
      const found = await subscriptions
        .find({ workspaceId, userId, isDeleted: false })
        .limit(MOST_BROWSERS)
        .lean<Array<PushSubscriptionRecord & { _id: string }>>();
      return found.map((one) => ({
        id: one._id,
        async send(told) {
          const isGone = await push(options, one, told);
          if (isGone) await subscriptions.deleteOne({ _id: one._id });
        },
      }));
    },
  };
}

/** @returns whether the browser is not subscribed any more */
async function push(
  { keys, subject, services }: PushOptions,
  { endpoint, p256dh, auth }: PushSubscriptionRecord,
  { id, title, body, urgency, path }: Told,
): Promise<boolean> {
  if (!isPushService(endpoint, services)) return true;
  const payload = JSON.stringify({ id, title, ...(body && { body: body.slice(0, 1_000) }), path });
  const request = webPush.generateRequestDetails({ endpoint, keys: { p256dh, auth } }, payload, {
    vapidDetails: { subject, ...(await keys()) },
    TTL: KEPT_SECONDS,
    urgency: URGENCY[urgency],
    // one that is sent again replaces the first while the browser is off
    topic: id.replace(/[^\w-]/g, '').slice(0, 32),
  });
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: request.headers as Record<string, string>,
    ...(request.body && { body: new Uint8Array(request.body) }),
    redirect: 'manual',
    signal: AbortSignal.timeout(PATIENCE_MS),
  }).catch((cause: unknown) => {
    throw new UpstreamError('The browser’s push service does not answer.', { cause });
  });
  const { status } = response;
  if (status === 404 || status === 410) return true;
  if (status === 429 || status >= 500)
    throw new UpstreamError(`The browser’s push service answered ${status}.`);
  if (!response.ok) throw new InvalidError(`The browser’s push service refused the notice (${status}).`);
  return false;
}
