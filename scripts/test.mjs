// npm test: lint, types, unused code, then every test. Ends with one plain line: N passed, N failed.
//   npm test -- unit | integration | e2e | check    only that part
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
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
/** What the last lines of a long log tell: each test that failed, with the first line of why. */
const failures = [];

checkNode();
ensureInstalled();
if (isWanted('integration') || isWanted('e2e')) ensureTestPrograms();
if (isWanted('check')) {
  for (const [title, args] of CHECKS) {
    say(`\n== ${title}`);
    if (run('npx', ['--no-install', ...args], { exitOnFailure: false })) passed++;
    else {
      failed++;
      failures.push(title);
    }
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
    noteFailures(report);
    // a file that does not load fails without failing any test
    if (!isGreen && report.numFailedTests === 0) failed += Math.max(1, report.numFailedTestSuites);
  } catch {
    say(`The ${project} tests left no report.`);
    failed++;
  }
}
rmSync(dir, { recursive: true, force: true });
if (failures.length > 0) say(`\n== what failed\n${failures.join('\n')}`);
process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
process.exit(failed === 0 ? 0 : 1);

function noteFailures(report) {
  for (const { name, message, status, assertionResults } of report.testResults) {
    const file = relative(process.cwd(), name);
    const failedTests = assertionResults.filter((test) => test.status === 'failed');
    for (const { fullName, failureMessages } of failedTests)
      failures.push(`${file} > ${fullName}\n    ${firstLine(failureMessages[0])}`);
    if (status === 'failed' && failedTests.length === 0) failures.push(`${file}\n    ${firstLine(message)}`);
  }
}

function firstLine(text = '') {
  return text.split('\n', 1)[0];
}
