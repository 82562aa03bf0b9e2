// Bundles the programs' own TypeScript into dist/, so that a start loads a few files instead of compiling hundreds.
// Packages stay in node_modules; the workers of the embedded database and of documents are bundles of their own beside the programs.
//   node scripts/build-programs.mjs [folder] [program.ts ...]    into another folder, with more programs by their file names
import { copyFileSync } from 'node:fs';
import { basename, isAbsolute, join, resolve } from 'node:path';
import { build } from 'rolldown';
import { root } from './bootstrap.mjs';
import { PROGRAMS } from './programs.mjs';

const [dir = 'dist', ...more] = process.argv.slice(2);

await build({
  cwd: root,
  input: {
    ...PROGRAMS,
    ...Object.fromEntries(more.map((file) => [basename(file, '.ts'), file])),
    'server-worker': 'crm-core/src/embedded-mongo/server-thread.ts',
    'text-worker': 'crm-core/src/files/text/text-thread.ts',
  },
  platform: 'node',
  external: (id) =>
    !id.startsWith('.') && !isAbsolute(id) && !id.startsWith('@clianta/') && !/\.ts$/.test(id),
  output: {
    dir,
    cleanDir: true,
    format: 'esm',
    entryFileNames: '[name].mjs',
    chunkFileNames: '[name]-[hash].mjs',
    sourcemap: true,
  },
  logLevel: 'warn',
});

// what the programs read beside themselves
copyFileSync(join(root, 'agents/src/language/route/router.bin'), resolve(root, dir, 'router.bin'));
for (const worker of [
  'crm-core/src/imports/reading/unpack-sheet-worker.mjs',
  'crm-core/src/calendar/ics/read-ics-worker.mjs',
])
  copyFileSync(join(root, worker), resolve(root, dir, basename(worker)));
