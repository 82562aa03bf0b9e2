import { beginFactorSchema, factorCodeSchema, ownSessionSchema } from '../own-account.schema.ts';
import { body, schemaOf } from './json-schema.ts';
import { answers, flag, type Json, object, path, text, whole } from './parts.ts';

const tags = ['sessions'];
const recoveryCodes = object({ recoveryCodes: { type: 'array', items: text } });
const id = object({ id: text });

/** The security of one’s own account. */
export function ownAccountPaths(): Json {
  return {
    '/api/auth/sessions': {
      get: {
        operationId: 'listSessions',
        tags,
        summary: 'Where one is signed in',
        responses: answers(
          object({ sessions: { type: 'array', items: schemaOf(ownSessionSchema, 'output') } }),
        ),
      },
    },
    '/api/auth/sessions/{id}': {
      delete: {
        operationId: 'endSession',
        tags,
        summary: 'Sign oneself out somewhere',
        parameters: [path('id')],
        responses: answers(id),
      },
    },
    '/api/auth/sessions/end-others': {
      post: {
        operationId: 'endOtherSessions',
        tags,
        summary: 'Sign oneself out everywhere but here',
        responses: answers(object({ ended: whole })),
      },
    },
    '/api/auth/second-factor': {
      get: {
        operationId: 'getSecondFactor',
        tags,
        summary: 'Whether a code is asked for beside the password',
        responses: answers({
          type: 'object',
          required: ['isOn'],
          properties: { isOn: flag, codesLeft: whole },
        }),
      },
    },
    '/api/auth/second-factor/begin': {
      post: {
        operationId: 'beginSecondFactor',
        tags,
        summary: 'A secret for an authenticator app; it is on once a code is confirmed',
        ...body(beginFactorSchema),
        responses: answers(object({ secret: text, uri: text })),
      },
    },
    '/api/auth/second-factor/confirm': {
      post: {
        operationId: 'confirmSecondFactor',
        tags,
        summary: 'Turn it on by a code of the app; the recovery codes are shown this once',
        ...body(factorCodeSchema),
        responses: answers(recoveryCodes),
      },
    },
    '/api/auth/second-factor/recovery': {
      post: {
        operationId: 'renewRecoveryCodes',
        tags,
        summary: 'New recovery codes in place of the ones there are',
        ...body(factorCodeSchema),
        responses: answers(recoveryCodes),
      },
    },
    '/api/auth/second-factor/turn-off': {
      post: {
        operationId: 'turnOffSecondFactor',
        tags,
        summary: 'Ask for no code any more',
        ...body(factorCodeSchema),
        responses: answers(object({ isOn: flag })),
      },
    },
  };
}
