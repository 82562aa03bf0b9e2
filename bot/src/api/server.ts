import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { ModelHealth, ModelsInUse } from '@clianta/agents/models/models';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import cors from 'cors';
import express, { type Express, type RequestHandler, type Router } from 'express';
import helmet from 'helmet';
import type { ChannelState } from '../channels/registry.ts';
import type { ChannelPulse } from '../inbound/channel-pulse.ts';
import type { Limits } from '../limits/limits.ts';
import type { TrustProxy } from '../trust-proxy.ts';
import { takesParts } from './attachment.routes.ts';
import { accountOfRequest, requireAccount, SAFE_METHODS } from './authentication.ts';
import { sendError } from './http-error.ts';
import { pages } from './pages.ts';
import { refuseUnread } from './refuse-unread.ts';
import type { Sessions } from './sessions.ts';

export interface Health {
  status: 'ok' | 'degraded';
  version: string;
  /** `problem`: why nothing more can be written. */
  database: { description: string; isHealthy: boolean; problem?: string };
  queue: { description: string; isHealthy: boolean };
  model: { description: string } & ModelsInUse & ModelHealth;
  /** The channels of other platforms that there are, and whether they are on. */
  channels: Array<ChannelState & ChannelPulse>;
}

export interface ServerOptions {
  crm: CrmCore;
  sessions: Sessions;
  limits: Limits;
  isProduction: boolean;
  trustProxy: TrustProxy;
  allowedOrigins: string[];
  /** The address people use, where it is configured. */
  publicUrl: string | undefined;
  /** Built files of admin-web. */
  webDir: string;
  health(): Promise<Health>;
  /** The origin of a widget's site, by its id. */
  siteOrigin(id: string): Promise<string | undefined>;
  /** Under /api, without sign-in. */
  open: Router;
  /** Under /api/workspaces/:workspaceId, signed in. */
  workspace: Router;
  /** Before body parsing: channels that check signatures over the raw body. */
  channels: Router[];
  /** For people without an account: pages of offers and of bookings, the chat of visitors. */
  pages: Router[];
  /** Pages about the queues. */
  queueBoard: Router;
  openApi: Record<string, unknown>;
}

/** The one HTTP server: health, API, channels' webhooks, and the built pages. */
export function createHttpServer(options: ServerOptions): { app: Express; server: Server } {
  const app = express();
  app.set('trust proxy', options.trustProxy);
  app.get('/widget/', async (request, response, next) => {
    const { site } = request.query;
    const origin = typeof site === 'string' ? await options.siteOrigin(site) : undefined;
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
          connectSrc: ["'self'", (request) => ownSocket(request, options.publicUrl)],
          frameAncestors: ["'self'", ...options.allowedOrigins, (_request, response) => framedBy(response)],
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
    const health = await options.health();
    response.status(health.status === 'ok' ? 200 : 503).json(health);
  });
  app.get('/readyz', async (_request, response) => {
    const { database, queue } = await options.health();
    const isReady = database.isHealthy && queue.isHealthy;
    response.status(isReady ? 200 : 503).json({ isReady });
  });
  for (const channel of options.channels) app.use(channel);
  for (const pages of options.pages) app.use(pages);
  app.use(
    '/api',
    cors({ origin: options.allowedOrigins, credentials: true }),
    express.json({ limit: '100kb' }),
    onlyJson,
  );
  app.get('/api/openapi.json', (_request, response) => void response.json(options.openApi));
  app.use('/api', options.open);
  app.use(
    '/api/workspaces/:workspaceId',
    requireAccount(options.crm, options.sessions),
    ...(options.isProduction ? [apiLimit(options.limits)] : []),
    options.workspace,
  );
  app.use(options.queueBoard);
  app.use(noApiPath);
  app.use(pages(options.webDir));
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
