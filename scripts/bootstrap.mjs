// Node built-ins only: this runs before anything is installed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
const LEAST_NODE = [20, 19, 0];

export const say = (text) => process.stderr.write(`${text}\n`);

function fail(text) {
  say(`\n${text}`);
  process.exit(1);
}

/** Runs a command in the project; its output goes to standard error, so that standard output stays clean. */
export function run(command, args, { quiet = false, env = {}, exitOnFailure = true } = {}) {
  const result = spawnSync(command, args, {
    cwd: root,
    stdio: quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 2, 2],
    env: { ...process.env, ...env },
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  if (result.status !== 0 && exitOnFailure) {
    if (quiet) say(`${result.stdout ?? ''}${result.stderr ?? ''}`);
    fail(`${command} ${args.join(' ')} failed${result.error ? `: ${result.error.message}` : ''}.`);
  }
  return result.status === 0;
}

export function checkNode() {
  const own = process.versions.node.split('.').map(Number);
  const difference = LEAST_NODE.map((least, i) => own[i] - least).find((d) => d !== 0) ?? 0;
  if (difference < 0)
    fail(`Clianta needs Node.js ${LEAST_NODE.join('.')} or newer; this is ${process.versions.node}.`);
}

const sha256 = (chunks) => {
  const hash = createHash('sha256');
  for (const chunk of chunks) hash.update(chunk);
  return hash.digest('hex');
};

const readOr = (file, fallback) => (existsSync(file) ? readFileSync(file, 'utf8') : fallback);

/** Installs exactly what the lockfile says, when that is not what is there. */
export function ensureInstalled() {
  const wanted = sha256([
    readFileSync(join(root, 'package-lock.json')),
    process.version,
    process.platform,
    process.arch,
  ]);
  const mark = join(root, 'node_modules', '.clianta-installed');
  if (readOr(mark, '') === wanted) return;
  say('Installing packages (npm ci), this takes a minute ...');
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  writeFileSync(mark, wanted);
}

function* filesUnder(path) {
  if (!existsSync(path)) return;
  if (statSync(path).isFile()) yield path;
  else {
    for (const name of readdirSync(path).sort()) {
      if (name !== 'dist' && name !== 'node_modules') yield* filesUnder(join(path, name));
    }
  }
}

/** Runs a build when its sources have changed since the last one. */
function ensureBuilt({ what, sources, into, build }) {
  const files = sources.flatMap((path) => [...filesUnder(join(root, path))]);
  const wanted = sha256(files.map((file) => readFileSync(file)));
  const mark = join(root, into, '.source-hash');
  if (readOr(mark, '') === wanted) return;
  say(`Building ${what} ...`);
  build();
  writeFileSync(mark, wanted);
}

/** Builds the console and the widget. */
export function ensureWebBuilt() {
  ensureBuilt({
    what: 'the web pages',
    sources: ['admin-web', 'package-lock.json'],
    into: 'admin-web/dist',
    build: () => run('npm', ['run', 'build', '-w', 'admin-web', '--silent'], { quiet: true }),
  });
}

/** Bundles the programs; see build-programs.mjs. */
export function ensureProgramsBuilt() {
  ensureBuilt({
    what: 'the programs',
    sources: ['crm-core', 'agents', 'jobs', 'bot', 'scripts', 'package-lock.json'],
    into: 'dist',
    build: () => run(process.execPath, [join(root, 'scripts', 'build-programs.mjs')], { quiet: true }),
  });
}

const isOnPath = (names) =>
  names.some((name) =>
    (process.env.PATH ?? '')
      .split(process.platform === 'win32' ? ';' : ':')
      .some((dir) => existsSync(join(dir, name))),
  );

/** Programs that the tests drive. Installed with apt-get where that is possible; elsewhere it says what is missing. */
export function ensureTestPrograms() {
  const missing = [];
  if (!isOnPath(['redis-server', 'valkey-server'])) missing.push('redis-server');
  if (!process.env.CHROMIUM_PATH && !isOnPath(['chromium', 'chromium-browser', 'google-chrome']))
    missing.push('chromium');
  const canInstall = process.getuid?.() === 0 && isOnPath(['apt-get']);
  // without it the tests of reading mailboxes are left out, which they say
  if (canInstall && !existsSync('/usr/lib/dovecot/imap')) missing.push('dovecot-imapd');
  if (missing.length === 0) return;
  if (!canInstall) {
    fail(
      `The tests need ${missing.join(' and ')}. Install them with your system's packages (Debian and Ubuntu: sudo apt-get install ${missing.join(' ')}), or point CHROMIUM_PATH at a Chromium. npm start needs neither.`,
    );
  }
  say(`Installing ${missing.join(' and ')} (apt-get) ...`);
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  run('apt-get', ['update', '-qq'], { quiet: true, env });
  run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing], { quiet: true, env });
}
