import { parentPort, workerData } from 'node:worker_threads';
import type { BuildProgress } from './index-builds.ts';
import { type ServeOptions, serve } from './serve.ts';

/** What the thread tells its owner. */
export type ThreadMessage =
  | { type: 'listening'; uri: string }
  /** `code` and `path` as Node's errors of files have them. */
  | { type: 'failed'; message: string; code?: string | undefined; path?: string | undefined }
  | { type: 'building'; progress: BuildProgress }
  | { type: 'stopped' };

const port = parentPort;
if (!port) throw new Error('server-thread.ts runs in a worker thread only');
const tell = (message: ThreadMessage) => port.postMessage(message);

try {
  const server = await serve({
    ...(workerData as ServeOptions),
    onIndexBuild: (progress) => tell({ type: 'building', progress }),
  });
  port.once('message', async () => {
    await server.stop();
    tell({ type: 'stopped' });
    port.close();
  });
  tell({ type: 'listening', uri: server.uri });
} catch (error) {
  const { message, code, path } =
    error instanceof Error ? (error as NodeJS.ErrnoException) : { message: String(error) };
  tell({ type: 'failed', message, code, path });
  port.close();
}
