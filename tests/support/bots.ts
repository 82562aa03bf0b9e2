import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export interface Bot {
  url: string;
  process: ChildProcess;
}

/**
 * Several servers, each a process with a folder of its own, as on several machines.
 *
 * @param command - what Node.js is called with: `bot-process`, as a bundle or as its source
 */
export async function startBots(
  count: number,
  shared: Record<string, string> & { MONGODB_URI: string },
  command: readonly string[],
): Promise<{ bots: Bot[]; stop(): Promise<void> }> {
  const dir = mkdtempSync(join(tmpdir(), 'clianta-bots-'));
  const started: ChildProcess[] = [];
  const start = async (at: number): Promise<Bot> => {
    const child = spawn(process.execPath, command, {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: {
        PATH: process.env.PATH,
        LOG_LEVEL: process.env.LOG_LEVEL ?? 'silent',
        PORT: '0',
        DATA_DIR: join(dir, String(at)),
        SESSION_SECRET: 'the same secret in every process',
        CLIANTA_DEMO: 'off',
        QUEUE: shared.REDIS_URL ? 'auto' : 'in-process',
        ...shared,
      },
    });
    started.push(child);
    const line = once(createInterface({ input: child.stdout }), 'line');
    const ended = once(child, 'exit').then(([code]) => {
      throw new Error(`A server ended with ${code} before it listened.`);
    });
    ended.catch(() => {});
    const [url] = await Promise.race([line, ended]);
    return { url, process: child };
  };
  const stop = async () => {
    const running = started.filter((child) => child.exitCode === null && child.signalCode === null);
    const ended = running.map((child) => once(child, 'exit'));
    for (const child of running) child.kill('SIGKILL');
    await Promise.all(ended);
    rmSync(dir, { recursive: true, force: true });
  };
  try {
    return { bots: await Promise.all(Array.from({ length: count }, (_, at) => start(at))), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
