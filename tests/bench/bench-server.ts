import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
export const BENCH_PASSWORD = 'demo-password';

export interface BenchServer {
  url: string;
  pid: number;
  stop(): Promise<void>;
}

/** The product as `npm start` runs it, on an empty directory with the demo company and embedded defaults. */
export function aBenchServer(env: Record<string, string> = {}): Promise<BenchServer> {
  const dataDir = mkdtempSync(join(tmpdir(), 'clianta-bench-'));
  return aProcess(
    ['scripts/run.mjs', 'start'],
    {
      DATA_DIR: dataDir,
      PORT: '0',
      CLIANTA_DEMO_PASSWORD: BENCH_PASSWORD,
      MONGODB_URI: '',
      REDIS_URL: '',
      GOOGLE_API_KEY: '',
      ...env,
    },
    () => rmSync(dataDir, { recursive: true, force: true }),
  );
}

/** A program that prints `Open http://...` once it is ready. */
export async function aProcess(
  args: readonly string[],
  env: Record<string, string> = {},
  onEnd: () => void = () => {},
): Promise<BenchServer> {
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return {
    url: await urlOf(child),
    pid: Number(child.pid),
    async stop() {
      child.kill('SIGTERM');
      await new Promise((resolve) => child.once('exit', resolve));
      onEnd();
    },
  };
}

function urlOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      output += chunk.toString('utf8');
      const url = /Open\s+(http\S+)/.exec(output)?.[1];
      if (url) resolve(url);
    });
    child.once('exit', (code) => reject(new Error(`The server ended with ${code}: ${output}`)));
  });
}

/** Resident kilobytes of a process and all below it, on Linux; 0 elsewhere. */
export function rssOfTree(pid: number): number {
  try {
    const own = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
      .trim()
      .split(' ')
      .filter(Boolean);
    return own + children.reduce((sum, child) => sum + rssOfTree(Number(child)), 0);
  } catch {
    return 0;
  }
}
