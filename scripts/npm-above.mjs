// Node built-ins only: this runs before anything is installed.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const LOOK_EVERY_MS = 1_000;
/** Between npm and its script there may be a shell, and another npm. */
const HIGHEST = 3;

/** The parent of a process and how it was called; undefined where that cannot be found out. */
function processOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // the name stands in brackets and may hold spaces
    const [, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return {
      parent: Number(parent),
      command: readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' '),
    };
  } catch {
    const { stdout = '' } = spawnSync('ps', ['-o', 'ppid=,command=', '-p', String(pid)], {
      encoding: 'utf8',
    });
    const [, parent, command] = /^\s*(\d+)\s+(.+)$/m.exec(stdout ?? '') ?? [];
    return command === undefined ? undefined : { parent: Number(parent), command };
  }
}

/** The npm that this was started by; undefined when it was not. */
function npmAbove() {
  if (!process.env.npm_lifecycle_event) return undefined;
  let pid = process.ppid;
  for (let height = 0; height < HIGHEST && pid > 1; height++) {
    const found = processOf(pid);
    if (!found) return undefined;
    if (/\bnpm\b/.test(found.command) && !/^(?:\S*\/)?(?:ba|da|z|k)?sh\b/.test(found.command)) return pid;
    pid = found.parent;
  }
  return undefined;
}

/**
 * Tells when the npm that started this is gone: one that is killed by its id passes no signal on, and what it had started
 * would be left running with nobody to stop it.
 */
export function onNpmGone(then) {
  const npm = npmAbove();
  if (npm === undefined) return;
  const timer = setInterval(() => {
    try {
      process.kill(npm, 0);
    } catch (error) {
      if (error.code !== 'ESRCH') return;
      clearInterval(timer);
      then();
    }
  }, LOOK_EVERY_MS);
  timer.unref();
}
