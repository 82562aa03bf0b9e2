import { FEED_PATH, feedOf } from '@clianta/crm-core/calendar/calendar-feed';
import { Router } from 'express';
import { defineRoutes } from '../api/define-routes.ts';
import { addressKey } from '../limits/address-key.ts';
import { pageErrors, privatePage } from '../public-page.ts';

/** Where calendars of people fetch their own meetings. The address is all it takes, so nothing but reading is done there. */
export const calendarFeedRoutes = defineRoutes({
  at: 'page',
  routes({ crm, limits }) {
    const router = Router();
    router.use(FEED_PATH, privatePage);
    router.get(`${FEED_PATH}/:token.ics`, async (request, response) => {
      await limits.take('calendarFeed', addressKey(request.ip));
      const file = await feedOf(crm, String(request.params.token));
      response.attachment('meetings.ics').type('text/calendar; charset=utf-8').send(file);
    });
    router.use(FEED_PATH, pageErrors);
    return router;
  },
});
