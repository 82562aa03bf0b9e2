import type { AddressInfo } from 'node:net';
import type { Catalogue } from '@clianta/agents/catalogue';
import { type DemoSignIn, seedDemo } from '@clianta/crm-core/demo/seed-demo';
import { notificationTopic } from '@clianta/crm-core/events/notification.schema';
import { gatherRecordNews } from '@clianta/crm-core/events/record-news';
import { recordNewsTopic } from '@clianta/crm-core/events/record-news.schema';
import { logger } from '@clianta/crm-core/logger';
import { isSetupNeeded } from '@clianta/crm-core/workspace/create-workspace';
import { mountRoutes } from './api/mount-routes.ts';
import { queueBoard } from './api/queue-board.ts';
import { createHttpServer } from './api/server.ts';
import { setUpCode } from './api/set-up-code.ts';
import { channelWork } from './channel-work.ts';
import { WebChannel } from './channels/web/web.channel.ts';
import type { Config } from './config.ts';
import type { Inbound } from './inbound.ts';
import { IdleMailboxes } from './mail-sync/idle-mailboxes.ts';
import { openProduct, type Product } from './product.ts';
import { openParts } from './server-parts.ts';

const TURNS_STOP_MS = 4_000;
/** How often messages left behind by another process are looked for. */
const RECOVER_MS = 2_000;

export interface RunningServer {
  url: string;
  /** Opens the set-up page, as long as there is no workspace. */
  setUpCode: string;
  product: Product;
  inbound: Inbound;
  stop(): Promise<void>;
}

/**
 * Starts everything in this process: database, queue, agents, jobs, channels, HTTP.
 *
 * @param catalogue - what it can do; default: all that is registered
 */
export async function startServer(
  config: Config,
  catalogue?: Catalogue,
): Promise<RunningServer & { demo?: DemoSignIn }> {
  const product = await openProduct(config, catalogue);
  try {
    return await serve(config, product);
  } catch (error) {
    await product.stop();
    throw error;
  }
}

async function serve(config: Config, product: Product): Promise<RunningServer & { demo?: DemoSignIn }> {
  const { crm } = product;
  const demo =
    config.CLIANTA_DEMO && (await isSetupNeeded(crm))
      ? await seedDemo(crm, { password: config.CLIANTA_DEMO_PASSWORD })
      : undefined;
  const parts = await openParts(config, product);
  const { inbound, terminal } = parts;
  const { server } = createHttpServer({
    parts,
    mounted: await mountRoutes(parts),
    health: async () => {
      const health = await product.health();
      return {
        ...health,
        channels: health.channels.map((one) => ({ ...one, ...inbound.pulseOf(one.name) })),
      };
    },
    queueBoard: queueBoard({ crm, sessions: parts.sessions, queues: product.queues }),
  });
  const web = new WebChannel({ server, ...parts });
  const endNews = tellBrowsers(product, web);
  if (config.JOBS)
    await product.startJobs((workspaceId, userId, notification) => {
      web.notify(workspaceId, userId, notification);
      product.bus.publish(notificationTopic, { workspaceId, userId, notification });
    });
  await inbound.start([web, ...parts.channels]);
  await product.startChannelWork(channelWork(parts));
  const idle = new IdleMailboxes({
    crm,
    secrets: parts.mailboxSecrets,
    hosts: { privateHosts: config.MAIL_PRIVATE_HOSTS },
  });
  idle.start();
  await inbound.recover();
  const recovering = setInterval(
    () => void inbound.recover().catch((err) => logger.warn({ err }, 'recovery failed')),
    RECOVER_MS,
  );
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(config.PORT, config.HOST, resolve);
  });
  const metrics =
    config.METRICS_PORT === undefined
      ? undefined
      : await (await import('./metrics/metrics.ts')).startMetrics({
          crm,
          server,
          port: config.METRICS_PORT,
          health: () => product.health(),
        });
  const { port } = server.address() as AddressInfo;
  const local = `http://${hostInUrl(config.HOST)}:${port}`;
  await terminal.open(local);
  return {
    url: parts.publicUrl ?? local,
    setUpCode: setUpCode(parts.key),
    product,
    inbound,
    ...(demo && { demo }),
    async stop() {
      clearInterval(recovering);
      await idle.stop();
      endNews();
      await metrics?.stop();
      await terminal.close();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      await inbound.stop(TURNS_STOP_MS);
      server.closeAllConnections();
      await closed;
      await parts.close();
      await product.stop();
    },
  };
}

/** Browsers are told of what happens in this process and in others. @returns what ends it */
function tellBrowsers({ crm, bus }: Product, web: WebChannel): () => void {
  bus.on(notificationTopic, ({ workspaceId, userId, notification }) =>
    web.notify(workspaceId, userId, notification),
  );
  bus.on(recordNewsTopic, ({ workspaceId, news }) => web.tellRecords(workspaceId, news));
  bus.onLost(() => web.connectAgain());
  return gatherRecordNews(crm, (workspaceId, news) => {
    web.tellRecords(workspaceId, news);
    bus.publish(recordNewsTopic, { workspaceId, news });
  });
}

/** How this machine reaches what listens there; all interfaces are reached by the loopback one. */
function hostInUrl(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}
