import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { serve } from './serve.ts';

/** `npm run db -- [--data-dir .data, or DATA_DIR] [--port 27017]`: the embedded database on its own, until it is interrupted. */
const { values } = parseArgs({
  options: {
    'data-dir': { type: 'string', default: process.env.DATA_DIR || '.data' },
    port: { type: 'string' },
  },
});

const server = await serve({
  dataDir: resolve(values['data-dir'], 'db'),
  port: values.port === undefined ? undefined : Number(values.port),
}).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, async () => {
    await server.stop();
    process.exit(0);
  });
}
process.stdout.write(`${server.uri}\n`);
