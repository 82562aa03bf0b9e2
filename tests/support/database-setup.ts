import { rmSync } from 'node:fs';
import type { TestProject } from 'vitest/node';
import { aDataFolder } from './data-folder.ts';

declare module 'vitest' {
  interface ProvidedContext {
    mongoUri: string;
  }
}

/** One database server for all integration tests: MONGODB_URI, or the embedded one in a folder that goes away. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  if (process.env.MONGODB_URI) {
    project.provide('mongoUri', process.env.MONGODB_URI);
    return async () => {};
  }
  const { startEmbeddedMongo } = await import('@clianta/crm-core/embedded-mongo/start-embedded-mongo');
  const dataDir = aDataFolder('db');
  const server = await startEmbeddedMongo({ dataDir });
  project.provide('mongoUri', server.uri);
  return async () => {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
}
