import type { CrmCore } from '../crm-core.ts';
import { countVisits } from '../tracking/visit/count-visits.ts';
import { TrackingEvent, type TrackingEventRecord } from '../tracking/visit/tracking-event.schema.ts';
import type { Migration } from './migration.ts';

/** Views of about the same time are counted together, with those around them. */
const AT_ONCE = 200;

type StoredView = Pick<TrackingEventRecord, 'workspaceId' | 'type' | 'at' | 'isMachine'> & {
  _id: string;
  visitorId?: string;
  dayKey?: string;
};

/** Visits that were stored before they had figures get them. */
export const countedVisits: Migration = {
  name: 'counted-visits',
  async run(crm) {
    let changed = 0;
    for (const { _id } of await crm.store.model('workspace').find().select({ _id: 1 }).lean())
      changed += await countAll(crm, String(_id));
    return changed;
  },
};

/** In the order of time, so that each batch is one range of the index. */
async function countAll(crm: CrmCore, workspaceId: string): Promise<number> {
  const { collection } = crm.store.model(TrackingEvent);
  let changed = 0;
  let last: StoredView | undefined;
  for (;;) {
    const page = (await collection
      .find({
        workspaceId,
        ...(last && { at: { $gte: last.at } }),
        ...(last && { $or: [{ at: { $gt: last.at } }, { _id: { $lt: last._id as never } }] }),
        type: 'page',
        isMachine: false,
      })
      .project({ workspaceId: 1, type: 1, at: 1, isMachine: 1, visitorId: 1, dayKey: 1 })
      .sort({ at: 1, _id: -1 })
      .limit(AT_ONCE)
      .toArray()) as unknown as StoredView[];
    changed += await countVisits(crm, page);
    if (page.length < AT_ONCE) return changed;
    last = page.at(-1);
  }
}
