import {
  choiceSchema,
  codeSchema,
  passwordSchema,
  setUpRequestSchema,
  signInSchema,
} from '../auth.schema.ts';
import { body, schemaOf } from './json-schema.ts';
import { answers, flag, type Json, json, open } from './parts.ts';
import { needsCode, session } from './session-parts.ts';

const tags = ['sessions'];

/** Setting up, signing in and out, passwords. */
export function authPaths(): Json {
  return {
    '/api/setup': {
      get: {
        operationId: 'getSetupState',
        tags: ['sessions'],
        summary: 'Whether there is no workspace yet',
        ...open,
        responses: answers({
          type: 'object',
          required: ['isNeeded'],
          properties: { isNeeded: flag, hasGoogle: flag, hasRecovery: flag },
        }),
      },
      post: {
        operationId: 'setUp',
        tags: ['sessions'],
        summary: 'Create the first workspace with its owner; the code is printed where Clianta was started',
        ...open,
        requestBody: { required: true, ...json(schemaOf(setUpRequestSchema, 'input')) },
        responses: answers(session),
      },
    },
    '/api/auth/sign-in': {
      post: {
        operationId: 'signIn',
        tags: ['sessions'],
        summary: 'Sign in; the session is set as a cookie',
        ...open,
        requestBody: { required: true, ...json(schemaOf(signInSchema, 'input')) },
        responses: answers({ anyOf: [session, needsCode] }),
      },
    },
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
    '/api/auth/sign-out': {
      post: {
        operationId: 'signOut',
        tags: ['sessions'],
        summary: 'End the session of the cookie or token',
        ...open,
        responses: { ...answers({}), '200': undefined, '204': { description: 'Signed out' } },
      },
    },
    '/api/auth/me': {
      get: {
        operationId: 'getSession',
        tags: ['sessions'],
        summary: 'Who is signed in, and to which workspaces they belong',
        responses: answers(session),
      },
    },
    '/api/auth/password': {
      post: {
        operationId: 'changePassword',
        tags: ['sessions'],
        summary: 'Change the own password; all other sessions end',
        requestBody: { required: true, ...json(schemaOf(passwordSchema, 'input')) },
        responses: answers(session),
      },
    },
    '/api/auth/choose-password': {
      post: {
        operationId: 'choosePassword',
        tags: ['sessions'],
        summary: 'Choose a password by the token of a link, and sign in',
        ...open,
        requestBody: { required: true, ...json(schemaOf(choiceSchema, 'input')) },
        responses: answers({ anyOf: [session, needsCode] }),
      },
    },
  };
}
