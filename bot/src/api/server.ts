import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { ModelHealth, ModelsInUse } from '@clianta/agents/models/models';
import { VERSION } from '@clianta/crm-core/version';
import cors from 'cors';
import express, { type Express, type RequestHandler, type Router } from 'express';
import helmet from 'helmet';
import type { ChannelState } from '../channels/registry.ts';
import type { ChannelPulse } from '../inbound/channel-pulse.ts';
import type { KeyProblem } from '../keys/key-problem.ts';
import type { Limits } from '../limits/limits.ts';
import { webDir } from '../product.ts';
import type { ServerParts } from '../server-parts.ts';
import { takesParts } from './attachment.routes.ts';
import { accountOfRequest, requireAccount, SAFE_METHODS } from './authentication.ts';
import { sendError } from './http-error.ts';
import type { Mounted } from './mount-routes.ts';
import { openApiDocument } from './openapi.ts';
import { pages } from './pages.ts';
import { refuseUnread } from './refuse-unread.ts';

export interface Health {
  status: 'ok' | 'degraded';
  version: string;
  /** `problem`: why nothing more can be written. */
  database: { description: string; isHealthy: boolean; problem?: string };
  queue: { description: string; isHealthy: boolean };
  model: { description: string } & ModelsInUse & ModelHealth;
  /** The channels of other platforms that there are, and whether they are on. */
  channels: Array<ChannelState & ChannelPulse>;
  /** What of the variables of channels, vendors and the model is wrong. */
  keys: readonly KeyProblem[];
}

export interface ServerOptions {
  parts: ServerParts;
  mounted: Mounted;
  health(): Promise<Health>;
  /** Pages about the queues. */
  queueBoard: Router;
}

/** The one HTTP server: health, API, channels' webhooks, and the built pages. */
export function createHttpServer({ parts, mounted, health, queueBoard }: ServerOptions): {
  app: Express;
  server: Server;
} {
  const { config, crm, allowedOrigins } = parts;
  const app = express();
  app.set('trust proxy', config.TRUST_PROXY);
  app.get('/widget/', async (request, response, next) => {
    const { site } = request.query;
    const origin = typeof site === 'string' ? await parts.sites.originOf(site) : undefined;
    if (origin) sites.set(response, origin);
    next();
  });
  app.use(
    helmet({
      contentSecurityPolicy: {
        directives: {
          defaultSrc: ["'self'"],
          fontSrc: ["'self'"],
          imgSrc: ["'self'", 'data:'],
          styleSrc: ["'self'", "'unsafe-inline'"],
          connectSrc: ["'self'", (request) => ownSocket(request, parts.publicUrl)],
          frameAncestors: ["'self'", ...allowedOrigins, (_request, response) => framedBy(response)],
          upgradeInsecureRequests: null,
        },
      },
      crossOriginResourcePolicy: { policy: 'same-site' },
      frameguard: false,
      strictTransportSecurity: false,
    }),
    strictTransport,
  );
  app.get('/healthz', async (_request, response) => {
    const state = await health();
    response.status(state.status === 'ok' ? 200 : 503).json(state);
  });
  app.get('/readyz', async (_request, response) => {
    const { database, queue } = await health();
    const isReady = database.isHealthy && queue.isHealthy;
    response.status(isReady ? 200 : 503).json({ isReady });
  });
  app.use(...mounted.raw, ...mounted.page);
  app.use(
    '/api',
    cors({ origin: allowedOrigins, credentials: true }),
    express.json({ limit: '100kb' }),
    onlyJson,
  );
  const document = openApiDocument(VERSION, crm.store.entities.values());
  app.get('/api/openapi.json', (_request, response) => void response.json(document));
  app.use('/api', ...mounted.api);
  app.use(
    '/api/workspaces/:workspaceId',
    requireAccount(crm, parts.sessions),
    ...(config.NODE_ENV === 'production' ? [apiLimit(parts.limits)] : []),
    ...mounted.workspace,
  );
  app.use(queueBoard);
  app.use(noApiPath);
  app.use(pages(webDir));
  app.use(sendError);
  return { app, server: createServer(app).on('clientError', refuseUnread) };
}

/** The page of another's that an answer may be framed by. */
const sites = new WeakMap<object, string>();
const framedBy = (response: object) => sites.get(response) ?? "'self'";

/** Programs are answered in their own form: below /api, also with a slash too many, and where they send something. */
const noApiPath: RequestHandler = (request, response, next) => {
  const [path = ''] = request.originalUrl.split('?');
  if (!/^\/+api(\/|$)/i.test(path) && SAFE_METHODS.has(request.method)) return next();
  const message = `There is no API path ${path}. What there is stands in /api/openapi.json.`;
  response.status(404).json({ error: { code: 'not_found', message } });
};

const hsts = helmet.strictTransportSecurity();

/** Browsers are bound to TLS by an answer that has come over it, and by no other. */
const strictTransport: RequestHandler = (request, response, next) =>
  request.secure ? hsts(request, response, next) : next();

/** A body that was not taken as JSON is told so, instead of being reported as missing. */
const onlyJson: RequestHandler = (request, response, next) => {
  const hasBody = Number(request.headers['content-length'] ?? 0) > 0 || request.headers['transfer-encoding'];
  if (request.body !== undefined || !hasBody) return next();
  if (takesParts(request.path) && request.is('multipart/form-data')) return next();
  const message = 'Send the request body as JSON, with the header Content-Type: application/json.';
  response.status(415).json({ error: { code: 'invalid', message } });
};

/** Our own WebSocket as a source of its own: not every browser takes `'self'` for it. */
function ownSocket(request: IncomingMessage, publicUrl: string | undefined): string {
  const { host = '' } = request.headers;
  const origin = publicUrl ?? (/^[\w.:[\]-]+$/.test(host) ? `http://${host}` : undefined);
  return origin ? new URL(origin).origin.replace(/^http/, 'ws') : "'self'";
}

/** Reading and changing are counted apart for each person, whatever the path. */
function apiLimit(limits: Limits): RequestHandler {
  return async (request, _response, next) => {
    await limits.take(SAFE_METHODS.has(request.method) ? 'read' : 'write', accountOfRequest(request).id);
    next();
  };
}
