import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { expect } from 'vitest';
import { aDataFolder } from './data-folder.ts';
import { program } from './program.ts';

export interface ProductProcess {
  url: string;
  /** All it has printed so far, its log included. */
  output(): string;
  /** Ends it in order, and removes its data. */
  close(): Promise<void>;
}

/** The whole product as it begins, and all it prints. */
export function spawnProduct(dataDir: string, env: Record<string, string>, cwd?: string) {
  const child = spawn(process.execPath, [program('start')], {
    ...(cwd && { cwd }),
    env: {
      PATH: process.env.PATH,
      PORT: '0',
      DATA_DIR: dataDir,
      QUEUE: 'in-process',
      // making the demo company takes longer than all that is tested with it
      CLIANTA_DEMO: 'off',
      ...env,
    },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      output += chunk;
    });
  const ended = new Promise<number | string | null>((resolve) =>
    child.once('exit', (code, signal) => resolve(code ?? signal)),
  );
  return { child, output: () => output, ended };
}

/** The whole product as a process of its own, which says all there is to say in its log. */
export async function aProductProcess(env: Record<string, string>): Promise<ProductProcess> {
  const dataDir = aDataFolder('product');
  const { child, output, ended } = spawnProduct(dataDir, { LOG_LEVEL: 'trace', ...env });
  const close = async () => {
    child.kill('SIGTERM');
    await ended;
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 3 });
  };
  try {
    await expect.poll(output, { timeout: 60_000 }).toMatch(/Stop {2,}Ctrl\+C\n\n/);
  } catch (error) {
    await close();
    throw error;
  }
  return { url: /Open {2,}(\S+)/.exec(output())?.[1] ?? '', output, close };
}
