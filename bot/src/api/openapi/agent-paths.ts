import { modelUseSchema, shownAgentSchema } from '../agent.schema.ts';
import { schemaOf } from './json-schema.ts';
import { answers, base, type Json, listOf, object, path } from './parts.ts';

/** The agents, and what the language model was used for. */
export function agentPaths(): Json {
  return {
    [`${base}/agents`]: {
      get: {
        operationId: 'listAgents',
        tags: ['agents'],
        summary: 'The agents, what each can do and may do here, and things to say to it',
        parameters: [path('workspaceId')],
        responses: answers(object({ agents: listOf(schemaOf(shownAgentSchema, 'output')) })),
      },
    },
    [`${base}/model-use`]: {
      get: {
        operationId: 'getModelUse',
        tags: ['agents'],
        summary: 'The language model in use, and the tokens of this month; for others than admins, their own',
        parameters: [path('workspaceId')],
        responses: answers(schemaOf(modelUseSchema, 'output')),
      },
    },
  };
}
