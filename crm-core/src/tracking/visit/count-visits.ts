import type { CrmCore } from '../../crm-core.ts';
import { SESSION_MS, type Seen, sessionsOf } from '../attribution/touches-of.ts';
import { TrackingEvent, type TrackingEventRecord } from './tracking-event.schema.ts';

type Viewed = Pick<TrackingEventRecord, 'workspaceId' | 'type' | 'at' | 'isMachine'> & {
  visitorId?: string | undefined;
  dayKey?: string | undefined;
};
type StoredView = Seen & { _id: string; dayKey?: string; medium?: string };

/** So far back the page that a visit began with is looked for. */
const LONGEST_MS = 12 * 3_600_000;
/** Whoever stays so long, or looks at a second page, has not left at once. */
const ENGAGED_SECONDS = 10;
const MOST_VIEWS = 10_000;

/**
 * Notes, at the page view that each visit began with, where it came from, how long it was and whether anybody was interested;
 * figures of visits are those of these views. All of it follows from the views around, so it can be repeated.
 */
export async function countVisits(crm: CrmCore, events: readonly Viewed[]): Promise<void> {
  const byWorkspace = new Map<string, Viewed[]>();
  for (const event of events)
    if (event.type === 'page' && !event.isMachine && whoOf(event))
      byWorkspace.set(event.workspaceId, [...(byWorkspace.get(event.workspaceId) ?? []), event]);
  for (const [workspaceId, own] of byWorkspace) await countIn(crm, workspaceId, own);
}

const whoOf = ({ visitorId, dayKey }: Pick<Viewed, 'visitorId' | 'dayKey'>) => visitorId ?? dayKey;

async function countIn(crm: CrmCore, workspaceId: string, events: readonly Viewed[]): Promise<void> {
  const times = events.map(({ at }) => at.getTime());
  const own = (field: 'visitorId' | 'dayKey') => ({
    [field]: { $in: [...new Set(events.flatMap((one) => one[field] ?? []))] },
  });
  const collection = crm.store.model(TrackingEvent).collection;
  const views = (await collection
    .find({
      workspaceId,
      type: 'page',
      isMachine: false,
      $or: [own('visitorId'), own('dayKey')],
      at: {
        $gte: new Date(Math.min(...times) - LONGEST_MS),
        $lte: new Date(Math.max(...times) + SESSION_MS),
      },
    })
    .project({ at: 1, visitorId: 1, dayKey: 1, from: 1, medium: 1 })
    .limit(MOST_VIEWS)
    .toArray()) as unknown as StoredView[];
  const sessions = sessionsOf(views.map((view) => ({ ...view, visitorId: whoOf(view) })));
  const first = new Set(sessions.map((one) => one.views[0]._id));
  const writes = [
    ...sessions.map(({ touch, views: [begin, ...more] }) => {
      const last = more.at(-1) ?? begin;
      const seconds = Math.round((last.at.getTime() - begin.at.getTime()) / 1_000);
      const isEngaged = more.length > 0 || seconds >= ENGAGED_SECONDS;
      return { at: begin, update: { $set: { medium: touch.medium, seconds, isEngaged } } };
    }),
    // a view that came late has begun the visit before
    ...views
      .filter(({ _id, medium }) => medium !== undefined && !first.has(_id))
      .map((at) => ({ at, update: { $unset: { medium: 1, seconds: 1, isEngaged: 1 } } })),
  ];
  if (writes.length === 0) return;
  await collection.bulkWrite(
    writes.map(({ at, update }) => ({ updateOne: { filter: { _id: at._id as never }, update } })),
    { ordered: false },
  );
}
