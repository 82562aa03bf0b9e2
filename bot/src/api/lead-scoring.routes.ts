import { requireAccess } from '@clianta/crm-core/entity/access';
import { validate } from '@clianta/crm-core/entity/validate';
import { IdealCustomer } from '@clianta/crm-core/intelligence/ideal-customer/ideal-customer.schema';
import { LeadRules } from '@clianta/crm-core/intelligence/lead-rules/lead-rules.schema';
import { previewScoring } from '@clianta/crm-core/intelligence/scoring/rescore';
import { scoringOf } from '@clianta/crm-core/intelligence/scoring/score-contacts';
import { Router } from 'express';
import { scopeOfRequest } from './authentication.ts';
import { defineRoutes } from './define-routes.ts';
import { type LeadScoring, type ScoringPreview, scoringChangeSchema } from './lead-scoring.schema.ts';
import { leadScoringPaths } from './openapi/lead-scoring-paths.ts';
import { refuseOtherMethods } from './other-methods.ts';

/** The rules that leads are scored by, and what other ones would do. They are changed as every record is. */
export const leadScoringRoutes = defineRoutes({
  at: 'workspace',
  paths: leadScoringPaths,
  routes({ crm }) {
    const router = Router({ mergeParams: true });

    router.get('/lead-scoring', async (request, response) => {
      const scope = await scopeOfRequest(crm, request);
      requireAccess(LeadRules, scope, 'read');
      const { rules } = await scoringOf(crm, scope.workspaceId);
      response.json({ rules: LeadRules.schema.parse(rules) } satisfies LeadScoring);
    });
    router.post('/lead-scoring/preview', async (request, response) => {
      const scope = await scopeOfRequest(crm, request);
      requireAccess(LeadRules, scope, 'read');
      const change = validate(scoringChangeSchema, request.body, 'change');
      const now = await scoringOf(crm, scope.workspaceId);
      const { moves, moved, counted } = await previewScoring(crm, scope.workspaceId, {
        rules: { ...now.rules, ...LeadRules.schema.parse(changed(now.rules, change.rules)) },
        profile: change.profile
          ? IdealCustomer.schema.parse(changed(now.profile ?? {}, change.profile))
          : now.profile,
      });
      response.json({
        moves: [...moves].flatMap(([from, to]) =>
          [...to].map(([grade, count]) => ({ from, to: grade, count })),
        ),
        moved,
        counted,
      } satisfies ScoringPreview);
    });
    refuseOtherMethods(router);
    return router;
  },
});

/** What was emptied is left out. */
const changed = (now: object, change: object = {}) =>
  Object.fromEntries(Object.entries({ ...now, ...change }).filter(([, value]) => value !== null));
