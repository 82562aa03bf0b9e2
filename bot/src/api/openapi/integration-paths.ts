import {
  connectSchema,
  disconnectSchema,
  featureSchema,
  keySchema,
  pauseSchema,
} from '../integration.schema.ts';
import { schemaOf } from './json-schema.ts';
import { answers, base, type Json, json, listOf, object, path, text, whole } from './parts.ts';

const BASE = `${base}/integrations`;
const tags = ['integrations'];
const done = { '204': { description: 'Done' } };

/** A change of an account, or of what is connected. */
const post = (
  operationId: string,
  summary: string,
  of: string[],
  responses: Json,
  body?: Parameters<typeof schemaOf>[0],
): Json => ({
  post: {
    operationId,
    tags,
    summary,
    parameters: ['workspaceId', ...of].map(path),
    ...(body && { requestBody: { required: true, ...json(schemaOf(body, 'input')) } }),
    responses,
  },
});

/** Other companies' systems: what can be connected, what is, and what is done about it. */
export function integrationPaths(): Json {
  const account = `${BASE}/accounts/{id}`;
  const id = ['id'];
  return {
    [BASE]: {
      get: {
        operationId: 'listIntegrations',
        tags,
        summary: 'What can be connected, and the accounts that are, without secrets',
        parameters: [path('workspaceId')],
        responses: answers(object({ redirect: text, vendors: listOf({ type: 'object' }) })),
      },
    },
    [`${BASE}/{vendor}/connect`]: post(
      'beginIntegration',
      'Begin to sign in at a vendor: where the browser goes next',
      ['vendor'],
      answers(object({ url: text })),
      connectSchema,
    ),
    [`${BASE}/{vendor}/key`]: post(
      'connectByKey',
      'Connect by a key, which is tried first and never shown again',
      ['vendor'],
      answers(object({ id: text }), 'Connected', '201'),
      keySchema,
    ),
    [`${account}/test`]: post('testIntegration', 'Ask the vendor whether it works', id, done),
    [`${account}/sync`]: post(
      'syncIntegration',
      'Sync now',
      id,
      answers(object({ ordered: whole }), 'Ordered', '202'),
    ),
    [`${account}/pause`]: post('pauseIntegration', 'Pause it, or resume it', id, done, pauseSchema),
    [`${account}/without`]: post('dropFeature', 'Switch one of its uses off', id, done, featureSchema),
    [`${account}/disconnect`]: post(
      'disconnectIntegration',
      'Disconnect it; what came from it is kept or deleted',
      id,
      answers(object({ deleted: whole })),
      disconnectSchema,
    ),
    [`${account}/log`]: {
      get: {
        operationId: 'listSyncRuns',
        tags,
        summary: 'Its last runs',
        parameters: [path('workspaceId'), path('id')],
        responses: answers(object({ runs: listOf({ type: 'object' }) })),
      },
    },
  };
}
