import { readToday } from '@clianta/agents/agents/briefing/today';
import { todaySchema } from '@clianta/agents/agents/briefing/today.schema';
import { readingContext } from '@clianta/agents/tools/reading-context';
import { Router } from 'express';
import { scopeOfRequest } from './authentication.ts';
import { defineRoutes } from './define-routes.ts';
import { todayPaths } from './openapi/today-paths.ts';
import { refuseOtherMethods } from './other-methods.ts';

/** A person's day: what is late and due, deals that slip, what waits for their decision, what is new. */
export const todayRoutes = defineRoutes({
  at: 'workspace',
  paths: todayPaths,
  routes({ crm, catalogue }) {
    const router = Router({ mergeParams: true });
    router.get('/today', async (request, response) => {
      const context = await readingContext(crm, catalogue, await scopeOfRequest(crm, request));
      response.json(todaySchema.parse(await readToday(context)));
    });
    refuseOtherMethods(router);
    return router;
  },
});
