import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { aDataFolder } from './data-folder.ts';

export const DEMO_PASSWORD = 'demo-password';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** From the start of the process to its "ready"; with an empty folder this includes making the demo company. */
const START_MS = 60_000;

export interface TestServer {
  url: string;
  pid: number;
  dataDir: string;
  /** All it has printed so far. */
  output(): string;
  /** SIGTERM, then waits for the end. The data stay. */
  stop(): Promise<{ code: number | null; ms: number }>;
  /** The same product again on the same data and port, as a browser that stays open needs it. */
  restart(): Promise<void>;
  /** Ends it and removes its data. */
  close(): Promise<void>;
}

/**
 * The real product as a process of its own, on a folder of its own and a port that is free.
 *
 * @param from - a folder that it goes on with, such as one with the demo company; default: it begins with nothing
 */
export async function aServer(env: Record<string, string> = {}, from?: string): Promise<TestServer> {
  const dataDir = aDataFolder('e2e');
  if (from) cpSync(from, dataDir, { recursive: true });
  let running = await start(dataDir, { PORT: '0', ...env });
  const { url } = running;
  const stop = async () => {
    const { child } = running;
    const begin = performance.now();
    const code = await ended(child, () => child.kill('SIGTERM'));
    return { code, ms: performance.now() - begin };
  };
  return {
    url,
    get pid() {
      return running.child.pid ?? 0;
    },
    dataDir,
    output: () => running.output(),
    stop,
    async restart() {
      running = await start(dataDir, { ...env, PORT: new URL(url).port });
    },
    async close() {
      await stop();
      rmSync(dataDir, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

interface Running {
  child: ChildProcess;
  url: string;
  output(): string;
}

async function start(dataDir: string, env: Record<string, string>): Promise<Running> {
  const child = spawn(process.execPath, [join(root, 'dist/start.mjs')], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      TZ: 'America/New_York',
      DATA_DIR: dataDir,
      QUEUE: 'in-process',
      CLIANTA_DEMO_PASSWORD: DEMO_PASSWORD,
      ...env,
    },
  });
  let output = '';
  // a run that is broken off must leave nothing behind
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  child.once('exit', () => process.off('exit', kill));
  const url = await new Promise<string>((resolve, reject) => {
    const fail = (why: string) => reject(new Error(`The server ${why}. It printed:\n${output}`));
    const timer = setTimeout(() => {
      kill();
      fail(`was not ready within ${START_MS / 1000} s`);
    }, START_MS);
    const take = (chunk: Buffer) => {
      output += chunk;
      const found = /^ *Open +(http:\S+)[\s\S]*^ *Stop /m.exec(output);
      if (!found?.[1]) return;
      clearTimeout(timer);
      resolve(found[1]);
    };
    child.stdout?.on('data', take);
    child.stderr?.on('data', take);
    child.once('exit', (code) => {
      clearTimeout(timer);
      fail(`ended with code ${code}`);
    });
  });
  return { child, url, output: () => output };
}

function ended(child: ChildProcess, end: () => void): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode);
  return new Promise((resolve) => {
    child.once('exit', resolve);
    end();
  });
}
