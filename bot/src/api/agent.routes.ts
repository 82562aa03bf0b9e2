import { agentsOn, ruleOf } from '@clianta/agents/agent-rule';
import { BUILT_IN } from '@clianta/agents/models/models';
import { hasRole } from '@clianta/crm-core/entity/scope';
import { Router } from 'express';
import type { z } from 'zod';
import type { modelUseSchema, shownAgentSchema } from './agent.schema.ts';
import { scopeOfRequest } from './authentication.ts';
import { defineRoutes } from './define-routes.ts';
import { agentPaths } from './openapi/agent-paths.ts';

/** The agents of the workspace, and what their language model was used for. */
export const agentRoutes = defineRoutes({
  at: 'workspace',
  paths: agentPaths,
  routes({ crm, catalogue, service: { models } }) {
    const router = Router({ mergeParams: true });
    router.get('/agents', async (request, response) => {
      const { workspaceId } = await scopeOfRequest(crm, request);
      const on = new Set(await agentsOn(crm, workspaceId, catalogue.agents));
      const agents = await Promise.all(
        catalogue.agents.map(async (agent) => {
          const { isOn, autonomy } = await ruleOf(crm, workspaceId, agent);
          const { name, description, examples, isEssential = false } = agent;
          const tools = agent.tools.map((tool) => ({
            name: tool.name,
            description: tool.description,
            effect: tool.effect,
          }));
          return {
            name,
            description,
            examples: on.has(agent) ? [...examples] : [],
            isOn,
            autonomy,
            isEssential,
            tools,
          } satisfies z.output<typeof shownAgentSchema>;
        }),
      );
      response.json({ agents });
    });
    router.get('/model-use', async (request, response) => {
      const scope = await scopeOfRequest(crm, request);
      const isAdmin = hasRole(scope, 'admin');
      const {
        tokens,
        isNow: _now,
        ...spent
      } = await crm.tokens.spent(scope.workspaceId, isAdmin ? undefined : scope.actor.id);
      const { provider } = models.inUse;
      response.json({
        provider,
        model: models.description,
        isBuiltIn: provider === BUILT_IN,
        ...spent,
        ...(isAdmin && { tokens }),
      } satisfies z.output<typeof modelUseSchema>);
    });
    return router;
  },
});
