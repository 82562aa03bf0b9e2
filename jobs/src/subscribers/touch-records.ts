import { ACTIVITY_TYPES } from '@clianta/crm-core/crm/activity/activity.schema';
import type { DomainEvent } from '@clianta/crm-core/events/catalogue';
import { z } from 'zod';
import type { JobContext } from '../job.ts';

const CONTACTED_BY = new Set(['call', 'email', 'meeting']);

const activitySchema = z.object({
  type: z.enum(ACTIVITY_TYPES),
  at: z.coerce.date(),
  contactId: z.string().optional(),
  companyId: z.string().optional(),
  opportunityId: z.string().optional(),
});

/**
 * A new activity moves the deal's "last activity", and a call, e-mail or meeting the contact's and the company's "last
 * contacted". The latest instant wins in whatever order the events come. These are derived values: setting them is no
 * write of the record (no version, audit entry or event), so nothing follows from it.
 */
export async function touchRecords({ crm }: JobContext, event: DomainEvent): Promise<void> {
  if (event.type !== 'activity.created') return;
  const activity = activitySchema.parse(event.after);
  if (activity.type === 'change') return;
  const touch = async (entity: string, id: string | undefined, field: string) => {
    if (id === undefined) return;
    await crm.store
      .model(entity)
      .collection.updateOne(
        { _id: id as never, workspaceId: event.workspaceId },
        { $max: { [field]: activity.at } },
      );
  };
  await touch('opportunity', activity.opportunityId, 'lastActivityAt');
  if (!CONTACTED_BY.has(activity.type)) return;
  await touch('contact', activity.contactId, 'lastContactedAt');
  await touch('company', activity.companyId, 'lastContactedAt');
}
