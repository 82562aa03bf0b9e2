import { Contact } from '../../crm/contact/contact.schema.ts';
import type { CrmCore } from '../../crm-core.ts';
import { duplicateKey } from '../../entity/conflicts.ts';
import { normalEmail } from '../../entity/email-address.ts';
import { idFrom, newId } from '../../entity/ids.ts';
import { systemScope } from '../../entity/scope.ts';
import { followVisits } from '../visit/follow-visits.ts';
import { TrackingEvent, type TrackingEventRecord } from '../visit/tracking-event.schema.ts';
import { Visitor, type VisitorRecord } from './visitor.schema.ts';

/** What somebody looked at before it was known who they are counts from then on, as far as this. */
const MOST_BEFORE = 500;

export const visitorRowId = (workspaceId: string, visitorId: string): string =>
  idFrom(`visitor:${workspaceId}:${visitorId}`);

type StoredVisitor = Omit<VisitorRecord, 'id'>;

/**
 * Notes who uses a browser. What it did before, unknown, becomes theirs; where it is known as somebody else's, another visitor
 * begins, and neither sees the other's history.
 *
 * @param isOnlyFree - leave a browser alone that is somebody else's
 * @returns the id that the browser goes on under
 */
export async function identifyVisitor(
  crm: CrmCore,
  workspaceId: string,
  visitorId: string,
  contactId: string,
  { isOnlyFree = false } = {},
): Promise<string> {
  const contact = (await crm.records(Contact).getMany(systemScope(workspaceId), [contactId])).get(contactId);
  if (!contact || contact.isDeleted) return visitorId;
  const { team } = await crm.facts(workspaceId);
  const own = contact.email && normalEmail(contact.email);
  const isTeam = team.some(({ email }) => normalEmail(email) === own);
  if (isTeam) return forgetTeammate(crm, workspaceId, visitorId);
  if (await claim(crm, workspaceId, visitorId, contactId)) {
    await takeHistory(crm, workspaceId, visitorId, contactId);
    return visitorId;
  }
  if (isOnlyFree) return visitorId;
  const other = newId();
  await claim(crm, workspaceId, other, contactId);
  return other;
}

/** @returns false when the browser is somebody else's */
async function claim(
  crm: CrmCore,
  workspaceId: string,
  visitorId: string,
  contactId: string,
): Promise<boolean> {
  const now = crm.now();
  try {
    await visitors(crm).updateOne(
      {
        _id: visitorRowId(workspaceId, visitorId) as never,
        isTeam: { $ne: true },
        contactId: { $in: [null, contactId] },
      },
      {
        $set: { contactId, knownAt: now, lastSeenAt: now, updatedAt: now },
        $setOnInsert: newVisitor(workspaceId, visitorId, now),
      },
      { upsert: true },
    );
    return true;
  } catch (error) {
    // it is there and was not found: another's
    if (duplicateKey(error)) return false;
    throw error;
  }
}

async function takeHistory(
  crm: CrmCore,
  workspaceId: string,
  visitorId: string,
  contactId: string,
): Promise<void> {
  const events = crm.store.model(TrackingEvent);
  const own = { workspaceId, visitorId, contactId: null };
  const before = await events
    .find(own)
    .sort({ at: -1 })
    .limit(MOST_BEFORE)
    .lean<Array<Omit<TrackingEventRecord, 'id'>>>();
  await events.collection.updateMany(own, { $set: { contactId } });
  await followVisits(
    crm,
    workspaceId,
    before.map((event) => ({ ...event, contactId })),
  );
}

/** A teammate looks at their own site: nothing of it counts, before and after. */
async function forgetTeammate(crm: CrmCore, workspaceId: string, visitorId: string): Promise<string> {
  const _id = visitorRowId(workspaceId, visitorId) as never;
  const known = await crm.store.model(Visitor).findOne({ _id }).lean<StoredVisitor>();
  const id = known?.contactId ? newId() : visitorId;
  const now = crm.now();
  await visitors(crm).updateOne(
    { _id: visitorRowId(workspaceId, id) as never },
    { $set: { isTeam: true, lastSeenAt: now }, $setOnInsert: newVisitor(workspaceId, id, now) },
    { upsert: true },
  );
  await crm.store.model(TrackingEvent).collection.deleteMany({ workspaceId, visitorId: id });
  return id;
}

const visitors = (crm: CrmCore) => crm.store.model(Visitor).collection;

/** What a visitor is made with, besides what is set at every visit. */
export const newVisitor = (workspaceId: string, visitorId: string, now: Date) => ({
  workspaceId,
  visitorId,
  consent: 'given',
  isDeleted: false,
  version: 1,
  createdAt: now,
  createdBy: 'system',
});
