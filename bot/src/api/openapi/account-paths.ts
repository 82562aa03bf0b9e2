import { retirementSchema } from '@clianta/crm-core/crm/custom-field-definition/retire-option';
import { newTokenSchema } from '@clianta/crm-core/workspace/api-token/api-tokens';
import { codeSchema } from '../auth.schema.ts';
import { beginFactorSchema, factorCodeSchema, ownSessionSchema } from '../own-account.schema.ts';
import { schemaOf } from './json-schema.ts';
import { answers, type Json, json, object, path, ref } from './parts.ts';

const text: Json = { type: 'string' };
const flag: Json = { type: 'boolean' };
const whole: Json = { type: 'integer' };
const base = '/api/workspaces/{workspaceId}';
const tags = ['sessions'];

const body = (schema: Parameters<typeof schemaOf>[0]) => ({
  requestBody: { required: true, ...json(schemaOf(schema, 'input')) },
});
const recoveryCodes = object({ recoveryCodes: { type: 'array', items: text } });
const id = object({ id: text });

/** The security of accounts: where one is signed in, the second factor, keys for programs. */
export function accountPaths(session: Json): Json {
  return {
    '/api/auth/sign-in/code': {
      post: {
        operationId: 'signInWithCode',
        tags,
        summary: 'The second step of signing in: a code of the authenticator app, or one for when it is lost',
        security: [],
        ...body(codeSchema),
        responses: answers(session),
      },
    },
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
    [`${base}/team-members/{id}/second-factor`]: {
      delete: {
        operationId: 'removeSecondFactor',
        tags: ['workspace'],
        summary: 'Take away the second factor of somebody who lost it',
        parameters: [path('workspaceId'), path('id')],
        responses: answers(id),
      },
    },
    [`${base}/custom-fields/{id}/retire-option`]: {
      post: {
        operationId: 'retireOption',
        tags: ['crm'],
        summary: 'Take an option from a custom field, and from the records that have it; undone together',
        parameters: [path('workspaceId'), path('id')],
        ...body(retirementSchema),
        responses: answers(object({ field: ref('CustomFieldDefinition'), groupId: text, changed: whole })),
      },
    },
    [`${base}/api-tokens/issue`]: {
      post: {
        operationId: 'issueApiToken',
        tags: ['workspace'],
        summary: 'A key for a program, shown this once; it acts for whoever makes it, as far as it says',
        parameters: [path('workspaceId')],
        ...body(newTokenSchema),
        responses: answers(object({ record: ref('ApiToken'), token: text }), 'Made', '201'),
      },
    },
  };
}
