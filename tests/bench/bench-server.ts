import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
export const BENCH_PASSWORD = 'demo-password';

/** What is run in a process before its program: told to, it collects its garbage and notes what it holds then. */
const COLLECTOR = `
import { writeFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { isMainThread } from 'node:worker_threads';
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');
if (isMainThread) process.on('SIGUSR2', () => {
  collect();
  const { heapUsed, external } = process.memoryUsage();
  writeFileSync(process.env.BENCH_HELD + process.pid, String((heapUsed + external) / 1024));
});`;
const heldFolder = mkdtempSync(join(tmpdir(), 'clianta-bench-held-'));
process.on('exit', () => rmSync(heldFolder, { recursive: true, force: true }));
/** The environment of a program whose `restingMemoryOf` is measured. */
export const COLLECTING = {
  BENCH_HELD: `${heldFolder}/`,
  NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --import=data:text/javascript,${encodeURIComponent(COLLECTOR)}`,
};
const RESTS_AFTER_MS = 1_500;
const MOST_RESTS = 20;

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
  return pidsOf(pid).reduce((sum, one) => sum + rssOf(one), 0);
}

/**
 * Kilobytes of a process and all below it once nothing more is collected: resident, where what was freed stays for a while,
 * and held by what is reachable. For programs that were started with `COLLECTING`.
 */
export async function restingMemoryOf(pid: number): Promise<{ rss: number; held: number }> {
  let least = Number.POSITIVE_INFINITY;
  for (let rest = 0; rest < MOST_RESTS; rest++) {
    const each = await Promise.all(pidsOf(pid).filter(isNode).map(heldBy));
    const held = each.reduce((sum, one) => sum + one, 0);
    if (held > least * 0.999) break;
    least = held;
    await pause(RESTS_AFTER_MS);
  }
  return { rss: rssOfTree(pid), held: least };
}

/** A busy process takes its time to answer. */
async function heldBy(pid: number): Promise<number> {
  const note = join(heldFolder, String(pid));
  rmSync(note, { force: true });
  process.kill(pid, 'SIGUSR2');
  for (;;) {
    await pause(100);
    const held = existsSync(note) ? Number(readFileSync(note, 'utf8')) : 0;
    if (held > 0) return held;
  }
}

function pidsOf(pid: number): number[] {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
    return [pid, ...children.filter(Boolean).flatMap((child) => pidsOf(Number(child)))];
  } catch {
    return [];
  }
}

function rssOf(pid: number): number {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

function isNode(pid: number): boolean {
  try {
    return readlinkSync(`/proc/${pid}/exe`) === process.execPath;
  } catch {
    return false;
  }
}
