import type { CrmCore } from '../../crm-core.ts';
import { duplicateKey } from '../../entity/conflicts.ts';
import { idFrom } from '../../entity/ids.ts';
import { newVisitor, visitorRowId } from '../visitor/identify-visitor.ts';
import { Visitor, type VisitorRecord } from '../visitor/visitor.schema.ts';
import { countVisits } from './count-visits.ts';
import { EVENT_KEPT_DAYS, TrackingEvent, type TrackingEventRecord } from './tracking-event.schema.ts';

/** What a page has sent, looked at. */
export type TakenEvent = Pick<
  TrackingEventRecord,
  'workspaceId' | 'eventId' | 'siteId' | 'type' | 'url' | 'path' | 'at' | 'isMachine'
> &
  Partial<Pick<TrackingEventRecord, 'visitorId' | 'dayKey' | 'referrer' | 'utm' | 'from' | 'why'>> & {
    /** It was sent before its visitor had agreed to be known again, and becomes theirs. */
    isAdopted?: boolean;
  };

type StoredVisitor = Omit<VisitorRecord, 'id'> & { _id: string };

/** A visitor is noted as seen so often at most: every view of a page would be a second write. */
const SEEN_MS = 5 * 60_000;

/** To be called once at the start. */
export async function prepareEvents(crm: CrmCore): Promise<void> {
  const expireAfterSeconds = EVENT_KEPT_DAYS * 86_400;
  await crm.store.model(TrackingEvent).collection.createIndex({ at: 1 }, { expireAfterSeconds });
}

/**
 * Stores events in one write, whatever workspaces they are of; the same event once. Those of teammates are left out.
 *
 * @returns the events of people who are known
 */
export async function storeEvents(
  crm: CrmCore,
  events: readonly TakenEvent[],
): Promise<Array<TakenEvent & { contactId: string }>> {
  const now = crm.now();
  const known = await visitorsOf(crm, events);
  const rowOf = ({ workspaceId, visitorId }: TakenEvent) =>
    visitorId ? known.get(visitorRowId(workspaceId, visitorId)) : undefined;
  const counted = events.filter((event) => !rowOf(event)?.isTeam);
  if (counted.length === 0) return [];
  const documents = counted.map(({ isAdopted = false, ...event }) => {
    const contactId = rowOf(event)?.contactId;
    return {
      isAdopted,
      document: {
        ...event,
        ...(contactId && { contactId }),
        _id: idFrom(`event:${event.workspaceId}:${event.eventId}`),
        isDeleted: false,
        version: 1,
        createdAt: now,
        updatedAt: now,
        createdBy: 'system',
      },
    };
  });
  const collection = crm.store.model(TrackingEvent).collection;
  const fresh = documents.flatMap(({ isAdopted, document }) => (isAdopted ? [] : [document]));
  try {
    if (fresh.length > 0) await collection.insertMany(fresh as never[], { ordered: false });
  } catch (error) {
    // sent again
    if (!duplicateKey(error)) throw error;
  }
  for (const { isAdopted, document } of documents) if (isAdopted) await adopt(crm, document);
  await noteVisitors(crm, counted, known, now);
  await countVisits(crm, counted);
  return documents.flatMap(({ document }) =>
    document.contactId ? [{ ...document, contactId: document.contactId }] : [],
  );
}

/** Whichever comes first, this or the event as it was sent before: it is one event, of this visitor. */
async function adopt(
  crm: CrmCore,
  { _id, visitorId, contactId, ...rest }: TakenEvent & { _id: string; contactId?: string },
): Promise<void> {
  const { dayKey: _dayKey, ...event } = rest;
  try {
    await crm.store.model(TrackingEvent).collection.updateOne(
      { _id: _id as never, visitorId: null as never },
      {
        $set: { visitorId, ...(contactId && { contactId }) },
        $unset: { dayKey: 1 },
        $setOnInsert: event,
      },
      { upsert: true },
    );
  } catch (error) {
    // it is somebody's already
    if (!duplicateKey(error)) throw error;
  }
}

async function visitorsOf(
  crm: CrmCore,
  events: readonly TakenEvent[],
): Promise<ReadonlyMap<string, StoredVisitor>> {
  const ids = new Set(
    events.flatMap(({ workspaceId, visitorId }) => (visitorId ? [visitorRowId(workspaceId, visitorId)] : [])),
  );
  if (ids.size === 0) return new Map();
  const found = await crm.store
    .model(Visitor)
    .find({ _id: { $in: [...ids] } })
    .select('contactId isTeam lastSeenAt')
    .lean<StoredVisitor[]>();
  return new Map(found.map((one) => [one._id, one]));
}

async function noteVisitors(
  crm: CrmCore,
  events: readonly TakenEvent[],
  known: ReadonlyMap<string, StoredVisitor>,
  now: Date,
): Promise<void> {
  const seen = new Map<string, TakenEvent>();
  for (const event of events) {
    if (!event.visitorId || event.isMachine) continue;
    const id = visitorRowId(event.workspaceId, event.visitorId);
    const before = known.get(id);
    if (before && now.getTime() - before.lastSeenAt.getTime() < SEEN_MS) continue;
    if (!seen.has(id)) seen.set(id, event);
  }
  if (seen.size === 0) return;
  await crm.store.model(Visitor).collection.bulkWrite(
    [...seen].map(([id, { workspaceId, visitorId = '', from, path, at }]) => ({
      updateOne: {
        filter: { _id: id as never },
        update: {
          $set: { lastSeenAt: at, updatedAt: now },
          $setOnInsert: {
            ...newVisitor(workspaceId, visitorId, now),
            ...(from && { firstTouch: { ...from, path, at } }),
          },
        },
        upsert: true,
      },
    })),
    { ordered: false },
  );
}
