import { requireAccess } from '@clianta/crm-core/entity/access';
import { hasRole } from '@clianta/crm-core/entity/scope';
import { validate } from '@clianta/crm-core/entity/validate';
import { ForbiddenError } from '@clianta/crm-core/errors';
import {
  changeTags,
  countTagged,
  having,
  tagChangeSchema,
  tagsInUse,
} from '@clianta/crm-core/workspace/change-tags';
import { Router } from 'express';
import { ApprovalGate, MOST_COMPARED } from './approval-gate.ts';
import { scopeOfRequest } from './authentication.ts';
import { defineRoutes } from './define-routes.ts';
import { tagPaths } from './openapi/tag-paths.ts';
import { refuseOtherMethods } from './other-methods.ts';
import type { TagList, TagsChanged } from './tag.schema.ts';

/** Which tags there are, and other names for them. */
export const tagRoutes = defineRoutes({
  at: 'workspace',
  paths: tagPaths,
  routes({ crm, catalogue }) {
    const router = Router({ mergeParams: true });
    const gate = new ApprovalGate(crm, catalogue);
    router.get('/tags', async (request, response) => {
      const tags = await tagsInUse(crm, await scopeOfRequest(crm, request));
      response.json({ tags } satisfies TagList);
    });
    router.post('/tags/change', async (request, response) => {
      const scope = await scopeOfRequest(crm, request);
      if (!hasRole(scope, 'admin'))
        throw new ForbiddenError('Only an admin changes the tags of all records.');
      const change = validate(tagChangeSchema, request.body, 'change of tags');
      for (const { entity, count } of await countTagged(crm, scope, change.from)) {
        requireAccess(entity, scope, 'update');
        if (!(await gate.isAsked(scope.workspaceId, entity, 'update'))) continue;
        const { records } = await crm
          .records(entity)
          .find(scope, { ...having(change.from), limit: MOST_COMPARED });
        await gate.require(scope, entity, { operation: 'update', records, count });
      }
      response.json((await changeTags(crm, scope, change)) satisfies TagsChanged);
    });
    refuseOtherMethods(router);
    return router;
  },
});
