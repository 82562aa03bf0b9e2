import { CliantaError } from '@clianta/crm-core/errors';
import { logger } from '@clianta/crm-core/logger';
import express, {
  type ErrorRequestHandler,
  type Request,
  type RequestHandler,
  type Response,
  Router,
} from 'express';
import type { TeamsConnector } from './connector.ts';
import { isLoopback } from './files.ts';
import type { InvokeAnswer } from './invokes.ts';
import { activitySchema, type TeamsActivity } from './teams.schema.ts';
import { TEAMS_PATH } from './teams-path.ts';

/** Microsoft has its answer once a message is stored, and no later than this. */
const ANSWER_MS = 400;
/** Teams' largest activities are far below. */
const MOST_BYTES = 256 * 1024;

export interface RequestsOptions {
  connector: Pick<TeamsConnector, 'isGenuine'>;
  /** The only tenant that is served; undefined for any. */
  onlyTenantId: string | undefined;
  /** For the Playground: requests of this machine, without tokens. */
  isLocal: boolean;
  isStopping(): boolean;
  /** Goes on when Microsoft has its answer. */
  take(activity: TeamsActivity, tenantId: string): Promise<void>;
  /** While Microsoft waits. */
  answer(activity: TeamsActivity, tenantId: string): Promise<InvokeAnswer>;
}

/** The messaging endpoint: what is not Microsoft's, or not for us, goes no further. */
export function teamsRequests(options: RequestsOptions): Router {
  const router = Router();
  router.post(
    TEAMS_PATH,
    guard(options),
    express.json({ limit: MOST_BYTES, type: () => true }),
    (request, response) => void receive(options, request, response),
  );
  router.use(TEAMS_PATH, unread);
  return router;
}

/** Before the body is read. */
function guard({ isStopping, isLocal }: RequestsOptions): RequestHandler {
  return (request, response, next) => {
    if (isStopping()) return void response.status(503).set('Retry-After', '5').end();
    const given = request.rawHeaders.filter((name, at) => at % 2 === 0 && /^authorization$/i.test(name));
    if (given.length > 1) return void response.status(400).end();
    if (isLocal) return isOfThisMachine(request) ? next() : void response.status(403).end();
    return given.length === 1 ? next() : void response.status(401).end();
  };
}

/** A proxy on this machine speaks for others. */
function isOfThisMachine({ socket, headers }: Request): boolean {
  const address = socket.remoteAddress?.replace(/^::ffff:/, '') ?? '';
  return isLoopback(address) && !headers['x-forwarded-for'] && !headers.forwarded;
}

async function receive(options: RequestsOptions, request: Request, response: Response): Promise<void> {
  try {
    const status = await verdict(options, request);
    if (status !== 200) return void response.status(status).end();
    const activity = activitySchema.parse(request.body);
    const tenantId = tenantOf(activity);
    if (activity.type === 'invoke') {
      const { status: answered, body } = await options.answer(activity, tenantId);
      return void (body === undefined
        ? response.status(answered).end()
        : response.status(answered).json(body));
    }
    const taken = options.take(activity, tenantId);
    // what is stored by then survives whatever comes; Microsoft waits for no more
    await Promise.race([taken, afterMs(ANSWER_MS)]);
    response.status(200).end();
    await taken;
  } catch (err) {
    logger.error({ err, channel: 'teams' }, 'teams request failed');
    if (!response.headersSent) response.status(err instanceof CliantaError ? 503 : 500).end();
  }
}

const afterMs = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms).unref());

/** 200, or why not. */
async function verdict(options: RequestsOptions, request: Request): Promise<number> {
  const { connector, onlyTenantId, isLocal } = options;
  const parsed = activitySchema.safeParse(request.body);
  if (!parsed.success) return 400;
  const { channelId, serviceUrl } = parsed.data;
  // botbuilder checks tokens of other channels by other rules
  if (channelId !== 'msteams' && !(isLocal && channelId === 'emulator')) return 403;
  // what we say must not be sent elsewhere for somebody without a token
  if (isLocal) return URL.canParse(serviceUrl) && isLoopback(new URL(serviceUrl).hostname) ? 200 : 403;
  // as it is: what was parsed may lack what is checked
  if (!(await connector.isGenuine(request.get('authorization') ?? '', request.body))) return 401;
  return onlyTenantId === undefined || tenantOf(parsed.data) === onlyTenantId ? 200 : 403;
}

/** The Playground has no tenant. */
const tenantOf = ({ channelData, conversation }: TeamsActivity): string =>
  channelData?.tenant?.id ?? conversation.tenantId ?? 'local';

const unread: ErrorRequestHandler = (error: { status?: unknown }, _request, response, _next) => {
  const { status } = error;
  response.status(typeof status === 'number' && status < 500 ? status : 400).end();
};
