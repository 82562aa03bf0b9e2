import type { CrmCore } from '@clianta/crm-core/crm-core';
import { ForbiddenError, UnauthenticatedError } from '@clianta/crm-core/errors';
import { logger } from '@clianta/crm-core/logger';
import { accountOf } from '@clianta/crm-core/workspace/accounts';
import { bearerOf, TOKEN_MARK } from '@clianta/crm-core/workspace/api-token/api-tokens';
import { scopeOfMember } from '@clianta/crm-core/workspace/scope-of-user';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler, getOAuthProtectedResourceMetadataUrl } from '@modelcontextprotocol/server';
import cors from 'cors';
import { type Request, type RequestHandler, Router } from 'express';
import { tokenOf } from '../api/authentication.ts';
import { defineRoutes } from '../api/define-routes.ts';
import { sendError } from '../api/http-error.ts';
import { isOwnOrigin } from '../channels/web/own-origin.ts';
import { type AuthorizationServer, MCP_PATH } from '../mcp-oauth/authorization-server.ts';
import { type McpCaller, mcpServer } from './mcp-server.ts';
import { requireOwnHost } from './own-host.ts';

/** The channel of the audit log. */
const CHANNEL = 'mcp';
const MOST_BYTES = 1_048_576;
const MOST_KEY = 200;

/** Where programs that speak the Model Context Protocol call tools: stateless Streamable HTTP. */
export const mcpRoutes = defineRoutes({
  at: 'raw',
  routes(options) {
    const { crm, limits, allowedOrigins, publicUrl, oauth } = options;
    const router = Router();
    const callers = new WeakMap<Request, McpCaller>();

    const requireCaller: RequestHandler = async (request, response, next) => {
      try {
        const caller = await callerOf(crm, oauth, request);
        await limits.take('mcp', caller.token.id);
        callers.set(request, caller);
        next();
      } catch (error) {
        if (error instanceof UnauthenticatedError)
          response.set('WWW-Authenticate', challengeOf(oauth.originOf(request), request));
        throw error;
      }
    };
    const serve: RequestHandler = async (request, response) => {
      const caller = callers.get(request);
      if (!caller) throw new UnauthenticatedError();
      const key = request.get('Idempotency-Key')?.slice(0, MOST_KEY);
      const handler = createMcpHandler(() => mcpServer(options, caller, key), {
        maxRequestBodySize: MOST_BYTES,
        onerror: (err) => logger.debug({ err }, 'an MCP request was refused'),
      });
      await toNodeHandler(handler, { maxRequestBodySize: MOST_BYTES })(request, response);
    };
    router.use(
      MCP_PATH,
      requireOwnHost(publicUrl),
      requireKnownOrigin(allowedOrigins),
      cors({ origin: [...allowedOrigins], exposedHeaders: ['WWW-Authenticate', 'Mcp-Protocol-Version'] }),
    );
    router.all(MCP_PATH, requireCaller, serve);
    router.use(MCP_PATH, sendError);
    return router;
  },
});

/** Where a program finds out how to sign in (RFC 9728); one that has sent a key is told that it opens nothing. */
function challengeOf(origin: string, request: Request): string {
  const document = getOAuthProtectedResourceMetadataUrl(new URL(MCP_PATH, origin));
  const problem = tokenOf(request.headers)?.isCookie === false ? 'error="invalid_token", ' : '';
  return `Bearer ${problem}resource_metadata="${document}"`;
}

/** @throws UnauthenticatedError without a token, or with one that opens nothing */
async function callerOf(crm: CrmCore, oauth: AuthorizationServer, request: Request): Promise<McpCaller> {
  const found = tokenOf(request.headers);
  if (!found || found.isCookie)
    throw new UnauthenticatedError('Sign in, or send an API token: Authorization: Bearer clt_…');
  const isKey = found.token.startsWith(TOKEN_MARK);
  const bearer = isKey
    ? await bearerOf(crm, found.token)
    : await oauth.bearerOf(oauth.originOf(request), found.token);
  const { userId, workspaceId, limits: token } = bearer;
  const account = await accountOf(crm, userId, crm.now());
  const scope = await scopeOfMember(crm, workspaceId, account.id, CHANNEL);
  const { agents } = request.query;
  return {
    scope: { ...scope, token },
    token,
    agents: typeof agents === 'string' ? agents.split(',').filter(Boolean) : [],
  };
}

/** Programs send no origin; a page of one that is neither ours nor listed calls nothing. */
function requireKnownOrigin(allowedOrigins: readonly string[]): RequestHandler {
  return (request, _response, next) => {
    if (!isOwnOrigin(request.headers, allowedOrigins))
      throw new ForbiddenError(
        `Pages of ${request.headers.origin} may not call this. List it in ALLOWED_ORIGINS.`,
      );
    next();
  };
}
