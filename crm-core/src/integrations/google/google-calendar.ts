import { z } from 'zod';
import { idFrom } from '../../entity/ids.ts';
import {
  type CalendarProvider,
  ChangedThereError,
  CursorExpiredError,
} from '../calendar/calendar-provider.ts';
import type { CallAnswer } from '../layer/call-request.ts';
import type { Connection } from '../layer/define-integration.ts';
import { eventSchema, googleEvent, outsideEvent } from './event-wire.ts';

const PAGE = 250;
const listSchema = z.object({
  timeZone: z.string().default('UTC'),
  items: z.array(eventSchema).default([]),
  nextPageToken: z.string().optional(),
  nextSyncToken: z.string().optional(),
});

const pathOf = (calendar: string, id?: string) =>
  `/calendars/${encodeURIComponent(calendar)}/events${id ? `/${encodeURIComponent(id)}` : ''}`;
const limit = 'calendar';

/** Google Calendar v3. */
export const googleCalendar: CalendarProvider = {
  async changes({ call }, calendar, { cursor, page, since }) {
    const answer = await call({
      path: pathOf(calendar),
      limit,
      query: {
        maxResults: PAGE,
        pageToken: page,
        // with a token, Google refuses to be told from when on
        ...(cursor ? { syncToken: cursor } : { timeMin: since.toISOString() }),
        showDeleted: true,
      },
      takes: [410],
    });
    if (answer.status === 410) throw new CursorExpiredError();
    const { items, timeZone, nextPageToken, nextSyncToken } = answer.json(listSchema);
    return {
      events: items.map((item) => outsideEvent(item, timeZone)),
      ...(nextPageToken && { nextPage: nextPageToken }),
      ...(nextSyncToken && { cursor: nextSyncToken }),
    };
  },

  async put(connection, calendar, { recordId, content, details }, known) {
    const json = googleEvent(content, { recordId, details });
    if (known) return changed(connection, calendar, known, json);
    const id = idFrom(`google-event:${connection.credential.id}:${recordId}`);
    const made = await connection.call({
      method: 'POST',
      path: pathOf(calendar),
      limit,
      json: { ...json, id },
      // the id is ours: a second time says that it is there
      isRepeatable: true,
      takes: [409],
    });
    if (made.status !== 409) return read(made);
    // it was made before, perhaps by a run whose answer was lost, or deleted there since: then it is back
    const there = (await connection.call({ path: pathOf(calendar, id), limit })).json(eventSchema);
    return changed(connection, calendar, { id, version: there.etag }, json);
  },

  async remove({ call }, calendar, id) {
    await call({ method: 'DELETE', path: pathOf(calendar, id), limit, takes: [404, 410] });
  },
};

async function changed(
  { call }: Connection,
  calendar: string,
  { id, version }: { id: string; version: string },
  json: Record<string, unknown>,
) {
  const answer = await call({
    method: 'PATCH',
    path: pathOf(calendar, id),
    limit,
    headers: { 'if-match': version },
    json,
    // after a lost answer the version is another one, which is read and compared
    isRepeatable: true,
    takes: [404, 410, 412],
  });
  if (answer.status >= 400) throw new ChangedThereError();
  return read(answer);
}

function read(answer: CallAnswer): { id: string; version: string } {
  const { id, etag } = answer.json(eventSchema);
  return { id, version: etag };
}
