import { validate } from '@clianta/crm-core/entity/validate';
import { RateLimitedError, UnauthenticatedError } from '@clianta/crm-core/errors';
import { membershipsOf } from '@clianta/crm-core/workspace/accounts';
import { TOKEN_ACCESS } from '@clianta/crm-core/workspace/api-token/api-token.schema';
import {
  accessOfScopes,
  admitProgram,
  scopesOfAccess,
} from '@clianta/crm-core/workspace/api-token/program-sign-ins';
import { scopeOfMember } from '@clianta/crm-core/workspace/scope-of-user';
import express, { type ErrorRequestHandler, type Request, type RequestHandler, Router } from 'express';
import type { Provider } from 'oidc-provider';
import { z } from 'zod';
import { authenticate, requireOpens, tokenOf } from '../api/authentication.ts';
import { defineRoutes } from '../api/define-routes.ts';
import { sendError } from '../api/http-error.ts';
import { addressKey } from '../limits/address-key.ts';
import { requireOwnHost } from '../mcp/own-host.ts';
import { messagePage } from '../offers/offer-page.ts';
import { pageErrors, privatePage, requireOwnPage, sendPage } from '../public-page.ts';
import {
  CONSENT_PATH,
  MCP_PATH,
  OAUTH_PATH,
  RESOURCE_DOCUMENT,
  SERVER_DOCUMENT,
} from './authorization-server.ts';
import { consentPage } from './consent-page.ts';
import { shownAddress } from './registration-rule.ts';

/** The page of the console where somebody signs in first; it leads back to the question. */
const SIGN_IN_PATH = `${OAUTH_PATH}/sign-in`;
const UNNAMED = 'A program without a name';

const answerSchema = z.object({
  decision: z.enum(['allow', 'decline']),
  /** Whom the page was shown to: another tab may have signed in as somebody else. */
  person: z.string(),
  workspaceId: z.string(),
  access: z.enum(TOKEN_ACCESS),
});

/** Programs that speak MCP sign in here, once their person has agreed. */
export const mcpOAuthRoutes = defineRoutes({
  at: 'raw',
  prepare: ({ oauth }) => oauth.store.prepare(),
  routes({ crm, oauth, sessions, limits, allowedOrigins, publicUrl }) {
    const router = Router();

    /** As a request to the address that this server is known by, whatever a proxy has made of it. */
    const byLibrary: RequestHandler = async (request, response) => {
      const { origin, protocol, host } = new URL(oauth.originOf(request));
      const { headers } = request;
      headers['x-forwarded-proto'] = protocol.slice(0, -1);
      headers['x-forwarded-host'] = host;
      await (await oauth.at(origin)).callback()(request, response);
    };
    const takesLimit: RequestHandler = async (request, _response, next) => {
      const isNew = request.path === `${OAUTH_PATH}/register`;
      await limits.take(isNew ? 'programRegistration' : 'programSignIn', addressKey(request.ip));
      next();
    };
    const personOf = async (request: Request) => {
      const found = tokenOf({ cookie: request.headers.cookie });
      return found && (await authenticate(crm, sessions, found.token));
    };

    router.use([OAUTH_PATH, RESOURCE_DOCUMENT, SERVER_DOCUMENT], requireOwnHost(publicUrl));
    router.get([RESOURCE_DOCUMENT, `${RESOURCE_DOCUMENT}${MCP_PATH}`], (request, response) => {
      const origin = oauth.originOf(request);
      response.set('Access-Control-Allow-Origin', '*').json({
        resource: `${origin}${MCP_PATH}`,
        resource_name: 'Clianta',
        authorization_servers: [origin],
        scopes_supported: TOKEN_ACCESS,
        bearer_methods_supported: ['header'],
      });
    });
    router.all([SERVER_DOCUMENT, `${OAUTH_PATH}/keys`], byLibrary);
    router.get(
      [`${OAUTH_PATH}/authorize`, `${OAUTH_PATH}/authorize/:uid`],
      takesLimit,
      asksToRead,
      byLibrary,
    );
    for (const path of ['token', 'register', 'revoke'])
      router.all(`${OAUTH_PATH}/${path}`, takesLimit, byLibrary);

    router.use(CONSENT_PATH, privatePage, takesLimit);
    router
      .route(`${CONSENT_PATH}/:uid`)
      .get(async (request, response) => {
        const asked = await askedBy(await oauth.at(oauth.originOf(request)), request, response);
        const person = await personOf(request).catch(signedOut);
        if (!person) return response.redirect(303, `${SIGN_IN_PATH}/${asked.uid}`);
        const { account, onlyIn } = person;
        const workspaces = (await membershipsOf(crm, account.id)).filter(
          ({ id }) => !onlyIn || id === onlyIn,
        );
        const page = consentPage({
          path: `${CONSENT_PATH}/${asked.uid}`,
          program: asked.program,
          redirectHost: shownAddress(asked.redirect),
          access: asked.access,
          person: account,
          workspaces,
        });
        sendPage(response, 200, `Let “${asked.program}” use Clianta?`, page, undefined, [
          sourceOf(asked.redirect),
        ]);
      })
      .post(express.urlencoded({ extended: false, limit: '10kb' }), async (request, response) => {
        requireOwnPage(request, allowedOrigins, 'Begin again in the program.');
        const provider = await oauth.at(oauth.originOf(request));
        const asked = await askedBy(provider, request, response);
        const answer = validate(answerSchema, request.body, 'answer');
        const person = await personOf(request);
        if (person?.account.id !== answer.person)
          throw new UnauthenticatedError(
            'Somebody else has signed in meanwhile. Begin again in the program.',
          );
        if (answer.decision === 'decline') {
          const refusal = { error: 'access_denied', error_description: 'The person declined.' };
          return provider.interactionFinished(request, response, refusal, { mergeWithLastSubmission: false });
        }
        requireOpens(person, answer.workspaceId);
        const scope = await scopeOfMember(crm, answer.workspaceId, person.account.id, 'web');
        const most = scopesOfAccess(asked.access);
        const access = most.includes(answer.access) ? answer.access : asked.access;
        const admitted = await admitProgram(
          crm,
          scope,
          { name: asked.program, clientId: asked.clientId, redirectHost: shownAddress(asked.redirect) },
          access,
        );
        const grant = new provider.Grant({ accountId: admitted.id, clientId: asked.clientId });
        grant.addResourceScope(asked.resource, scopesOfAccess(access).join(' '));
        await oauth.store.keepClient(asked.clientId);
        await provider.interactionFinished(
          request,
          response,
          {
            login: { accountId: admitted.id, remember: false },
            consent: { grantId: await grant.save() },
          },
          { mergeWithLastSubmission: false },
        );
      });
    router.use(CONSENT_PATH, expired, pageErrors);
    router.use(OAUTH_PATH, tooMuch, sendError);
    return router;
  },
});

