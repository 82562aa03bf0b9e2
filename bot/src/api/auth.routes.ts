import { normalEmail } from '@clianta/crm-core/entity/email-address';
import { validate } from '@clianta/crm-core/entity/validate';
import { membershipsOf, signIn } from '@clianta/crm-core/workspace/accounts';
import {
  createFirstWorkspace,
  isSetupNeeded,
  requireSetUpNeeded,
} from '@clianta/crm-core/workspace/create-workspace';
import { changePassword } from '@clianta/crm-core/workspace/credentials';
import { Router } from 'express';
import { attempt } from './attempt.ts';
import { choiceSchema, codeSchema, passwordSchema, setUpRequestSchema, signInSchema } from './auth.schema.ts';
import { accountOfRequest, requireAccount, requireOwnClient, tokenOf } from './authentication.ts';
import { defineRoutes } from './define-routes.ts';
import { authPaths } from './openapi/auth-paths.ts';
import { refuseOtherMethods } from './other-methods.ts';
import { SESSION_COOKIE } from './sessions.ts';
import { requireSetUpCode } from './set-up-code.ts';

export const authRoutes = defineRoutes({
  at: 'api',
  paths: authPaths,
  routes({ crm, key, sessions, links, limits, admission, google, mailer, publicUrl, terminal }) {
    const router = Router();
    router.get('/setup', async (_request, response) => {
      response.json({
        isNeeded: await isSetupNeeded(crm),
        hasGoogle: google !== undefined,
        hasRecovery: mailer !== undefined && publicUrl !== undefined,
      });
    });
    router.post('/setup', async (request, response) => {
      const { code, ...setup } = validate(setUpRequestSchema, request.body, 'set-up');
      await requireSetUpNeeded(crm);
      await attempt(limits, request, undefined, async () => requireSetUpCode(key, code));
      await createFirstWorkspace(crm, setup);
      await terminal.renew();
      await admission.admit(request, response, await signIn(crm, setup.email, setup.password));
    });
    router.post('/auth/sign-in', async (request, response) => {
      const { email, password } = validate(signInSchema, request.body, 'sign-in');
      const prove = () => signIn(crm, email, password);
      await admission.begin(request, response, await attempt(limits, request, normalEmail(email), prove));
    });
    router.post('/auth/sign-in/code', async (request, response) => {
      const { ticket, code } = validate(codeSchema, request.body, 'code');
      await admission.finish(request, response, ticket, code);
    });
    router.post('/auth/sign-out', async (request, response) => {
      // a page of another site must not sign people out
      requireOwnClient(request);
      const found = tokenOf(request.headers);
      if (found) await sessions.end(found.token);
      response
        .clearCookie(SESSION_COOKIE, { ...admission.cookie, maxAge: undefined })
        .status(204)
        .end();
    });
    router.post('/auth/password', requireAccount(crm, sessions), async (request, response) => {
      const body = validate(passwordSchema, request.body, 'change of the password');
      const { id, email } = accountOfRequest(request);
      const prove = () => changePassword(crm, id, body.currentPassword, body.newPassword);
      await admission.admit(request, response, await attempt(limits, request, email, prove));
      await terminal.renew();
    });
    router.post('/auth/choose-password', async (request, response) => {
      const { token, password } = validate(choiceSchema, request.body, 'choice of a password');
      const prove = () => links.use(token, password);
      await admission.begin(request, response, await attempt(limits, request, undefined, prove));
      await terminal.renew();
    });
    router.get('/auth/me', requireAccount(crm, sessions), async (request, response) => {
      const account = accountOfRequest(request);
      response.json({ user: account, workspaces: await membershipsOf(crm, account.id) });
    });
    refuseOtherMethods(router);
    return router;
  },
});
