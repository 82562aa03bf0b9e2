import { openCheckpointer } from '@clianta/agents/checkpointer';
import { modelEnv } from '@clianta/agents/models/model-env';
import { chooseModels } from '@clianta/agents/models/registry';
import { AgentService } from '@clianta/agents/run-turn';
import { CrmCore } from '@clianta/crm-core/crm-core';
import { openDatabase } from '@clianta/crm-core/database';
import { dropTracing } from '@clianta/crm-core/drop-tracing';
import { plainIssue } from '@clianta/crm-core/entity/plain-issue';
import { notificationTopic } from '@clianta/crm-core/events/notification.schema';
import { openProcessBus } from '@clianta/crm-core/events/open-process-bus';
import { openTransport } from '@clianta/crm-core/events/open-transport';
import { gatherRecordNews } from '@clianta/crm-core/events/record-news';
import { recordNewsTopic } from '@clianta/crm-core/events/record-news.schema';
import { startRelay } from '@clianta/crm-core/events/relay';
import { fileEnv, openFileStore } from '@clianta/crm-core/files/open-file-store';
import { integrations } from '@clianta/crm-core/integrations/registry';
import { logger } from '@clianta/crm-core/logger';
import { SecretBox } from '@clianta/crm-core/secrets/secret-box';
import { startTelemetry, telemetryEnv } from '@clianta/crm-core/telemetry/telemetry';
import { announceWork } from '@clianta/crm-core/work/start-worker';
import { z } from 'zod';
import { startJobs } from './start.ts';

const needed = (what: string) =>
  z.string(`is missing: jobs of their own share ${what} with the server`).min(1);

dropTracing();

/** The environment of a jobs process; the database and the Redis are those of the bot. */
const parsed = z
  .object({
    MONGODB_URI: needed('a MongoDB'),
    REDIS_URL: needed('a Redis'),
    QUEUE_PROFILE: z.enum(['full-speed', 'small-redis']).default('full-speed'),
    DATA_DIR: z.string().default('.data'),
    /** Those of the server; without them this process reaches no other system. */
    ENCRYPTION_KEYS: z.string().optional(),
    SESSION_SECRET: z.string().optional(),
    ...telemetryEnv.shape,
    ...fileEnv.shape,
    ...modelEnv.shape,
    ...(Object.assign({}, ...integrations.map((one) => one.env.shape)) as z.ZodRawShape),
  })
  .safeParse(Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== '')), {
    error: plainIssue,
  });
if (!parsed.success) {
  const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.')} ${issue.message}\n`);
  process.stderr.write(
    `The configuration is not valid:\n${lines.join('')}npm start runs the jobs by itself.\n`,
  );
  process.exit(1);
}
const env = parsed.data;

/** After this the process ends whatever is still open; unfinished events are delivered again. */
const STOP_MS = 10_000;

const stopTelemetry = await startTelemetry(env, 'clianta-jobs');
const database = await openDatabase({ uri: env.MONGODB_URI, dataDir: '' });
const fileStore = await openFileStore(env, env.DATA_DIR);
const keys = (env.ENCRYPTION_KEYS ?? '').split(',').map((key) => key.trim());
const secrets = [...keys.filter(Boolean), ...(env.SESSION_SECRET ? [env.SESSION_SECRET] : [])];
const crm = new CrmCore({
  connection: database.connection,
  fileStore,
  integrations: { env, ...(secrets.length > 0 && { box: new SecretBox(secrets) }) },
});
const { transport, description, stop } = await openTransport({
  redisUrl: env.REDIS_URL,
  dataDir: '',
  isProduction: process.env.NODE_ENV === 'production',
  profile: env.QUEUE_PROFILE,
  connection: database.connection,
}).catch((error: Error) => {
  process.stderr.write(`The jobs could not start. ${error.message}\n`);
  process.exit(1);
});
const bus = await openProcessBus({ redisUrl: env.REDIS_URL, database });
const relay = startRelay(crm, transport);
announceWork(crm, transport);
gatherRecordNews(crm, (workspaceId, news) => bus.publish(recordNewsTopic, { workspaceId, news }));
const models = await chooseModels(env);
const checkpoints = await openCheckpointer(database.uri);
const agents = new AgentService({ crm, models, checkpointer: checkpoints.saver });
const jobs = await startJobs({
  crm,
  listener: models.listener,
  runTurn: (input) => agents.resultOf(input),
  transport,
  notify: (workspaceId, userId, notification) =>
    bus.publish(notificationTopic, { workspaceId, userId, notification }),
});
process.stdout.write(`Clianta jobs: ${database.description}, ${description}\n`);

let isStopping = false;
async function shutDown(): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  setTimeout(() => process.exit(1), STOP_MS).unref();
  for (const close of [
    jobs.stop,
    relay.stop,
    stop,
    () => bus.close(),
    checkpoints.stop,
    database.stop,
    stopTelemetry,
  ]) {
    await close().catch((error) => logger.warn({ err: error }, 'could not close cleanly'));
  }
  process.exit(0);
}
process.once('SIGTERM', () => void shutDown());
process.once('SIGINT', () => void shutDown());
