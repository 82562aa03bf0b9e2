import { z } from 'zod';
import { logger } from '../logger.ts';
import { type Notify, notificationSchema } from './notification.schema.ts';
import { connectRedis } from './transports/redis-connection.ts';

const CHANNEL = 'clianta:notifications';
const messageSchema = z.object({
  workspaceId: z.string(),
  userId: z.string(),
  notification: notificationSchema,
});

/** Notifications on their way from the process that runs the jobs to the processes that people are connected to. */
export interface NotificationBus {
  publish: Notify;
  /** Every subscribed process gets every notification and shows it to those who are connected to it. */
  subscribe(notify: Notify): Promise<void>;
  close(): void;
}

/** The bus on Redis; for processes of their own. Within one process `notify` is called directly. */
export function redisNotificationBus(redisUrl: string): NotificationBus {
  const redis = connectRedis(redisUrl);
  // a connection that listens can do nothing else
  const listener = connectRedis(redisUrl, { lazyConnect: true });
  return {
    async publish(workspaceId, userId, notification) {
      await redis.publish(CHANNEL, JSON.stringify({ workspaceId, userId, notification }));
    },
    async subscribe(notify) {
      listener.on('message', (_channel, text) => {
        const parsed = messageSchema.safeParse(JSON.parse(text));
        if (!parsed.success) return logger.warn({ err: parsed.error }, 'not a notification');
        const { workspaceId, userId, notification } = parsed.data;
        void Promise.resolve(notify(workspaceId, userId, notification)).catch((error) =>
          logger.warn({ err: error, userId }, 'notification was not shown'),
        );
      });
      await listener.subscribe(CHANNEL);
    },
    close() {
      redis.disconnect();
      listener.disconnect();
    },
  };
}
