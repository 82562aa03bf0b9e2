import { calendarDaysSchema } from '@clianta/crm-core/calendar/calendar-days.schema';
import { CalendarEvent } from '@clianta/crm-core/calendar/calendar-event/calendar-event.schema';
import { schemaOf } from './json-schema.ts';
import { answers, type Json, path, query } from './parts.ts';

const base = '/api/workspaces/{workspaceId}';
const tags = [CalendarEvent.domain];
const parameters = [path('workspaceId')];

/** What the calendar has besides records: weeks. */
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
  };
}
