import type { CrmCore } from '../../crm-core.ts';
import { createOnce } from '../../entity/create-once.ts';
import { idFrom } from '../../entity/ids.ts';
import { type Scope, systemScope } from '../../entity/scope.ts';
import { PushSubscription, type PushSubscriptionRecord } from './push-subscription.schema.ts';

type Subscription = Pick<PushSubscriptionRecord, 'endpoint' | 'p256dh' | 'auth'> &
  Partial<Pick<PushSubscriptionRecord, 'browser'>>;

const idOf = ({ workspaceId }: Scope, endpoint: string) => idFrom(`browser:${workspaceId}:${endpoint}`);

/** The caller is told things in this browser from now on; nobody else any more who has used it before. */
export async function subscribe(
  crm: CrmCore,
  scope: Scope,
  subscription: Subscription,
): Promise<PushSubscriptionRecord> {
  const system = systemScope(scope.workspaceId);
  const values = { ...subscription, userId: scope.actor.id };
  const id = idOf(scope, subscription.endpoint);
  const { record, isNew } = await createOnce(crm, PushSubscription, system, id, values);
  if (isNew) return record;
  const subscriptions = crm.records(PushSubscription);
  if (record.isDeleted) await subscriptions.restore(system, record.id);
  return subscriptions.update(system, record.id, values);
}

/** The caller is not told things in this browser any more. */
export async function unsubscribe(crm: CrmCore, scope: Scope, endpoint: string): Promise<void> {
  const { workspaceId, actor } = scope;
  await crm.store
    .model(PushSubscription)
    .deleteOne({ _id: idOf(scope, endpoint), workspaceId, userId: actor.id });
}
