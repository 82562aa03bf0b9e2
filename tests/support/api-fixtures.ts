import { test } from 'vitest';
import { anApiServer, signedIn } from './api-server.ts';

/** The whole product with the demo company, one `server` for a file: `sam` is its owner, `tom` a viewer. */
export const apiTest = test
  .extend('environment', { scope: 'file' }, (): Record<string, string> => ({}))
  .extend('server', { scope: 'file' }, async ({ environment }, { onCleanup }) => {
    const server = await anApiServer(environment);
    onCleanup(() => server.stop());
    return server;
  })
  .extend('sam', { scope: 'file' }, ({ server }) => signedIn(server))
  .extend('tom', { scope: 'file' }, ({ server }) => signedIn(server, 'tom@clianta.example'));