/** Who asks for nothing in particular asks to read. */
const asksToRead: RequestHandler = (request, _response, next) => {
  const url = new URL(request.url, 'http://localhost');
  const isBegun = url.pathname === `${OAUTH_PATH}/authorize`;
  const scopes = (url.searchParams.get('scope') ?? '').split(' ').filter(Boolean);
  if (isBegun && !accessOfScopes(scopes)) {
    url.searchParams.set('scope', [...scopes, 'read'].join(' '));
    request.url = `${url.pathname}${url.search}`;
    request.originalUrl = request.url;
  }
  next();
};

/** What is asked, by which program, of the very browser that was sent here. */
async function askedBy(provider: Provider, request: Request, response: express.Response) {
  const { uid, params } = await provider.interactionDetails(request, response);
  const { client_id: clientId, redirect_uri: redirect, scope, resource } = paramsSchema.parse(params);
  const client = await provider.Client.find(clientId);
  return {
    uid,
    clientId,
    redirect,
    resource,
    program: client?.clientName ?? UNNAMED,
    access: accessOfScopes(scope.split(' ')) ?? 'read',
  };
}

const paramsSchema = z.object({
  client_id: z.string(),
  redirect_uri: z.string(),
  scope: z.string(),
  resource: z.union([z.string(), z.tuple([z.string()]).transform(([one]) => one)]),
});

/** A source of a page's policy: Chrome goes by it for the redirect that follows a form, too. */
function sourceOf(redirect: string): string {
  const { protocol, origin } = new URL(redirect);
  return /^https?:$/.test(protocol) ? origin : protocol;
}

const signedOut = (error: unknown): undefined => {
  if (!(error instanceof UnauthenticatedError)) throw error;
};

const expired: ErrorRequestHandler = (error, _request, response, next) => {
  if (!(error instanceof Error) || error.name !== 'SessionNotFound') return next(error);
  const title = 'This question is over';
  const words = 'It was answered, has expired, or was asked in another browser. Begin again in the program.';
  sendPage(response, 400, title, messagePage(title, words));
};

/** In the words of OAuth, which programs read. */
const tooMuch: ErrorRequestHandler = (error, _request, response, next) => {
  if (!(error instanceof RateLimitedError)) return next(error);
  response
    .status(429)
    .set('Retry-After', String(Math.ceil(error.retryAfterMs / 1_000)))
    .json({ error: 'temporarily_unavailable', error_description: error.message });
};
