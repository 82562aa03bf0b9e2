// Starts one of Clianta's programs from a fresh clone: installs and builds what is missing, then hands over to it.
//   node scripts/run.mjs start | chat | db | demo | jobs | bench | graph | understand  [arguments]
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { checkNode, ensureInstalled, ensureProgramsBuilt, ensureWebBuilt, root, say } from './bootstrap.mjs';
import { onNpmGone } from './npm-above.mjs';
import { PROGRAMS, TOOLS } from './programs.mjs';

const [name, ...args] = process.argv.slice(2);
const program = PROGRAMS[name];
const tool = TOOLS[name];
if (!program && !tool) {
  say(`Unknown program. Use one of: ${[...Object.keys(PROGRAMS), ...Object.keys(TOOLS)].join(', ')}.`);
  process.exit(1);
}
checkNode();
// what is set in the environment comes before the file; a benchmark measures the defaults
const envFile = join(root, '.env');
if (program && existsSync(envFile)) process.loadEnvFile(envFile);
ensureInstalled();
if (program || name === 'bench') ensureProgramsBuilt();
if (name === 'start' || name === 'bench') ensureWebBuilt();

// tools run from the sources; a benchmark starts the built programs where it measures a start
const script = program ? [join(root, 'dist', `${name}.mjs`)] : ['--import', 'tsx', join(root, tool)];
const child = spawn(process.execPath, [...script, ...args], {
  cwd: root,
  stdio: 'inherit',
  env: {
    ...process.env,
    NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --disable-warning=ExperimentalWarning`.trim(),
  },
});
// npm and a terminal signal the whole group; a supervisor signals only us
for (const signal of ['SIGINT', 'SIGTERM'])
  process.on(signal, () => child.exitCode === null && child.kill(signal));
onNpmGone(() => child.exitCode === null && child.kill('SIGTERM'));
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
