import { resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { ServeOptions } from './serve.ts';
import type { ThreadMessage } from './server-thread.ts';

export interface EmbeddedMongo {
  uri: string;
  /** Flushes and closes; safe to call twice. */
  stop(): Promise<void>;
}

/**
 * Starts the embedded database server in a thread of its own, so that neither its work nor its waiting for the disk
 * delays the caller's event loop.
 *
 * @throws Error when another process holds the data directory, or its file is damaged; as Node's own with `code` and
 *   `path` when the directory cannot be written
 */
export async function startEmbeddedMongo({ onIndexBuild, ...options }: ServeOptions): Promise<EmbeddedMongo> {
  const workerData: ServeOptions = { ...options, dataDir: resolve(options.dataDir) };
  const worker = new Worker(new URL('./server-worker.mjs', import.meta.url), { workerData, execArgv: [] });
  worker.on('message', (message: ThreadMessage) => {
    if (message.type === 'building') onIndexBuild?.(message.progress);
  });
  const first = await nextMessage(worker);
  if (first.type === 'stopped') throw new Error('The embedded database stopped while it started.');
  if (first.type === 'failed') {
    const { message, code, path } = first;
    throw Object.assign(new Error(message), { ...(code && { code }), ...(path && { path }) });
  }
  // the server alone does not keep the process alive
  worker.unref();
  let stopping: Promise<void> | undefined;
  return {
    uri: first.uri,
    stop() {
      stopping ??= stopWorker(worker);
      return stopping;
    },
  };
}

async function stopWorker(worker: Worker): Promise<void> {
  worker.ref();
  const stopped = nextMessage(worker);
  worker.postMessage('stop');
  await stopped;
  await worker.terminate();
}

type Answer = Exclude<ThreadMessage, { type: 'building' }>;

/** The next thing that it is waited for. */
function nextMessage(worker: Worker): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const settle = (finish: () => void) => {
      worker.off('message', onMessage);
      worker.off('error', onError);
      worker.off('exit', onExit);
      finish();
    };
    const onMessage = (message: ThreadMessage) => {
      if (message.type !== 'building') settle(() => resolve(message));
    };
    const onError = (error: Error) => settle(() => reject(error));
    const onExit = () => settle(() => resolve({ type: 'stopped' }));
    worker.on('message', onMessage);
    worker.once('error', onError);
    worker.once('exit', onExit);
  });
}
