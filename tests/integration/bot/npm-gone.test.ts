import { spawn } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { root } from '../../support/source-files.ts';

const module = pathToFileURL(`${root}/scripts/npm-above.mjs`).href;
/** Stands in for scripts/run.mjs: says its id, and ends when npm is gone. */
const program = `
  const { onNpmGone } = await import('${module}');
  onNpmGone(() => process.exit(0));
  console.log(process.pid);
  setInterval(() => {}, 1_000);
`;
/** Stands in for npm, which runs scripts in a shell. */
const npm = `
  process.title = 'npm start';
  require('node:child_process').spawn('sh', ['-c', '"$NODE" --input-type=module -e "$PROGRAM"; true'], { stdio: 'inherit' });
  setInterval(() => {}, 1_000);
`;

const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

it('a program that npm has started ends when npm was killed by its id', async () => {
  const parent = spawn(process.execPath, ['-e', npm], {
    env: { PATH: process.env.PATH, NODE: process.execPath, PROGRAM: program, npm_lifecycle_event: 'start' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const pid = Number(
    await new Promise<string>((resolve) => parent.stdout.once('data', (chunk) => resolve(String(chunk)))),
  );
  try {
    expect(isAlive(pid)).toBe(true);
    parent.kill('SIGKILL');
    await expect.poll(() => isAlive(pid), { timeout: 10_000 }).toBe(false);
  } finally {
    parent.kill('SIGKILL');
    if (isAlive(pid)) process.kill(pid, 'SIGKILL');
  }
});
