import { cpSync, rmSync } from 'node:fs';
import type { TestProject } from 'vitest/node';
import { aDataFolder } from './data-folder.ts';
import { aServer } from './server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    demoData: string;
  }
}

/** The folder of a product that has made its demo company, once a run: making it takes longer than a start. */
export async function setup(project: TestProject): Promise<() => void> {
  const folder = aDataFolder('demo');
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const server = await aServer();
  await server.stop();
  cpSync(server.dataDir, folder, { recursive: true });
  await server.close();
  project.provide('demoData', folder);
  return remove;
}
