import { FEED_PATH, feedOf } from '@clianta/crm-core/calendar/calendar-feed';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import { Router } from 'express';
import { addressKey } from '../limits/address-key.ts';
import type { Limits } from '../limits/limits.ts';
import { pageErrors, privatePage } from '../public-page.ts';

interface CalendarFeedOptions {
  crm: CrmCore;
  limits: Limits;
}

/** Where calendars of people fetch their own meetings. The address is all it takes, so nothing but reading is done there. */
export function calendarFeedRoutes({ crm, limits }: CalendarFeedOptions): Router {
  const router = Router();
  router.use(FEED_PATH, privatePage);
  router.get(`${FEED_PATH}/:token.ics`, async (request, response) => {
    await limits.take('calendarFeed', addressKey(request.ip));
    const file = await feedOf(crm, String(request.params.token));
    response.attachment('meetings.ics').type('text/calendar; charset=utf-8').send(file);
  });
  router.use(FEED_PATH, pageErrors);
  return router;
}
