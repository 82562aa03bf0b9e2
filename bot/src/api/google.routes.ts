import { CliantaError, UnauthenticatedError } from '@clianta/crm-core/errors';
import { logger } from '@clianta/crm-core/logger';
import { accountByEmail } from '@clianta/crm-core/workspace/accounts';
import { parse } from 'cookie';
import { type CookieOptions, type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { attempt } from './attempt.ts';
import { defineRoutes } from './define-routes.ts';
import { readToken, signToken } from './signed-token.ts';

const COOKIE = 'clianta_google';
const PATH = '/api/auth/google';
const ISSUER = 'clianta-google';
/** How long one may take at Google. */
const TRIP_MINUTES = 10;

const tripSchema = z.object({ state: z.string(), nonce: z.string(), verifier: z.string() });
const backSchema = z.object({ code: z.string().max(2_000), state: z.string().max(200) });

/** To Google and back. Whoever has no account here gets none: people are invited. */
export const googleRoutes = defineRoutes({
  at: 'api',
  routes({ crm, google, key, admission, limits, publicUrl }) {
    if (!google) return undefined;
    const router = Router();
    const cookie: CookieOptions = {
      ...admission.cookie,
      path: PATH,
      maxAge: TRIP_MINUTES * 60_000,
    };
    const backTo = (request: Request) =>
      `${(publicUrl ?? `${request.protocol}://${request.host}`).replace(/\/$/, '')}${PATH}/callback`;

    router.get('/auth/google', async (request, response) => {
      const { url, trip } = await google.begin(backTo(request));
      response.cookie(
        COOKIE,
        await signToken(key, ISSUER, { sub: 'trip', ...trip }, `${TRIP_MINUTES}m`),
        cookie,
      );
      response.redirect(url);
    });
    router.get('/auth/google/callback', async (request, response) => {
      response.clearCookie(COOKIE, { ...cookie, maxAge: undefined });
      try {
        const prove = async () => {
          const trip = await tripOf(key, request);
          const back = backSchema.safeParse(request.query);
          if (!trip || !back.success || back.data.state !== trip.state)
            throw new UnauthenticatedError('Signing in with Google was broken off. Please try again.');
          return accountByEmail(crm, await google.emailOf(back.data.code, trip, backTo(request)));
        };
        const account = await attempt(limits, request, undefined, prove);
        const ticket = await admission.ticketFor(account.id);
        if (ticket) return void response.redirect(`/sign-in#ticket=${ticket}`);
        await admission.setCookie(request, response, account.id);
        response.redirect('/');
      } catch (error) {
        sendBack(response, error);
      }
    });
    return router;
  },
});

async function tripOf(key: Uint8Array, request: Request) {
  const kept = parse(request.headers.cookie ?? '')[COOKIE];
  return kept ? tripSchema.safeParse(await readToken(key, ISSUER, kept)).data : undefined;
}

/** A page is shown, not JSON: the sign-in page says what was wrong. */
function sendBack(response: Response, error: unknown): void {
  const isKnown = error instanceof CliantaError && error.code !== 'internal';
  if (!isKnown) logger.error({ err: error }, 'sign-in with Google failed');
  const message = isKnown ? error.message : 'Signing in with Google failed. Please try again.';
  response.redirect(`/sign-in#problem=${encodeURIComponent(message)}`);
}
