import { z } from 'zod';
import { newId } from '../../entity/ids.ts';
import {
  type CalendarProvider,
  ChangedThereError,
  CursorExpiredError,
  type EventContent,
  type OutsideEvent,
} from '../calendar/calendar-provider.ts';
import { comparedOf } from '../calendar/event-content.ts';
import type { Connection } from '../layer/define-integration.ts';
import { hashOf } from '../sync/sync-links.ts';
import { graph, isForgotten } from './graph.ts';
import {
  eventSchema,
  type GraphEvent,
  type GraphMaster,
  graphEvent,
  masterSchema,
  outsideEvent,
  outsideSeries,
  RECORD_PROPERTY,
  RULE_PROPERTY,
  recordOf,
  versionOf,
} from './graph-event.ts';

const PAGE = 200;
const DAY_MS = 86_400_000;
/** A view has an end, which is to stay far ahead: it begins anew each week. */
const AHEAD_MS = 400 * DAY_MS;
const VIEW_MS = 7 * DAY_MS;

const listSchema = z.object({
  value: z.array(eventSchema).default([]),
  '@odata.nextLink': z.string().optional(),
  '@odata.deltaLink': z.string().optional(),
});
const cursorSchema = z.object({ link: z.string(), begunAt: z.coerce.date() });

const homeOf = (calendar: string) =>
  calendar === 'primary' ? '/me' : `/me/calendars/${encodeURIComponent(calendar)}`;
const eventPath = (id: string) => `/me/events/${encodeURIComponent(id)}`;
/** What the marks of ours begin with: those of another account, or another installation, are nobody's here. */
const prefixOf = ({ credential }: Connection) => `${credential.id}-`;

/** Calendars of Microsoft 365 and Outlook.com, by Graph v1.0: single meetings of what others repeat, and series of ours. */
export const microsoftCalendar: CalendarProvider = {
  async changes(connection, calendar, { cursor, page, since }) {
    const now = connection.crm.now();
    const until = new Date(since.getTime() + AHEAD_MS);
    const known = cursor === undefined ? undefined : readCursor(cursor, now);
    const first = {
      path: `${homeOf(calendar)}/calendarView/delta`,
      query: { startDateTime: since.toISOString(), endDateTime: until.toISOString() },
    };
    const link = page ?? known?.link;
    try {
      const list = await graph(connection, { ...(link ? { path: link } : first), pageSize: PAGE });
      const { value, ...links } = list.json(listSchema);
      const [nextPage, delta] = [links['@odata.nextLink'], links['@odata.deltaLink']];
      return {
        events: await eventsOf(connection, value),
        until,
        ...(nextPage && { nextPage }),
        ...(delta && { cursor: JSON.stringify({ link: delta, begunAt: known?.begunAt ?? now }) }),
      };
    } catch (error) {
      if (isForgotten(error)) throw new CursorExpiredError();
      throw error;
    }
  },

  async put(connection, calendar, { recordId, content, details }, known) {
    const json = graphEvent(content, { recordId, details });
    if (known) return changed(connection, known, json, content);
    const mark = `${prefixOf(connection)}${recordId}`;
    const made = await make(connection, calendar, { ...json, transactionId: mark });
    const there = made ?? (await standing(connection, calendar, recordId));
    // it was deleted there since: then it is another one
    const event =
      there ?? (await make(connection, calendar, { ...json, transactionId: `${mark}-${newId()}` }));
    if (!event) throw new ChangedThereError();
    const { content: isThere } = outsideEvent(event, prefixOf(connection));
    const isSame = isThere !== undefined && timesAndWords(isThere) === timesAndWords(content);
    if (isSame) return settled(connection, event, content);
    // it was made before, by a run whose answer was lost
    return changed(connection, { id: event.id, version: versionOf(event) }, json, content);
  },

  async remove(connection, _calendar, id) {
    await graph(connection, { method: 'DELETE', path: eventPath(id), takes: [404] });
  },
};

const timesAndWords = (content: EventContent) =>
  hashOf({ ...comparedOf(content), rrule: Boolean(content.rrule), exDates: [] });

/** @throws CursorExpiredError once its view is too old */
function readCursor(cursor: string, now: Date) {
  const read = z.string().transform((text) => (text ? JSON.parse(text) : undefined));
  const known = read.pipe(cursorSchema).safeParse(cursor);
  const isOld = !known.success || now.getTime() - known.data.begunAt.getTime() > VIEW_MS;
  if (isOld) throw new CursorExpiredError();
  return known.data;
}

