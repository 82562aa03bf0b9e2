import { isIP } from 'node:net';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import { ForbiddenError, UnauthenticatedError } from '@clianta/crm-core/errors';
import { logger } from '@clianta/crm-core/logger';
import { TOKEN_MARK } from '@clianta/crm-core/workspace/api-token/api-tokens';
import { scopeOfMember } from '@clianta/crm-core/workspace/scope-of-user';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler } from '@modelcontextprotocol/server';
import cors from 'cors';
import { type Request, type RequestHandler, Router } from 'express';
import { authenticateToken, tokenOf } from '../api/authentication.ts';
import { defineRoutes } from '../api/define-routes.ts';
import { sendError } from '../api/http-error.ts';
import { isOwnOrigin } from '../channels/web/own-origin.ts';
import { type McpCaller, mcpServer } from './mcp-server.ts';

const MCP_PATH = '/mcp';
/** The channel of the audit log. */
const CHANNEL = 'mcp';
const MOST_BYTES = 1_048_576;
const MOST_KEY = 200;

/** Where programs that speak the Model Context Protocol call tools: stateless Streamable HTTP. */
export const mcpRoutes = defineRoutes({
  at: 'raw',
  routes(options) {
    const { crm, limits, allowedOrigins, publicUrl } = options;
    const router = Router();
    const callers = new WeakMap<Request, McpCaller>();

    const requireCaller: RequestHandler = async (request, response, next) => {
      try {
        const caller = await callerOf(crm, request);
        await limits.take('mcp', caller.token.id);
        callers.set(request, caller);
        next();
      } catch (error) {
        if (error instanceof UnauthenticatedError) response.set('WWW-Authenticate', 'Bearer');
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

/** @throws UnauthenticatedError without a token, or with one that opens nothing */
async function callerOf(crm: CrmCore, request: Request): Promise<McpCaller> {
  const found = tokenOf(request.headers);
  if (!found || found.isCookie || !found.token.startsWith(TOKEN_MARK))
    throw new UnauthenticatedError('Send an API token: Authorization: Bearer clt_…');
  const { account, onlyIn = '', token } = await authenticateToken(crm, found.token);
  if (!token) throw new UnauthenticatedError();
  const scope = await scopeOfMember(crm, onlyIn, account.id, CHANNEL);
  const { agents } = request.query;
  return {
    scope: { ...scope, token },
    token,
    agents: typeof agents === 'string' ? agents.split(',').filter(Boolean) : [],
  };
}

/**
 * A page of another site whose name was made to lead here (DNS rebinding) is told by the name it calls. An address in numbers
 * cannot be made to.
 */
function requireOwnHost(publicUrl: string | undefined): RequestHandler {
  const own = ['localhost', ...(publicUrl ? [new URL(publicUrl).hostname] : [])];
  return (request, _response, next) => {
    const { hostname = '' } = request;
    if (!own.includes(hostname) && isIP(hostname.replace(/^\[|\]$/g, '')) === 0)
      throw new ForbiddenError(
        `“${hostname}” is not this server's name. Set PUBLIC_URL to the address that is used.`,
      );
    next();
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
