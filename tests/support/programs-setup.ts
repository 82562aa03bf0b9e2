import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { root } from './source-files.ts';

declare module 'vitest' {
  interface ProvidedContext {
    programs: string;
  }
}

/** Processes that tests start, besides the programs: they are killed in what they do. */
const FAULTS = 'tests/faults';

/**
 * The programs and what tests start of their own, bundled as they are now into a folder that goes away: compiling its sources
 * takes a process longer than most of what it is started for.
 */
export function setup(project: TestProject): () => void {
  const folder = mkdtempSync(join(root, '.test-programs-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const faults = readdirSync(join(root, FAULTS))
    .filter((file) => !file.endsWith('.test.ts'))
    .map((file) => `${FAULTS}/${file}`);
  // the product finds the rest of the project by this name
  const dir = join(folder, 'dist');
  try {
    execFileSync(process.execPath, ['scripts/build-programs.mjs', dir, ...faults], {
      cwd: root,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  } catch (error) {
    remove();
    throw error;
  }
  project.provide('programs', dir);
  return remove;
}
