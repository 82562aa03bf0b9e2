import { Contact } from '../../crm/contact/contact.schema.ts';
import type { CrmCore } from '../../crm-core.ts';
import { ConsentEvent } from '../consent/consent-event.schema.ts';
import { Suppression } from '../suppression/suppression.schema.ts';
import { rowId, rowsOf } from './campaign-rows.ts';

/** How many who got a campaign have unsubscribed since it started; which mail it was by is not known. */
export async function unsubscribedSince(
  crm: CrmCore,
  { workspaceId, campaignId, since }: { workspaceId: string; campaignId: string; since: Date },
): Promise<number> {
  const events = await crm.store
    .model(ConsentEvent)
    .find({
      workspaceId,
      state: 'withdrawn',
      how: { $in: ['unsubscribe', 'reply'] },
      createdAt: { $gte: since },
    })
    .select({ contactId: 1 })
    .lean<Array<{ contactId: string }>>();
  return countReached(
    crm,
    campaignId,
    events.map(({ contactId }) => contactId),
  );
}

/** How many who got a campaign have called mail spam since it started. */
export async function complainedSince(
  crm: CrmCore,
  { workspaceId, campaignId, since }: { workspaceId: string; campaignId: string; since: Date },
): Promise<number> {
  const complaints = await crm.store
    .model(Suppression)
    .find({ workspaceId, reason: 'complaint', channel: 'email', createdAt: { $gte: since } })
    .select({ address: 1 })
    .lean<Array<{ address?: string }>>();
  const addresses = complaints.flatMap(({ address }) => address ?? []);
  if (addresses.length === 0) return 0;
  const contacts = await crm.store
    .model(Contact)
    .find({ workspaceId, email: { $in: addresses } })
    .select({ _id: 1 })
    .lean<Array<{ _id: string }>>();
  return countReached(
    crm,
    campaignId,
    contacts.map(({ _id }) => _id),
  );
}

function countReached(crm: CrmCore, campaignId: string, contactIds: readonly string[]): Promise<number> {
  const ids = [...new Set(contactIds)].map((id) => rowId(campaignId, id));
  return rowsOf(crm).countDocuments({ _id: { $in: ids as never[] }, status: { $in: ['sent', 'unknown'] } });
}
