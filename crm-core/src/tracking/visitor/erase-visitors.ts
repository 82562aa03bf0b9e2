import { Contact } from '../../crm/contact/contact.schema.ts';
import type { CrmCore } from '../../crm-core.ts';
import { dayOf } from '../../entity/days.ts';
import { systemScope } from '../../entity/scope.ts';
import { IntentSignal } from '../../intelligence/intent-signal/intent-signal.schema.ts';
import { countCompany, visitSignals } from '../visit/follow-visits.ts';
import { TrackingEvent } from '../visit/tracking-event.schema.ts';
import { Visitor } from './visitor.schema.ts';

/** How much is known of somebody's visits. */
export interface Known {
  browsers: number;
  events: number;
}

const ofContact = (workspaceId: string, contactId: string) => ({ workspaceId, contactId });

export async function knownOf(crm: CrmCore, workspaceId: string, contactId: string): Promise<Known> {
  const where = ofContact(workspaceId, contactId);
  const [browsers, events] = await Promise.all([
    crm.store.model(Visitor).countDocuments(where),
    crm.store.model(TrackingEvent).countDocuments(where),
  ]);
  return { browsers, events };
}

/**
 * Forgets what a person did on the website, for good: their browsers, what they looked at, the interest that it stood for, and
 * what of it counted for their company. What conversions were credited to names nobody and stays.
 */
export async function eraseVisitors(crm: CrmCore, workspaceId: string, contactId: string): Promise<Known> {
  const where = ofContact(workspaceId, contactId);
  const scope = systemScope(workspaceId);
  const known = await knownOf(crm, workspaceId, contactId);
  const { timeZone } = await crm.facts(workspaceId);
  const ats = (await crm.store.model(TrackingEvent).distinct('at', where)) as unknown as Date[];
  const ids = await crm.store.model(Visitor).distinct('visitorId', where);
  await crm.store
    .model(TrackingEvent)
    .collection.deleteMany({ workspaceId, $or: [{ contactId }, { visitorId: { $in: ids as never[] } }] });
  const signals = crm.records(IntentSignal);
  const own = await crm.store
    .model(IntentSignal)
    .find({ workspaceId, contactId, isDeleted: false, type: 'pageView' })
    .select('eventId')
    .lean<Array<{ _id: string; eventId: string }>>();
  for (const { _id, eventId } of own)
    if (eventId.startsWith(visitSignals(contactId))) await signals.delete(scope, _id);
  const { companyId } = (await crm.records(Contact).getMany(scope, [contactId])).get(contactId) ?? {};
  for (const day of new Set(ats.map((at) => dayOf(at, timeZone))))
    if (companyId) await countCompany(crm, workspaceId, companyId, day, timeZone);
  // last: while it is there, whoever begins again finds what is left
  await crm.store.model(Visitor).collection.deleteMany(where);
  return known;
}
