// Bundles the programs' own TypeScript into dist/, so that a start loads a few files instead of compiling hundreds.
// Packages stay in node_modules; the workers of the embedded database and of documents are bundles of their own beside the programs.
import { copyFileSync } from 'node:fs';
import { basename, isAbsolute, join } from 'node:path';
import { build } from 'rolldown';
import { root } from './bootstrap.mjs';
import { PROGRAMS } from './programs.mjs';

await build({
  cwd: root,
  input: {
    ...PROGRAMS,
    'server-worker': 'crm-core/src/embedded-mongo/server-thread.ts',
    'text-worker': 'crm-core/src/files/text/text-thread.ts',
  },
  platform: 'node',
  external: (id) =>
    !id.startsWith('.') && !isAbsolute(id) && !id.startsWith('@clianta/') && !/\.ts$/.test(id),
  output: {
    dir: 'dist',
    cleanDir: true,
    format: 'esm',
    entryFileNames: '[name].mjs',
    chunkFileNames: '[name]-[hash].mjs',
    sourcemap: true,
  },
  logLevel: 'warn',
});

// what the programs read beside themselves
copyFileSync(join(root, 'agents/src/language/route/router.bin'), join(root, 'dist/router.bin'));
for (const worker of [
  'crm-core/src/imports/reading/unpack-sheet-worker.mjs',
  'crm-core/src/calendar/ics/read-ics-worker.mjs',
])
  copyFileSync(join(root, worker), join(root, 'dist', basename(worker)));
