import { calendarDaysSchema } from '@clianta/crm-core/calendar/calendar-days.schema';
import { CalendarEvent } from '@clianta/crm-core/calendar/calendar-event/calendar-event.schema';
import { newLinkSchema, shownLinkSchema } from '../booking-link.schema.ts';
import { schemaOf } from './json-schema.ts';
import { answers, type Json, json, object, path, query } from './parts.ts';

const base = '/api/workspaces/{workspaceId}';
const tags = [CalendarEvent.domain];
const address = { type: 'string', format: 'uri' };
const link = schemaOf(shownLinkSchema, 'output');
const parameters = [path('workspaceId')];

/** What the calendar has besides records: weeks, and addresses of booking links. */
export function calendarPaths(): Json {
  return {
    [`${base}/calendar/week`]: {
      get: {
        operationId: 'getCalendarWeek',
        tags,
        summary: 'A week of a teammate’s calendar; what is private of somebody else is busy time',
        parameters: [
          ...parameters,
          query('userId', { type: 'string' }, 'Whose; left out: the caller’s'),
          query('day', { type: 'string', format: 'date' }, 'A day of the week; left out: today'),
        ],
        responses: answers(schemaOf(calendarDaysSchema, 'output')),
      },
    },
    [`${base}/calendar/feed`]: {
      get: {
        operationId: 'getCalendarFeed',
        tags,
        summary: 'The secret address where other calendars fetch the caller’s meetings, where there is one',
        parameters,
        responses: answers({ type: 'object', properties: { address } }),
      },
      post: {
        operationId: 'makeCalendarFeed',
        tags,
        summary: 'Make that address, or another one in its place',
        parameters,
        responses: answers(object({ address }), 'Made', '201'),
      },
      delete: {
        operationId: 'revokeCalendarFeed',
        tags,
        summary: 'Revoke that address',
        parameters,
        responses: answers({ type: 'object' }),
      },
    },
    [`${base}/booking-links`]: {
      get: {
        operationId: 'getBookingLinks',
        tags,
        summary: 'Booking links with their addresses, and their rules in words',
        parameters,
        responses: answers(object({ links: { type: 'array', items: link } })),
      },
      post: {
        operationId: 'makeBookingLink',
        tags,
        summary: 'Make a booking link of the caller at an address that is free',
        parameters,
        requestBody: { required: true, ...json(schemaOf(newLinkSchema, 'input')) },
        responses: answers(link, 'Made', '201'),
      },
    },
  };
}
