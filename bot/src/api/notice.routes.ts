import { markNotices } from '@clianta/crm-core/conversations/notice/mark-notices';
import { Notice, UNREAD } from '@clianta/crm-core/conversations/notice/notice.schema';
import { snoozeAt } from '@clianta/crm-core/conversations/notice/snooze';
import { validate } from '@clianta/crm-core/entity/validate';
import { Router } from 'express';
import { scopeOfRequest } from './authentication.ts';
import { defineRoutes } from './define-routes.ts';
import { MOST_AT_ONCE, markSchema } from './notice.schema.ts';
import { noticePaths } from './openapi/notice-paths.ts';

/** What a person does with their notices. */
export const noticeRoutes = defineRoutes({
  at: 'workspace',
  paths: noticePaths,
  routes({ crm }) {
    const router = Router({ mergeParams: true });
    router.post('/notices/mark', async (request, response) => {
      const scope = await scopeOfRequest(crm, request);
      const { ids, state, until } = validate(markSchema, request.body, 'request');
      const named = ids ?? (await crm.records(Notice).ids(scope, { where: UNREAD })).slice(0, MOST_AT_ONCE);
      const { timeZone: zone } = await crm.localOf(scope.workspaceId, scope.actor.id);
      const at = until === undefined ? undefined : snoozeAt(until, crm.now(), zone);
      const before = await markNotices(crm, scope, named, { state: at ? 'unread' : state, until: at });
      response.json({
        notices: before.map((one) => ({
          id: one.id,
          state: one.state,
          ...(one.snoozedUntil && { snoozedUntil: one.snoozedUntil }),
        })),
        ...(at && { until: at }),
      });
    });
    return router;
  },
});
