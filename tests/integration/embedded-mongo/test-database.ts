import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedMongo } from '@clianta/crm-core/embedded-mongo/start-embedded-mongo';

export interface TestDatabase {
  /** Names a database of its own, which is dropped or deleted at the end. */
  uri: string;
  isEmbedded: boolean;
  stop(): Promise<void>;
}

/** The server under test: the embedded one, or the real one that MONGODB_URI names. */
export async function openTestDatabase(options: { ttlIntervalMs?: number } = {}): Promise<TestDatabase> {
  const name = `clianta_test_${randomBytes(6).toString('hex')}`;
  const real = process.env.MONGODB_URI;
  if (real) {
    const uri = new URL(real);
    uri.pathname = `/${name}`;
    return { uri: uri.href, isEmbedded: false, stop: async () => {} };
  }
  const dataDir = temporaryDir();
  const server = await startEmbeddedMongo({ dataDir, ...options });
  return {
    uri: server.uri.replace('/clianta?', `/${name}?`),
    isEmbedded: true,
    async stop() {
      await server.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

export function temporaryDir(): string {
  return mkdtempSync(join(tmpdir(), 'clianta-test-'));
}
