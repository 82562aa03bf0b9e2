// npm test: lint, types, unused code, then every test. Ends with one plain line: N passed, N failed.
//   npm test -- unit | integration | e2e | check    only that part
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  checkNode,
  ensureInstalled,
  ensureProgramsBuilt,
  ensureTestPrograms,
  ensureWebBuilt,
  run,
  say,
} from './bootstrap.mjs';

const CHECKS = [
  ['lint, format and import cycles', ['biome', 'ci', '--error-on-warnings', '.']],
  ['types', ['tsc', '-p', '.']],
  ['import arrows', ['vitest', 'run', '--project', 'unit', 'tests/architecture/arrows.test.ts']],
  ['unused code', ['knip']],
];
const PROJECTS = ['unit', 'integration', 'e2e'];

const wanted = process.argv.slice(2);
const isWanted = (part) => wanted.length === 0 || wanted.includes(part);
let passed = 0;
let failed = 0;

checkNode();
ensureInstalled();
if (isWanted('integration') || isWanted('e2e')) ensureTestPrograms();
if (isWanted('check')) {
  for (const [title, args] of CHECKS) {
    say(`\n== ${title}`);
    if (run('npx', ['--no-install', ...args], { exitOnFailure: false })) passed++;
    else failed++;
  }
}
if (isWanted('integration') || isWanted('e2e')) {
  ensureProgramsBuilt();
  ensureWebBuilt();
}

const dir = mkdtempSync(join(tmpdir(), 'clianta-test-'));
for (const project of PROJECTS.filter(isWanted)) {
  say(`\n== ${project} tests`);
  const output = join(dir, `${project}.json`);
  const args = [
    '--no-install',
    'vitest',
    'run',
    '--project',
    project,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${output}`,
  ];
  const isGreen = run('npx', args, { exitOnFailure: false });
  try {
    const report = JSON.parse(readFileSync(output, 'utf8'));
    passed += report.numPassedTests;
    failed += report.numFailedTests;
    // a file that does not load fails without failing any test
    if (!isGreen && report.numFailedTests === 0) failed += Math.max(1, report.numFailedTestSuites);
  } catch {
    say(`The ${project} tests left no report.`);
    failed++;
  }
}
rmSync(dir, { recursive: true, force: true });
process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
process.exit(failed === 0 ? 0 : 1);
