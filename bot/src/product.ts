import { randomUUID } from 'node:crypto';
import { basename, join } from 'node:path';
import type { Catalogue } from '@clianta/agents/catalogue';
import { openCheckpointer } from '@clianta/agents/checkpointer';
import { embeddedModels } from '@clianta/agents/models/embedded';
import { chooseModels } from '@clianta/agents/models/registry';
import { catalogue as everything } from '@clianta/agents/registry';
import { AgentService } from '@clianta/agents/run-turn';
import { CrmCore } from '@clianta/crm-core/crm-core';
import { type Database, openDatabase } from '@clianta/crm-core/database';
import { dropTracing } from '@clianta/crm-core/drop-tracing';
import { InvalidError } from '@clianta/crm-core/errors';
import { openProcessBus } from '@clianta/crm-core/events/open-process-bus';
import { type OpenTransport, openTransport } from '@clianta/crm-core/events/open-transport';
import type { ProcessBus } from '@clianta/crm-core/events/process-bus';
import { startRelay } from '@clianta/crm-core/events/relay';
import { openFileStore } from '@clianta/crm-core/files/open-file-store';
import { logger } from '@clianta/crm-core/logger';
import { runMigrations } from '@clianta/crm-core/migrations/run-migrations';
import { SecretBox } from '@clianta/crm-core/secrets/secret-box';
import { startTelemetry } from '@clianta/crm-core/telemetry/telemetry';
import { VERSION } from '@clianta/crm-core/version';
import type { AnyJob } from '@clianta/crm-core/work/define-job';
import { announceWork, startWorker } from '@clianta/crm-core/work/start-worker';
import { startJobs } from '@clianta/jobs/start';
import type { Health } from './api/server.ts';
import { sessionKey } from './api/session-key.ts';
import { channelStates } from './channels/registry.ts';
import type { NotificationPush } from './channels/web/web.schema.ts';
import type { Config } from './config.ts';
import { KeyChecks } from './keys/key-checks.ts';
import type { KeyProblem } from './keys/key-problem.ts';
import { McpConnections } from './mcp-client/mcp-connections.ts';

const PROBE_MS = 2_000;
/** How long all but the database may take to close. */
const PATIENCE_MS = 4_000;

/** Database, queue, models and agents, put together as the configuration says; no channel and no port yet. */
export interface Product {
  crm: CrmCore;
  database: Database;
  service: AgentService;
  /** The MCP servers that custom agents may use. */
  mcp: McpConnections;
  /** To the other processes on the same database. */
  bus: ProcessBus;
  queueDescription: string;
  /** The queues in Redis; none without it. */
  queues: OpenTransport['queues'];
  /** Whether what it was started with is accepted. */
  keys: KeyChecks;
  health(): Promise<Health>;
  startJobs(
    notify: (workspaceId: string, userId: string, notification: NotificationPush) => void,
  ): Promise<void>;
  /** Does work that waits for the channels of this process. */
  startChannelWork(jobs: ReadonlyArray<AnyJob<{ crm: CrmCore }>>): Promise<void>;
  /** In the reverse order of opening; safe to call once. */
  stop(): Promise<void>;
}

