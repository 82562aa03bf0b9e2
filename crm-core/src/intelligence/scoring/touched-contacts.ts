import { Activity } from '../../crm/activity/activity.schema.ts';
import { Contact } from '../../crm/contact/contact.schema.ts';
import { Opportunity } from '../../crm/opportunity/opportunity.schema.ts';
import type { CrmCore } from '../../crm-core.ts';
import { IntentSignal } from '../intent-signal/intent-signal.schema.ts';

/** Contacts that were written since then, or a deal, an activity or a sign of theirs. */
export async function contactsTouchedSince(
  crm: CrmCore,
  workspaceId: string,
  since: Date,
): Promise<string[]> {
  const recent = { workspaceId, isDeleted: false, updatedAt: { $gte: since } };
  const own = crm.store.model(Contact.name).distinct('_id', recent);
  const others = [Opportunity, Activity, IntentSignal].map(({ name }) =>
    crm.store.model(name).distinct('contactId', recent),
  );
  const ids = await Promise.all([own, ...others]);
  return [...new Set(ids.flat().flatMap((id) => (typeof id === 'string' ? id : [])))];
}
