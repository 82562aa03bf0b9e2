// Starts one of Clianta's programs from a fresh clone: installs and builds what is missing, then hands over to it.
//   node scripts/run.mjs start | chat | db | demo | jobs | bench  [arguments]
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { checkNode, ensureInstalled, ensureWebBuilt, root, say } from './bootstrap.mjs';

const PROGRAMS = {
  start: { file: 'bot/src/main.ts', needsWeb: true },
  chat: { file: 'bot/src/channels/terminal/main.ts' },
  db: { file: 'crm-core/src/embedded-mongo/main.ts' },
  demo: { file: 'bot/src/demo.ts' },
  jobs: { file: 'jobs/src/main.ts' },
  bench: { file: 'tests/bench/main.ts' },
};

const [name, ...args] = process.argv.slice(2);
const program = PROGRAMS[name];
if (!program) {
  say(`Unknown program. Use one of: ${Object.keys(PROGRAMS).join(', ')}.`);
  process.exit(1);
}
checkNode();
ensureInstalled();
if (program.needsWeb) ensureWebBuilt();

const tsx = pathToFileURL(join(root, 'node_modules', 'tsx', 'dist', 'loader.mjs')).href;
const child = spawn(process.execPath, ['--import', tsx, join(root, program.file), ...args], {
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
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
