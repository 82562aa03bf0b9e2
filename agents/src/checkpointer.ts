import type { BaseCheckpointSaver } from '@langchain/langgraph-checkpoint';
import { MongoDBSaver } from '@langchain/langgraph-checkpoint-mongodb';
import { MongoClient } from 'mongodb';

export interface Checkpointer {
  saver: BaseCheckpointSaver;
  stop(): Promise<void>;
}

/** Keeps the state of turns that are under way in MongoDB, so that a restart goes on where they were. */
export async function openCheckpointer(uri: string): Promise<Checkpointer> {
  const client = new MongoClient(uri, { serverSelectionTimeoutMS: 5_000 });
  await client.connect();
  const dbName = client.options.dbName;
  // the package brings a driver of its own, of the same version as ours
  const saver = new MongoDBSaver({ client: client as never, dbName });
  await client
    .db(dbName)
    .collection('checkpoints')
    .createIndex({ thread_id: 1, checkpoint_ns: 1, checkpoint_id: -1 });
  await client
    .db(dbName)
    .collection('checkpoint_writes')
    .createIndex({ thread_id: 1, checkpoint_ns: 1, checkpoint_id: 1 });
  return { saver, stop: () => client.close() };
}
