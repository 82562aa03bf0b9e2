import { logger } from '../../logger.ts';
import type { BusLine } from '../process-bus.ts';
import { connectRedis } from '../transports/redis-connection.ts';

const CHANNEL = 'clianta:processes';

/** Publish and subscribe. What is said while Redis is away is not kept: it would be no news any more. */
export function redisLine(redisUrl: string): BusLine {
  const sender = connectRedis(redisUrl, { lazyConnect: true, enableOfflineQueue: false });
  // a connection that listens can do nothing else
  const listener = connectRedis(redisUrl, { lazyConnect: true });
  return {
    send(text) {
      sender.publish(CHANNEL, text).catch((err) => logger.info({ err }, 'other processes were not told'));
    },
    async listen({ text, lost, back }) {
      listener.on('message', (_channel, message) => text(message));
      await sender.connect();
      await listener.subscribe(CHANNEL);
      sender.on('ready', back);
      // it is subscribed again by itself; what was said meanwhile is gone
      listener.on('ready', lost);
    },
    async close() {
      sender.disconnect();
      listener.disconnect();
    },
  };
}
