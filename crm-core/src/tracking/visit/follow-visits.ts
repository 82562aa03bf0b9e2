import { createHash } from 'node:crypto';
import { Contact } from '../../crm/contact/contact.schema.ts';
import type { CrmCore } from '../../crm-core.ts';
import { createOnce } from '../../entity/create-once.ts';
import { dayOf } from '../../entity/days.ts';
import { idFrom } from '../../entity/ids.ts';
import { systemScope } from '../../entity/scope.ts';
import { IntentSignal } from '../../intelligence/intent-signal/intent-signal.schema.ts';
import { type Seen, visitsOf } from '../attribution/touches-of.ts';
import { CompanyVisitor } from '../visitor/company-visitor.schema.ts';
import { TrackingEvent, type TrackingEventRecord } from './tracking-event.schema.ts';

type Visited = Pick<TrackingEventRecord, 'contactId' | 'type' | 'path' | 'at' | 'isMachine'>;

const DAY_MS = 86_400_000;
const MOST_PEOPLE = 500;
const MOST_VIEWS = 10_000;

/** What a signal of a visit is called; it begins alike for all of a person's, so that they can be forgotten together. */
export const visitSignals = (contactId: string): string => `visit:${contactId}:`;

/**
 * What follows from what people looked at, as far as it is known who they are: a page is a sign of interest once a day, and
 * counts for their company. All of it follows from the events, so it can be repeated.
 */
export async function followVisits(
  crm: CrmCore,
  workspaceId: string,
  events: readonly Visited[],
): Promise<void> {
  const { timeZone } = await crm.facts(workspaceId);
  const scope = systemScope(workspaceId);
  const days = new Map<string, Set<string>>();
  const signals = new Map<string, { contactId: string; subject: string; at: Date }>();
  for (const { contactId, type, path, at, isMachine } of events) {
    if (!contactId || type !== 'page' || isMachine) continue;
    const day = dayOf(at, timeZone);
    days.set(contactId, (days.get(contactId) ?? new Set()).add(day));
    const hash = createHash('sha256').update(path).digest('base64url').slice(0, 12);
    signals.set(`${visitSignals(contactId)}${day}:${hash}`, { contactId, subject: path.slice(0, 300), at });
  }
  for (const [eventId, signal] of signals)
    await createOnce(crm, IntentSignal, scope, idFrom(`${workspaceId}:${eventId}`), {
      ...signal,
      type: 'pageView',
      eventId,
    });
  const companies = new Map<string, Set<string>>();
  for (const { id, companyId } of (await crm.records(Contact).getMany(scope, [...days.keys()])).values()) {
    if (!companyId) continue;
    const known = companies.get(companyId) ?? new Set();
    for (const day of days.get(id) ?? []) known.add(day);
    companies.set(companyId, known);
  }
  for (const [companyId, of] of companies)
    for (const day of of) await countCompany(crm, workspaceId, companyId, day, timeZone);
}

/** Counts anew what people of a company looked at on a day; nothing leaves no record. */
export async function countCompany(
  crm: CrmCore,
  workspaceId: string,
  companyId: string,
  day: string,
  timeZone: string,
): Promise<void> {
  const people = await crm.store
    .model(Contact)
    .find({ workspaceId, companyId, isDeleted: false })
    .select('_id')
    .limit(MOST_PEOPLE)
    .lean<Array<{ _id: string }>>();
  const noon = new Date(`${day}T12:00:00Z`).getTime();
  const views = await crm.store
    .model(TrackingEvent)
    .find({
      workspaceId,
      contactId: { $in: people.map(({ _id }) => _id) },
      type: 'page',
      isMachine: false,
      // a local day lies within this, wherever it is
      at: { $gte: new Date(noon - 1.1 * DAY_MS), $lt: new Date(noon + 1.1 * DAY_MS) },
    })
    .select('at visitorId from')
    .limit(MOST_VIEWS)
    .lean<Seen[]>();
  const own = views.filter(({ at }) => dayOf(at, timeZone) === day);
  const collection = crm.store.model(CompanyVisitor).collection;
  const _id = idFrom(`company-visits:${workspaceId}:${companyId}:${day}`) as never;
  if (own.length === 0) {
    await collection.deleteOne({ _id });
    return;
  }
  const now = crm.now();
  await collection.updateOne(
    { _id },
    {
      $set: { visits: visitsOf(own).length, pages: own.length, updatedAt: now },
      $setOnInsert: {
        ...{ workspaceId, companyId, day, isDeleted: false, version: 1 },
        createdAt: now,
        createdBy: 'system',
      },
    },
    { upsert: true },
  );
}
