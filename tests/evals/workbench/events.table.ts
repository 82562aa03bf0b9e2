import {
  type Attendee,
  CalendarEvent,
} from '@clianta/crm-core/calendar/calendar-event/calendar-event.schema';
import { insertRecords } from '@clianta/crm-core/demo/insert-records';
import { idFrom } from '@clianta/crm-core/entity/ids';
import type { RecordChange } from '../audit-trail.ts';
import { nameOf, SAM, userId } from './people.ts';
import type { Event } from './sandbox.schema.ts';
import { instantOf, partOf, stampOf, type WorkbenchTable, written } from './table.ts';

const eventId = (id: string) => idFrom(`workbench event ${id}`);

/** Its events are meetings in Sam's calendar, with one participant each. */
export const eventsTable: WorkbenchTable<'events'> = {
  name: 'events',
  async fill(crm, speaker, { events }) {
    const createdAt = crm.now();
    const self: Attendee = { ...SAM, userId: speaker.userId, response: 'accepted' };
    await insertRecords(
      crm,
      speaker.workspaceId,
      CalendarEvent.name,
      events.map(({ id, name, participant, start, minutes }) => {
        const startAt = instantOf(start);
        const endAt = new Date(startAt.getTime() + minutes * 60_000);
        const other: Attendee = {
          name: nameOf(participant),
          email: participant,
          userId: userId(participant),
          response: 'accepted',
        };
        return {
          id: eventId(id),
          createdAt,
          title: name,
          ownerId: speaker.userId,
          ...{ startAt, endAt, firstAt: startAt, lastAt: endAt },
          zone: 'UTC',
          ...{ exDates: [], overrides: [], contactIds: [] },
          status: 'confirmed',
          showAs: 'busy',
          attendees: [self, other],
          isShared: true,
          source: 'internal',
          uid: `${id}@workbench`,
          sequence: 0,
          peopleIds: [speaker.userId, userId(participant)],
        };
      }),
    );
  },
  changes(sandbox, { changes }) {
    const known = new Map(sandbox.events.map((one) => [eventId(one.id), one]));
    return partOf(changes, CalendarEvent.name, known, rowOf, ({ after }) => after.status === 'cancelled');
  },
};

function rowOf(change: RecordChange, known: Event | undefined): Event {
  const attendees = written(change, 'attendees') as Attendee[] | undefined;
  const was = known && instantOf(known.start);
  const startAt = dateOf(written(change, 'startAt')) ?? was ?? new Date(0);
  // an end that was not written has stayed where it was
  const ended = was && new Date(was.getTime() + known.minutes * 60_000);
  const endAt = dateOf(written(change, 'endAt')) ?? ended ?? startAt;
  return {
    id: known?.id ?? change.id,
    name: (written(change, 'title') as string | undefined) ?? known?.name ?? '',
    participant: attendees ? participantsOf(attendees) : (known?.participant ?? ''),
    start: stampOf(startAt),
    minutes: Math.round((endAt.getTime() - startAt.getTime()) / 60_000),
  };
}

const dateOf = (value: unknown): Date | undefined => (value ? new Date(String(value)) : undefined);

/** Those besides Sam. */
const participantsOf = (attendees: readonly Attendee[]): string =>
  attendees
    .filter(({ email, name }) => email !== SAM.email && name !== SAM.name)
    .map(({ name, email }) => email ?? name)
    .join(', ');
