import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import mongoose, { type Connection } from 'mongoose';
import { folderTrouble } from './folder-trouble.ts';
import { logger } from './logger.ts';

export interface Database {
  connection: Connection;
  uri: string;
  /** For people: "MongoDB" or "embedded (.data)". */
  description: string;
  isEmbedded: boolean;
  /** In a sentence, why nothing more can be written; undefined while it can. Of a server it is not known. */
  trouble(): string | undefined;
  stop(): Promise<void>;
}

export interface DatabaseOptions {
  /** A MongoDB connection string; without one the embedded server is started. */
  uri?: string | undefined;
  /** Where the embedded server keeps its files. */
  dataDir: string;
}

/** Connects to MongoDB, or starts the embedded server and connects to that. The caller cannot tell which. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  if (options.uri) return connect(options.uri, { description: 'MongoDB', isEmbedded: false });
  const dataDir = resolve(options.dataDir, 'db');
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  // loaded only where it is used: with a MongoDB server none of it is in memory
  const { startEmbeddedMongo } = await import('./embedded-mongo/start-embedded-mongo.ts');
  const server = await startEmbeddedMongo({
    dataDir,
    onIndexBuild: (progress) => logger.info(progress, 'indexes are being made'),
  });
  try {
    return await connect(server.uri, {
      description: `embedded (${join(options.dataDir, 'db')})`,
      isEmbedded: true,
      trouble: () => folderTrouble(join(options.dataDir, 'db')),
      stop: () => server.stop(),
    });
  } catch (error) {
    await server.stop();
    throw error;
  }
}

interface Server
  extends Pick<Database, 'description' | 'isEmbedded'>,
    Partial<Pick<Database, 'trouble' | 'stop'>> {}

async function connect(uri: string, server: Server): Promise<Database> {
  const connection = await mongoose
    .createConnection(uri, {
      serverSelectionTimeoutMS: 5_000,
      writeConcern: { w: 'majority', journal: true },
    })
    .asPromise();
  let isStopped = false;
  return {
    connection,
    uri,
    description: server.description,
    isEmbedded: server.isEmbedded,
    trouble: () => server.trouble?.(),
    async stop() {
      if (isStopped) return;
      isStopped = true;
      await connection.close();
      await server.stop?.();
    },
  };
}