/** @param catalogue - what it can do, and what there are records of; default: all that is registered */
export async function openProduct(config: Config, catalogue: Catalogue = everything): Promise<Product> {
  dropTracing();
  const stopTelemetry = await startTelemetry(config, 'clianta');
  const opened: Array<() => Promise<unknown>> = [];
  const stop = async () => {
    const patience = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS).unref());
    const [database, ...others] = opened;
    const closed = (close: () => Promise<unknown>) =>
      close().catch((err: unknown) => logger.warn({ err }, 'could not close cleanly'));
    // a Redis that is gone must not keep the database from closing in order
    for (const close of others.reverse()) await Promise.race([closed(close), patience]);
    if (database) await closed(database);
    await stopTelemetry();
  };
  try {
    const found: KeyProblem[] = [];
    const models = await chooseModels(config).catch((error: unknown) => {
      if (!(error instanceof InvalidError)) throw error;
      // the rest runs without it; the built-in engine answers
      const problem = `${error.message} The built-in engine answers until then.`;
      found.push({ label: 'Language model', variables: ['MODEL_PROVIDER'], problem });
      return embeddedModels();
    });
    const database = await openDatabase({ uri: config.MONGODB_URI, dataDir: config.DATA_DIR });
    opened.push(() => database.stop());
    const key = sessionKey(config.SESSION_SECRET, config.DATA_DIR);
    const crm = new CrmCore({
      connection: database.connection,
      entities: [...catalogue.entities.values()],
      fileStore: await openFileStore(config, config.DATA_DIR),
      links: {
        url: config.PUBLIC_URL ?? `http://localhost:${config.PORT}`,
        secret: key,
      },
      integrations: { env: config, box: secretBoxOf(config, key) },
    });
    await crm.store.ensureIndexes();
    await runMigrations(crm);
    await crm.integrations.prepare();
    const transport = await openTransport({
      redisUrl: config.REDIS_URL,
      dataDir: config.DATA_DIR,
      isInProcess: config.QUEUE === 'in-process',
      isProduction: config.NODE_ENV === 'production',
      profile: config.QUEUE_PROFILE,
      connection: database.connection,
    });
    opened.push(() => transport.stop());
    const bus = await openProcessBus({
      redisUrl: config.QUEUE === 'in-process' ? undefined : config.REDIS_URL,
      database,
    });
    opened.push(() => bus.close());
    const relay = startRelay(crm, transport.transport);
    announceWork(crm, transport.transport);
    opened.push(() => relay.stop());
    const checkpoints = await openCheckpointer(database.uri);
    opened.push(() => checkpoints.stop());
    const mcp = new McpConnections(crm, secretBoxOf(config, key), { programs: config.MCP_STDIO_SERVERS });
    const service = new AgentService({
      crm,
      models,
      checkpointer: checkpoints.saver,
      catalogue,
      remoteCalls: mcp,
    });
    const keys = new KeyChecks({ config, models, integrations: crm.integrations, found });
    opened.push(async () => keys.stop());
    const probe = async (check: () => Promise<boolean>) => {
      const late = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), PROBE_MS).unref());
      return Promise.race([check().catch(() => false), late]);
    };
    return {
      crm,
      database,
      service,
      mcp,
      bus,
      queueDescription: transport.description,
      queues: transport.queues,
      keys,
      async health() {
        const [isDatabase, isQueue] = await Promise.all([
          probe(async () => Boolean(await database.connection.db?.command({ ping: 1 }))),
          probe(() => transport.transport.isHealthy()),
        ]);
        const problem = database.trouble();
        return {
          status: isDatabase && isQueue && problem === undefined ? 'ok' : 'degraded',
          version: VERSION,
          database: {
            description: database.description,
            isHealthy: isDatabase && problem === undefined,
            ...(problem && { problem }),
          },
          queue: { description: transport.description, isHealthy: isQueue },
          model: { description: models.description, ...models.inUse, ...models.health() },
          channels: channelStates(config, config.PUBLIC_URL),
          keys: keys.problems,
        };
      },
      async startJobs(notify) {
        const jobs = await startJobs({
          crm,
          transport: transport.transport,
          notify,
          listener: models.listener,
          runTurn: (input) => service.resultOf(input),
        });
        opened.push(() => jobs.stop());
      },
      async startChannelWork(jobs) {
        const wake = transport.transport;
        const worker = await startWorker(crm, { wake, lane: 'channels', jobs, context: { crm } });
        opened.push(() => worker.stop());
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** By the keys that are named; else by the one that is kept for signing. */
export function secretBoxOf({ ENCRYPTION_KEYS }: Config, key: Uint8Array): SecretBox {
  return new SecretBox(ENCRYPTION_KEYS.length > 0 ? ENCRYPTION_KEYS : [key]);
}

export const processName = (): string => `${process.pid}-${randomUUID().slice(0, 8)}`;

/** The project's root, from the sources and from the bundle made of them. */
const root = join(import.meta.dirname, basename(import.meta.dirname) === 'dist' ? '..' : '../..');

/** Where admin-web's built pages are. */
export const webDir = join(root, 'admin-web', 'dist');
