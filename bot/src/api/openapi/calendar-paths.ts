import { calendarDaysSchema } from '@clianta/crm-core/calendar/calendar-days.schema';
import { CalendarEvent } from '@clianta/crm-core/calendar/calendar-event/calendar-event.schema';
import { schemaOf } from './json-schema.ts';
import { answers, base, type Json, object, path, query } from './parts.ts';

const tags = [CalendarEvent.domain];
const address = { type: 'string', format: 'uri' };
const parameters = [path('workspaceId')];

/** What the calendar has besides records: weeks, and the address of the feed. */
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
  };
}
