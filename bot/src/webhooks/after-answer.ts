import type { CrmCore } from '@clianta/crm-core/crm-core';
import { hasRole, systemScope } from '@clianta/crm-core/entity/scope';
import {
  WebhookSubscription,
  type WebhookSubscriptionRecord,
} from '@clianta/crm-core/integrations/webhook/webhook-subscription.schema';
import { TeamMember } from '@clianta/crm-core/workspace/team-member/team-member.schema';
import { tell } from '@clianta/jobs/tell';
import type { WireAnswer } from './webhook-wire.ts';

const HOUR_MS = 3_600_000;
/** So long nothing was taken: admins are told. */
const TOLD_MS = HOUR_MS;
/** So long nothing was taken: it is turned off (specification). */
const DISABLED_MS = 5 * 24 * HOUR_MS;
const GONE = 410;

/** What follows for an address from how it answered: since when it fails, whether it is turned off, who is told. */
export async function afterAnswer(
  crm: CrmCore,
  subscription: WebhookSubscriptionRecord,
  { status, answer }: WireAnswer,
  isTaken: boolean,
): Promise<void> {
  const { id, name } = subscription;
  // a derived value: setting it is no write of the record
  const { collection } = crm.store.model(WebhookSubscription);
  if (isTaken) {
    await collection.updateOne({ _id: id as never }, { $unset: { failingSince: 1 } });
    return;
  }
  if (status === GONE) return disable(crm, subscription, 'Its address answered that it is gone (410).');
  const now = crm.now();
  await collection.updateOne({ _id: id as never, failingSince: null }, { $set: { failingSince: now } });
  const since = subscription.failingSince ?? now;
  const failingMs = now.getTime() - since.getTime();
  if (failingMs >= DISABLED_MS)
    return disable(crm, subscription, 'Its address has taken nothing for five days.');
  if (failingMs < TOLD_MS) return;
  const why = status === undefined ? answer : `it answers ${status}`;
  await tellAdmins(crm, subscription, {
    key: `webhook-failing:${id}:${since.toISOString()}`,
    title: `The webhook “${name}” does not arrive`,
    body: `Nothing was taken for an hour: ${why}. It is tried again for three days, and turned off after five.`,
  });
}

async function disable(crm: CrmCore, subscription: WebhookSubscriptionRecord, reason: string): Promise<void> {
  const { id, workspaceId, name, version } = subscription;
  const after = await crm
    .records(WebhookSubscription)
    .update(systemScope(workspaceId), id, { status: 'disabled', disabledReason: reason });
  await tellAdmins(crm, subscription, {
    key: `webhook-disabled:${id}:${version}`,
    title: `The webhook “${name}” is turned off`,
    body: `${after.disabledReason ?? reason} Set the address anew and turn it on under Settings, Webhooks.`,
  });
}

async function tellAdmins(
  crm: CrmCore,
  { id, workspaceId }: WebhookSubscriptionRecord,
  note: { key: string; title: string; body: string },
): Promise<void> {
  const { records } = await crm.records(TeamMember).find(systemScope(workspaceId), { limit: 500 });
  for (const { userId } of records.filter((member) => hasRole(member, 'admin')))
    await tell(
      { crm, notify: async () => {} },
      {
        workspaceId,
        userId,
        kind: 'outcome',
        urgency: 'high',
        because: 'You look after the workspace.',
        entity: WebhookSubscription.name,
        recordId: id,
        at: crm.now(),
        ...note,
      },
    );
}
