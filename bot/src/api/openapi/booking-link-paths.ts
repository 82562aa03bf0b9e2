import { CalendarEvent } from '@clianta/crm-core/calendar/calendar-event/calendar-event.schema';
import { newLinkSchema, shownLinkSchema } from '../booking-link.schema.ts';
import { schemaOf } from './json-schema.ts';
import { answers, base, type Json, json, object, path } from './parts.ts';

const tags = [CalendarEvent.domain];
const link = schemaOf(shownLinkSchema, 'output');
const parameters = [path('workspaceId')];

/** Booking links with their addresses. */
export function bookingLinkPaths(): Json {
  return {
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
