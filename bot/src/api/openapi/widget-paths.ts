import { widgetSessionSchema } from '../widget.schema.ts';
import { schemaOf } from './json-schema.ts';
import { answers, base, type Json, json, object, open, path, text } from './parts.ts';
import { sessionParts } from './session-parts.ts';

/** Whom a site vouches for. */
export function widgetSessionPaths(): Json {
  return {
    '/api/widget/session': {
      post: {
        operationId: 'startWidgetSession',
        tags: ['sessions'],
        summary: 'Sign in a teammate whom a site vouches for, to that workspace alone and for an hour',
        ...open,
        requestBody: { required: true, ...json(schemaOf(widgetSessionSchema, 'input')) },
        responses: answers(object({ token: text, ...sessionParts })),
      },
    },
  };
}

/** The secret by which a site vouches for people. */
export function widgetSitePaths(): Json {
  return {
    [`${base}/widget-sites/{id}/secret`]: {
      post: {
        operationId: 'makeWidgetSecret',
        tags: ['workspace'],
        summary: 'A new secret by which a site vouches for who is signed in there; shown this once',
        parameters: [path('workspaceId'), path('id')],
        responses: answers(object({ secret: text }), 'Made', '201'),
      },
    },
  };
}
