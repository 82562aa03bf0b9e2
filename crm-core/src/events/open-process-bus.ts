import type { Database } from '../database.ts';
import { MongoLine } from './bus-lines/mongo-line.ts';
import { redisLine } from './bus-lines/redis-line.ts';
import { ProcessBus } from './process-bus.ts';

export interface ProcessBusOptions {
  /** Of a Redis that all processes share; a private one is shared by none. */
  redisUrl?: string | undefined;
  database: Pick<Database, 'connection' | 'isEmbedded'>;
}

/** Over what the processes surely share: the Redis that was named, else the MongoDB; on the embedded database one is alone. */
export function openProcessBus({ redisUrl, database }: ProcessBusOptions): Promise<ProcessBus> {
  if (redisUrl) return ProcessBus.open(redisLine(redisUrl));
  return ProcessBus.open(database.isEmbedded ? undefined : new MongoLine(database.connection));
}
