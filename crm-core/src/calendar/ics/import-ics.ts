import type { CrmCore } from '../../crm-core.ts';
import { idFrom } from '../../entity/ids.ts';
import type { Scope } from '../../entity/scope.ts';
import { CalendarEvent } from '../calendar-event/calendar-event.schema.ts';
import { eventsOf, type FileCalendar, type FileEvent, zoneCalled } from './ics-values.ts';
import { readIcs } from './read-ics.ts';

/** What is over longer than this is not brought in. */
const OLDEST_MS = 366 * 86_400_000;

export interface PlannedImport extends FileCalendar {
  /** Over for more than a year. */
  old: number;
}

/** What a file would bring into the caller's calendar. Its text is from outside. */
export async function plannedImport(crm: CrmCore, scope: Scope, text: string): Promise<PlannedImport> {
  const { zone, events } = await readIcs(text);
  const { timeZone } = await crm.localOf(scope.workspaceId, scope.actor.id);
  const found = eventsOf(events, (zone && zoneCalled(zone)) ?? timeZone);
  const since = new Date(crm.now().getTime() - OLDEST_MS);
  const isOld = (event: FileEvent) =>
    !event.rrule && (event.endAt ?? new Date(event.endDate ?? event.startDate ?? 0)) < since;
  const fresh = found.events.filter((event) => !isOld(event));
  return { events: fresh, refused: found.refused, old: found.events.length - fresh.length };
}

/**
 * Brings a file into the caller's own calendar, which nobody else reads. What was brought in before is changed where the file
 * has a newer state of it, and never added again.
 */
export async function importIcs(
  crm: CrmCore,
  scope: Scope,
  { events }: Pick<PlannedImport, 'events'>,
  source: string,
): Promise<{ added: string[]; changed: string[]; same: number; refused: number }> {
  const records = crm.records(CalendarEvent);
  // whose they are and where they are from is not the caller's to say
  const own: Scope = { ...scope, role: 'system' };
  const idOf = ({ uid }: FileEvent) => idFrom(`ics:${scope.workspaceId}:${scope.actor.id}:${uid}`);
  const known = await records.getMany(scope, events.map(idOf));
  const valuesOf = (event: FileEvent) => ({
    ...event,
    ownerId: scope.actor.id,
    isShared: false,
    source: 'ics' as const,
    externalId: `${scope.actor.id}:${event.uid}`.slice(0, 600),
  });
  const fresh = events.filter((event) => !known.has(idOf(event)));
  const made = await records.createMany(
    own,
    fresh.map((event) => ({ id: idOf(event), input: valuesOf(event) })),
    { outside: source },
  );
  const changed: string[] = [];
  for (const event of events) {
    const before = known.get(idOf(event));
    if (!before) continue;
    const { sequence: _, uid: __, ...values } = valuesOf(event);
    const after = await records.update({ ...own, outside: source }, before.id, values);
    if (after.version !== before.version) changed.push(before.id);
  }
  const added = made.flatMap(({ kind, id }) => (kind === 'refused' ? [] : id));
  return {
    added,
    changed,
    same: events.length - fresh.length - changed.length,
    refused: made.length - added.length,
  };
}
