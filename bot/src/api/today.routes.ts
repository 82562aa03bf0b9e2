import { readToday } from '@clianta/agents/agents/briefing/today';
import { todaySchema } from '@clianta/agents/agents/briefing/today.schema';
import type { Catalogue } from '@clianta/agents/catalogue';
import { readingContext } from '@clianta/agents/tools/reading-context';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import { Router } from 'express';
import { scopeOfRequest } from './authentication.ts';
import { refuseOtherMethods } from './other-methods.ts';

/** A person's day: what is late and due, deals that slip, what waits for their decision, what is new. */
export function todayRoutes(crm: CrmCore, catalogue: Catalogue): Router {
  const router = Router({ mergeParams: true });
  router.get('/today', async (request, response) => {
    const context = await readingContext(crm, catalogue, await scopeOfRequest(crm, request));
    response.json(todaySchema.parse(await readToday(context)));
  });
  refuseOtherMethods(router);
  return router;
}
