import { logger } from '@clianta/crm-core/logger';
import { parse } from 'cookie';
import express, { type CookieOptions, type RequestHandler, type Response, Router } from 'express';
import { z } from 'zod';
import { errorBody } from '../../../api/http-error.ts';
import type { SeenStore } from '../../../channel-kit/seen-events.ts';
import { BOT_SCOPES } from '../manifest/manifest.ts';
import { INSTALL_PATH, OAUTH_REDIRECT_PATH } from '../slack-path.ts';
import { beginInstall, finishInstall, STATE_MS } from './install-states.ts';
import type { SlackInstaller } from './installer.ts';
import { installPage, PAGE_POLICY, resultPage } from './pages.ts';

const COOKIE = 'clianta_slack_install';
const LINK_CODE = /^[a-z0-9]{4}-?[a-z0-9]{4}$/i;

const formSchema = z.object({ code: z.string().trim().regex(LINK_CODE) });
const callbackSchema = z.object({
  state: z.string().max(200),
  code: z.string().max(500).optional(),
  error: z.string().max(200).optional(),
});

export interface InstallRoutesOptions {
  clientId: string;
  publicUrl: string;
  /** Where Slack asks for consent. */
  authorizeUrl: string;
  seen: SeenStore;
  installer: SlackInstaller;
}

/**
 * How an admin connects a Slack team: a page that asks for a link code, Slack's own page, and back. The state that Slack
 * brings back must be the one in the cookie of the browser that began, and is used up.
 */
export function installRoutes(options: InstallRoutesOptions): Router {
  const { clientId, publicUrl, authorizeUrl, seen, installer } = options;
  const redirectUri = `${publicUrl.replace(/\/+$/, '')}${OAUTH_REDIRECT_PATH}`;
  const cookie: CookieOptions = {
    httpOnly: true,
    secure: publicUrl.startsWith('https:'),
    // Slack's page leads back by a link
    sameSite: 'lax',
    path: OAUTH_REDIRECT_PATH,
  };
  const router = Router();
  router.get(INSTALL_PATH, plain, (_request, response) => {
    html(response, 200, installPage());
  });
  router.post(
    INSTALL_PATH,
    plain,
    express.urlencoded({ extended: false, limit: '2kb', parameterLimit: 5 }),
    (request, response) => {
      const form = formSchema.safeParse(request.body);
      if (!form.success) return html(response, 400, installPage('This is no code. It looks like ABCD-2345.'));
      const { state, kept } = beginInstall(form.data.code);
      const to = new URL(authorizeUrl);
      to.search = new URLSearchParams({
        client_id: clientId,
        scope: BOT_SCOPES.join(','),
        redirect_uri: redirectUri,
        state,
      }).toString();
      response.cookie(COOKIE, kept, { ...cookie, maxAge: STATE_MS }).redirect(303, to.href);
    },
  );
  router.get(OAUTH_REDIRECT_PATH, plain, async (request, response) => {
    const query = callbackSchema.safeParse(request.query);
    const kept = parse(request.get('cookie') ?? '')[COOKIE];
    response.clearCookie(COOKIE, cookie);
    const linkCode = query.success && (await finishInstall(seen, { state: query.data.state, kept }));
    if (!query.success || !linkCode)
      return html(response, 400, resultPage('Please begin again', BEGIN_AGAIN));
    if (!query.data.code)
      return html(
        response,
        400,
        resultPage('Not connected', 'Slack says that the installation was cancelled.'),
      );
    try {
      const { isDone, message } = await installer.install(query.data.code, linkCode, redirectUri);
      html(response, isDone ? 200 : 403, resultPage(isDone ? 'Connected' : 'Not connected', message));
    } catch (error) {
      logger.warn({ err: error }, 'slack could not be installed');
      const { status, body } = errorBody(error);
      html(response, status, resultPage('Not connected', body.error.message));
    }
  });
  return router;
}

const BEGIN_AGAIN = `This page was not reached from the one where an installation begins, or too late. Begin again at ${INSTALL_PATH}.`;

const plain: RequestHandler = (_request, response, next) => {
  response.set({
    'Content-Security-Policy': PAGE_POLICY,
    'Cache-Control': 'no-store',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
  });
  next();
};

function html(response: Response, status: number, body: string): void {
  response.status(status).type('html').send(body);
}
