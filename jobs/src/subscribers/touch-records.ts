import { ACTIVITY_TYPES, Activity } from '@clianta/crm-core/crm/activity/activity.schema';
import type { DomainEvent } from '@clianta/crm-core/events/catalogue';
import { z } from 'zod';
import type { JobContext } from '../job.ts';

const activitySchema = z.looseObject({ type: z.enum(ACTIVITY_TYPES), at: z.coerce.date() });

/**
 * A new activity moves the deal's "last activity", and a call, e-mail or meeting the contact's and the company's "last
 * contacted". The latest instant wins in whatever order the events come. These are derived values: setting them is no
 * write of the record (no version, audit entry or event), so nothing follows from it.
 */
export async function touchRecords({ crm }: JobContext, event: DomainEvent): Promise<void> {
  if (event.type !== 'activity.created') return;
  const activity = activitySchema.parse(event.after);
  if (activity.type === 'change') return;
  for (const { name, ref } of Activity.fields) {
    const entity = ref === undefined ? undefined : crm.store.entity(ref);
    const touched = entity?.talk?.touched;
    const id = activity[name];
    if (!entity || !touched || typeof id !== 'string') continue;
    if (touched.by && !touched.by.includes(activity.type)) continue;
    await crm.store
      .model(entity)
      .collection.updateOne(
        { _id: id as never, workspaceId: event.workspaceId },
        { $max: { [touched.field]: activity.at } },
      );
  }
}
