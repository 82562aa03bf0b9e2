import { validate } from '@clianta/crm-core/entity/validate';
import { endOtherSessions, endOwnSession, ownSessions } from '@clianta/crm-core/workspace/own-sessions';
import { Router } from 'express';
import { attempt } from './attempt.ts';
import { accountOfRequest, requireAccount, sessionOfRequest } from './authentication.ts';
import { defineRoutes } from './define-routes.ts';
import { ownAccountPaths } from './openapi/own-account-paths.ts';
import { refuseOtherMethods } from './other-methods.ts';
import { beginFactorSchema, factorCodeSchema } from './own-account.schema.ts';

/** Where one is signed in, and the second factor of one's account. */
export const ownAccountRoutes = defineRoutes({
  at: 'api',
  paths: ownAccountPaths,
  routes({ crm, sessions, factors, limits }) {
    const router = Router();
    const own = requireAccount(crm, sessions);

    router.get('/auth/sessions', own, async (request, response) => {
      const current = sessionOfRequest(request);
      const found = await ownSessions(crm, accountOfRequest(request).id);
      response.json({ sessions: found.map((one) => ({ ...one, isCurrent: one.id === current })) });
    });
    router.delete('/auth/sessions/:id', own, async (request, response) => {
      const id = String(request.params.id);
      await endOwnSession(crm, sessions.records, accountOfRequest(request).id, id);
      response.json({ id });
    });
    router.post('/auth/sessions/end-others', own, async (request, response) => {
      const { id } = accountOfRequest(request);
      const ended = await endOtherSessions(crm, sessions.records, id, sessionOfRequest(request));
      response.json({ ended });
    });
    router.get('/auth/second-factor', own, async (request, response) => {
      const codesLeft = await factors.codesLeft(accountOfRequest(request).id);
      response.json({ isOn: codesLeft !== undefined, ...(codesLeft !== undefined && { codesLeft }) });
    });
    router.post('/auth/second-factor/begin', own, async (request, response) => {
      const { password } = validate(beginFactorSchema, request.body, 'second factor');
      const { id, email } = accountOfRequest(request);
      response.json(await attempt(limits, request, email, () => factors.begin(id, password)));
    });
    // a code is guessed no sooner here than where one signs in
    for (const [path, act] of [
      ['confirm', async (id: string, code: string) => ({ recoveryCodes: await factors.confirm(id, code) })],
      [
        'recovery',
        async (id: string, code: string) => ({ recoveryCodes: await factors.renewRecovery(id, code) }),
      ],
      [
        'turn-off',
        async (id: string, code: string) => factors.turnOff(id, code).then(() => ({ isOn: false })),
      ],
    ] as const)
      router.post(`/auth/second-factor/${path}`, own, async (request, response) => {
        const { code } = validate(factorCodeSchema, request.body, 'code');
        const { id } = accountOfRequest(request);
        response.json(await attempt<object>(limits, request, `code ${id}`, () => act(id, code)));
      });
    refuseOtherMethods(router);
    return router;
  },
});
