import { inject } from 'vitest';
import { aServer, type TestServer } from './server.ts';

/** The real product with the demo company, as a process of its own. */
export const aDemoServer = (env: Record<string, string> = {}): Promise<TestServer> =>
  aServer(env, inject('demoData'));
