import { Activity } from '../../crm/activity/activity.schema.ts';
import { Contact, type ContactRecord } from '../../crm/contact/contact.schema.ts';
import type { CrmCore } from '../../crm-core.ts';
import type { Filter } from '../../entity/filter.schema.ts';
import type { Scope } from '../../entity/scope.ts';
import { UserAction } from '../../tracking/user-action/user-action.schema.ts';
import { IntentSignal } from '../intent-signal/intent-signal.schema.ts';
import { LeadRecycling } from '../lead-recycling/lead-recycling.schema.ts';

const DAY_MS = 86_400_000;
/** Given up for so long, and active in so many of the last days. */
const GIVEN_UP_DAYS = 90;
const ACTIVE_DAYS = 30;
/** In a year. */
const MOST_CYCLES = 2;
const PAGE = 200;

export interface Recyclable {
  contact: ContactRecord;
  /** From 1. */
  cycle: number;
  /** For people: "active on 3 March". */
  activeAt: Date;
}

/**
 * Leads that were given up long ago and have shown up again. Who has withdrawn their consent is left in peace, and
 * nobody is taken up more than twice a year.
 *
 * @param filter - of the contacts to look at; all when it is empty
 */
export async function recyclableLeads(crm: CrmCore, scope: Scope, filter: Filter): Promise<Recyclable[]> {
  const found: Recyclable[] = [];
  let cursor: string | undefined;
  do {
    const page = await crm.records(Contact).find(scope, {
      ...filter,
      where: [
        ...(filter.where ?? []),
        { field: 'status', op: 'in', value: ['lost', 'unqualified'] },
        { field: 'consent', op: 'ne', value: 'withdrawn' },
      ],
      sort: 'id',
      limit: PAGE,
      ...(cursor && { cursor }),
    });
    found.push(...(await ofPage(crm, scope, page.records)));
    cursor = page.nextCursor;
  } while (cursor);
  return found;
}

async function ofPage(
  crm: CrmCore,
  { workspaceId }: Scope,
  contacts: readonly ContactRecord[],
): Promise<Recyclable[]> {
  const now = crm.now().getTime();
  const ids = contacts.map(({ id }) => id);
  const since = (days: number) => new Date(now - days * DAY_MS);
  const of = { workspaceId, isDeleted: false, contactId: { $in: ids } };
  const latest = (entity: string, match: object, by: string, at: string) =>
    crm.store
      .model(entity)
      .aggregate<{ _id: string; at: Date; count: number }>([
        { $match: match },
        { $group: { _id: `$${by}`, at: { $max: `$${at}` }, count: { $sum: 1 } } },
      ]);
  const [signals, activities, givenUp, cycles] = await Promise.all([
    latest(IntentSignal.name, { ...of, at: { $gt: since(ACTIVE_DAYS) } }, 'contactId', 'at'),
    latest(
      Activity.name,
      { ...of, at: { $gt: since(ACTIVE_DAYS) }, type: { $in: ['call', 'email', 'meeting'] } },
      'contactId',
      'at',
    ),
    latest(
      UserAction.name,
      { workspaceId, entity: Contact.name, recordId: { $in: ids }, 'after.status': { $exists: true } },
      'recordId',
      'at',
    ),
    // one that was only proposed was not taken up
    latest(
      LeadRecycling.name,
      { ...of, at: { $gt: since(365) }, status: { $nin: ['proposed', 'declined'] } },
      'contactId',
      'at',
    ),
  ]);
  const by = (rows: ReadonlyArray<{ _id: string; at: Date; count: number }>) =>
    new Map(rows.map((row) => [row._id, row]));
  const [signalOf, activityOf, givenUpOf, cycleOf] = [by(signals), by(activities), by(givenUp), by(cycles)];
  return contacts.flatMap((contact) => {
    // what was brought in with its status has it since then
    const since = givenUpOf.get(contact.id)?.at ?? contact.createdAt;
    const active = [signalOf.get(contact.id)?.at, activityOf.get(contact.id)?.at].filter(
      (at) => at !== undefined,
    );
    const cycle = (cycleOf.get(contact.id)?.count ?? 0) + 1;
    if (now - since.getTime() <= GIVEN_UP_DAYS * DAY_MS || active.length === 0 || cycle > MOST_CYCLES)
      return [];
    return [{ contact, cycle, activeAt: new Date(Math.max(...active.map((at) => at.getTime()))) }];
  });
}
