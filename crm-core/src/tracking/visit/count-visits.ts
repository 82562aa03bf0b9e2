import type { CrmCore } from '../../crm-core.ts';
import { SESSION_MS, type Seen, sessionsOf } from '../attribution/touches-of.ts';
import { TrackingEvent, type TrackingEventRecord } from './tracking-event.schema.ts';

type Viewed = Pick<TrackingEventRecord, 'workspaceId' | 'type' | 'at' | 'isMachine'> & {
  visitorId?: string | undefined;
  dayKey?: string | undefined;
};
type StoredView = Seen & { _id: string; dayKey?: string; medium?: string };
type Who = Pick<Viewed, 'visitorId' | 'dayKey'>;

/** No visit is followed further, back to the page that it began with or on to its last one. */
const LONGEST_MS = 12 * 3_600_000;
/** Whoever stays so long, or looks at a second page, has not left at once. */
const ENGAGED_SECONDS = 10;
const MOST_VIEWS = 10_000;

/**
 * Notes, at the page view that each visit began with, where it came from, how long it was and whether anybody was interested;
 * figures of visits are those of these views. All of it follows from the views around, so it can be repeated.
 *
 * @returns how many views were noted otherwise before
 */
export async function countVisits(crm: CrmCore, events: readonly Viewed[]): Promise<number> {
  const byWorkspace = new Map<string, Viewed[]>();
  for (const event of events)
    if (event.type === 'page' && !event.isMachine && whoOf(event))
      byWorkspace.set(event.workspaceId, [...(byWorkspace.get(event.workspaceId) ?? []), event]);
  let changed = 0;
  for (const [workspaceId, own] of byWorkspace) changed += await countIn(crm, workspaceId, own);
  return changed;
}

const whoOf = ({ visitorId, dayKey }: Who) => visitorId ?? dayKey;

async function countIn(crm: CrmCore, workspaceId: string, events: readonly Viewed[]): Promise<number> {
  const times = events.map(({ at }) => at.getTime());
  const own = (field: 'visitorId' | 'dayKey') => ({
    [field]: { $in: [...new Set(events.flatMap((one) => one[field] ?? []))] },
  });
  const collection = crm.store.model(TrackingEvent).collection;
  const around = (await collection
    .find({
      workspaceId,
      type: 'page',
      isMachine: false,
      $or: [own('visitorId'), own('dayKey')],
      at: {
        $gte: new Date(Math.min(...times) - LONGEST_MS),
        $lte: new Date(Math.max(...times) + LONGEST_MS),
      },
    })
    .project({ at: 1, visitorId: 1, dayKey: 1, from: 1, medium: 1 })
    .limit(MOST_VIEWS)
    .toArray()) as unknown as StoredView[];
  const views = partOfSameVisits(around, events);
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
  if (writes.length === 0) return 0;
  const { modifiedCount } = await collection.bulkWrite(
    writes.map(({ at, update }) => ({ updateOne: { filter: { _id: at._id as never }, update } })),
    { ordered: false },
  );
  return modifiedCount;
}

/** Of other visits by the same people only a part may have been read. */
function partOfSameVisits(views: readonly StoredView[], events: readonly Viewed[]): StoredView[] {
  const keyOf = (one: Who & { at: Date }) => `${whoOf(one)} ${one.at.getTime()}`;
  const wanted = new Set(events.map(keyOf));
  const latest = new Map<string | undefined, StoredView[]>();
  const stays: StoredView[][] = [];
  for (const view of views.toSorted((a, b) => a.at.getTime() - b.at.getTime())) {
    const stay = latest.get(whoOf(view));
    const seen = stay?.at(-1)?.at.getTime() ?? Number.NEGATIVE_INFINITY;
    if (stay && view.at.getTime() - seen <= SESSION_MS) stay.push(view);
    else {
      const begun = [view];
      latest.set(whoOf(view), begun);
      stays.push(begun);
    }
  }
  return stays.filter((stay) => stay.some((one) => wanted.has(keyOf(one)))).flat();
}
