import { calendarDays } from '@clianta/crm-core/calendar/calendar-days';
import { feedAddress, makeFeed, revokeFeed } from '@clianta/crm-core/calendar/calendar-feed';
import { day } from '@clianta/crm-core/entity/days';
import { validate } from '@clianta/crm-core/entity/validate';
import { Router } from 'express';
import { z } from 'zod';
import { requirePerson, scopeOfRequest } from './authentication.ts';
import { defineRoutes } from './define-routes.ts';
import { calendarPaths } from './openapi/calendar-paths.ts';

const weekSchema = z.strictObject({
  /** Whose; left out: the caller's. */
  userId: z.string().max(60).optional(),
  /** A day of the week. */
  day: day().optional(),
});

/**
 * The calendar of the console: a week at a time, and the address of one's own for other calendars. Meetings are opened and
 * changed as every record is.
 */
export const calendarRoutes = defineRoutes({
  at: 'workspace',
  paths: calendarPaths,
  routes({ crm }) {
    const router = Router({ mergeParams: true });
    router.get('/calendar/week', async (request, response) => {
      const scope = await scopeOfRequest(crm, request);
      const { userId, day: around } = validate(weekSchema, request.query, 'week');
      response.json(await calendarDays(crm, scope, userId ?? scope.actor.id, around));
    });
    router.get('/calendar/feed', async (request, response) => {
      requirePerson(request);
      const address = await feedAddress(crm, await scopeOfRequest(crm, request));
      response.json({ ...(address && { address }) });
    });
    router.post('/calendar/feed', async (request, response) => {
      requirePerson(request);
      response.status(201).json({ address: await makeFeed(crm, await scopeOfRequest(crm, request)) });
    });
    router.delete('/calendar/feed', async (request, response) => {
      requirePerson(request);
      await revokeFeed(crm, await scopeOfRequest(crm, request));
      response.json({});
    });
    return router;
  },
});