async function eventsOf(connection: Connection, listed: readonly GraphEvent[]): Promise<OutsideEvent[]> {
  const prefix = prefixOf(connection);
  const masters = new Map<string, GraphMaster | undefined>();
  const masterOf = async (id: string) => {
    if (!masters.has(id)) masters.set(id, await readMaster(connection, id));
    return masters.get(id);
  };
  const events: OutsideEvent[] = [];
  for (const one of listed) {
    // what lies outside the view is said to be removed as well
    const event = one['@removed'] ? await readEvent(connection, one.id) : one;
    const masterId = event?.type === 'seriesMaster' ? event.id : event?.seriesMasterId;
    if (!event) events.push({ id: one.id, version: '', changedAt: connection.crm.now(), isGone: true });
    else if (!masterId) events.push(outsideEvent(event, prefix));
    else {
      const master = await masterOf(masterId);
      const isOurs = master && recordOf(master, prefix);
      // the single meetings take the time, the series itself none
      if (!isOurs && event.id !== masterId) events.push(outsideEvent(event, prefix, master ?? event));
    }
  }
  const ours = [...masters.values()].filter((one) => one && recordOf(one, prefix)) as GraphMaster[];
  return [...events, ...ours.flatMap((master) => outsideSeries(master, prefix))];
}

async function readEvent(connection: Connection, id: string): Promise<GraphEvent | undefined> {
  const answer = await graph(connection, { path: eventPath(id), takes: [404] });
  return answer.status === 404 ? undefined : answer.json(eventSchema);
}

const MASTER_FIELDS = [
  ...['id', 'changeKey', 'type', 'subject', 'location', 'start', 'end', 'originalStartTimeZone', 'isAllDay'],
  ...['isCancelled', 'showAs', 'responseStatus', 'iCalUId', 'transactionId', 'lastModifiedDateTime'],
  ...['recurrence', 'cancelledOccurrences'],
].join(',');

async function readMaster(connection: Connection, id: string): Promise<GraphMaster | undefined> {
  const answer = await graph(connection, {
    path: eventPath(id),
    query: {
      $select: MASTER_FIELDS,
      $expand: `exceptionOccurrences,singleValueExtendedProperties($filter=id eq '${RULE_PROPERTY}')`,
    },
    takes: [404],
  });
  return answer.status === 404 ? undefined : answer.json(masterSchema);
}

/** @returns undefined where that mark was used already */
async function make(
  connection: Connection,
  calendar: string,
  json: Record<string, unknown>,
): Promise<GraphEvent | undefined> {
  const answer = await graph(connection, {
    method: 'POST',
    path: `${homeOf(calendar)}/events`,
    json,
    // Graph makes one of each mark
    isRepeatable: true,
    takes: [409],
  });
  return answer.status === 409 ? undefined : answer.json(eventSchema);
}

async function standing(
  connection: Connection,
  calendar: string,
  recordId: string,
): Promise<GraphEvent | undefined> {
  const isOurs = `ep/id eq '${RECORD_PROPERTY}' and ep/value eq '${recordId}'`;
  const answer = await graph(connection, {
    path: `${homeOf(calendar)}/events`,
    query: { $filter: `singleValueExtendedProperties/Any(ep: ${isOurs})` },
  });
  return answer.json(listSchema).value[0];
}

async function changed(
  connection: Connection,
  { id, version }: { id: string; version: string },
  json: Record<string, unknown>,
  content: EventContent,
) {
  const before = await readEvent(connection, id);
  if (!before || versionOf(before) !== version) throw new ChangedThereError();
  const etag = before['@odata.etag'];
  const answer = await graph(connection, {
    method: 'PATCH',
    path: eventPath(id),
    ...(etag && { headers: { 'if-match': etag } }),
    json,
    // after a lost answer the version is another one, which is read and compared
    isRepeatable: true,
    takes: [404, 409, 412],
  });
  if (answer.status >= 400) throw new ChangedThereError();
  return settled(connection, answer.json(eventSchema), content);
}

/** Leaves out of a series what is left out here. */
async function settled(connection: Connection, event: GraphEvent, { rrule, exDates }: EventContent) {
  if (!rrule || exDates.length === 0) return { id: event.id, version: versionOf(event) };
  for (const at of exDates) {
    const answer = await graph(connection, {
      path: `${eventPath(event.id)}/instances`,
      query: {
        startDateTime: at.toISOString(),
        endDateTime: new Date(at.getTime() + 60_000).toISOString(),
      },
    });
    for (const { id } of answer.json(listSchema).value)
      await graph(connection, { method: 'DELETE', path: eventPath(id), takes: [404] });
  }
  const after = await readEvent(connection, event.id);
  return { id: event.id, version: versionOf(after ?? event) };
}
