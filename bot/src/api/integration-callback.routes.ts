import type { CrmCore } from '@clianta/crm-core/crm-core';
import { CliantaError, UnauthenticatedError } from '@clianta/crm-core/errors';
import { orderSyncsOf } from '@clianta/crm-core/integrations/sync/order-due-syncs';
import { logger } from '@clianta/crm-core/logger';
import { parse } from 'cookie';
import { type CookieOptions, type Request, type Response, Router } from 'express';
import { authenticate, tokenOf } from './authentication.ts';
import { defineRoutes } from './define-routes.ts';
import type { Sessions } from './sessions.ts';

/** What a browser keeps while its user is at the vendor. */
export const CONNECT_COOKIE = 'clianta_connect';
export const CALLBACK_PATH = '/api/integrations/callback';
const SETTINGS = '/settings/integrations';

/** Sent to this one address, and with the vendor's redirect. */
export const connectCookie = (isSecure: boolean): CookieOptions => ({
  httpOnly: true,
  sameSite: 'lax',
  secure: isSecure,
  path: CALLBACK_PATH,
});

/** Where vendors send browsers back to. It must be the browser, and the person, that began. */
export const integrationCallbackRoutes = defineRoutes({
  at: 'api',
  routes({ crm, sessions, isSecure }) {
    const router = Router();
    router.get('/integrations/callback', async (request, response) => {
      response.clearCookie(CONNECT_COOKIE, connectCookie(isSecure));
      response.set({ 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer' });
      try {
        const browser = parse(request.headers.cookie ?? '')[CONNECT_COOKIE];
        const userId = await userOf(crm, sessions, request);
        const back = new URL(request.originalUrl, 'http://localhost').searchParams;
        const { credential, notGranted } = await crm.integrations.finish(back, { browser, userId });
        await orderSyncsOf(crm, credential);
        const { title, features } = crm.integrations.vendor(credential.vendor).integration;
        const off = notGranted.map((name) => features[name]?.title ?? name).join(', ');
        if (off) return sendBack(response, 'problem', `${off} stays off: ${title} was not allowed it.`);
        sendBack(response, 'connected', credential.id);
      } catch (error) {
        const isKnown = error instanceof CliantaError && error.code !== 'internal';
        if (!isKnown) logger.error({ err: error }, 'an account could not be connected');
        sendBack(response, 'problem', isKnown ? error.message : 'It was not connected. Please try again.');
      }
    });
    return router;
  },
});

async function userOf(crm: CrmCore, sessions: Sessions, request: Request): Promise<string> {
  const found = tokenOf({ cookie: request.headers.cookie });
  if (!found) throw new UnauthenticatedError('You are signed out. Sign in and begin again.');
  return (await authenticate(crm, sessions, found.token)).account.id;
}

const sendBack = (response: Response, what: 'connected' | 'problem', value: string) =>
  response.redirect(`${SETTINGS}#${what}=${encodeURIComponent(value)}`);
