import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { aServer } from './server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    demoData: string;
  }
}

/** The folder of a product that has made its demo company, once a run: making it takes longer than a start. */
export async function setup(project: TestProject): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), 'clianta-demo-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const server = await aServer();
  await server.stop();
  cpSync(server.dataDir, folder, { recursive: true });
  await server.close();
  project.provide('demoData', folder);
  return remove;
}
