import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import type { DomainEvent } from '@clianta/crm-core/events/catalogue';
import { FormSubmission } from '@clianta/crm-core/marketing/form-submission/form-submission.schema';
import { freezeAttribution } from '@clianta/crm-core/tracking/attribution/freeze-attribution';
import { TrackedSite } from '@clianta/crm-core/tracking/visit/tracked-site.schema';
import type { JobContext } from '../job.ts';

/** Keeps what led to a form that was sent, a deal that was made or won, as soon as it happens and once. */
export async function attributeConversions({ crm }: JobContext, event: DomainEvent): Promise<void> {
  const { entity, type, workspaceId, recordId, after } = event;
  if (entity === FormSubmission.name && type.endsWith('.updated') && after.takenAt) {
    await freezeAttribution(crm, workspaceId, 'form', recordId);
    return;
  }
  if (entity !== Opportunity.name || !/\.(created|won)$/.test(type)) return;
  const { cached } = await crm.facts(workspaceId);
  // nothing is known of visits where no site is tracked
  if (!cached.get(TrackedSite.name)?.length) return;
  await freezeAttribution(crm, workspaceId, type.endsWith('.won') ? 'won' : 'deal', recordId);
}
