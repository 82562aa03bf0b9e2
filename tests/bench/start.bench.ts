import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const PASSWORD = 'demo-password';
const STARTS = 3;
/** How long the process rests before its memory counts as idle. */
const IDLE_MS = 8_000;

/**
 * From `npm start` on an installed project with an empty DATA_DIR to the first answer over HTTP, the demo company
 * being seeded in between; then the resident memory of the process and its children at rest.
 */
export async function run({ json }: { json: boolean }): Promise<Record<string, number>> {
  const times: number[] = [];
  let idleRssMb = 0;
  for (let i = 0; i < STARTS; i++) {
    const dataDir = mkdtempSync(join(tmpdir(), 'clianta-start-'));
    const started = performance.now();
    const child = spawn(process.execPath, ['scripts/run.mjs', 'start'], {
      cwd: root,
      env: {
        ...process.env,
        DATA_DIR: dataDir,
        PORT: '0',
        CLIANTA_DEMO_PASSWORD: PASSWORD,
        MONGODB_URI: '',
        REDIS_URL: '',
        GOOGLE_API_KEY: '',
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      const url = await urlOf(child);
      await firstAnswer(url);
      times.push(performance.now() - started);
      if (i === STARTS - 1) {
        await sleep(IDLE_MS);
        idleRssMb = Math.round(rssOfTree(Number(child.pid)) / 1024);
      }
    } finally {
      child.kill('SIGTERM');
      await new Promise((resolve) => child.once('exit', resolve));
      rmSync(dataDir, { recursive: true, force: true });
    }
  }
  const firstAnswerMs = Math.round([...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0);
  if (!json)
    console.table({
      'first answer, ms (median of 3)': { value: firstAnswerMs, aim: 5000 },
      'idle memory, MB (all processes)': { value: idleRssMb, aim: 400 },
    });
  return { firstAnswerMs, idleRssMb };
}

function urlOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      output += chunk.toString('utf8');
      const url = /Open\s+(http\S+)/.exec(output)?.[1];
      if (url) resolve(url);
    });
    child.once('exit', (code) => reject(new Error(`The server ended with ${code}: ${output}`)));
  });
}

async function firstAnswer(url: string): Promise<void> {
  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    fetch(`${url}${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-Clianta-Client': 'bench', ...headers },
      body: JSON.stringify(body),
    });
  const signIn = await post('/api/auth/sign-in', { email: 'sam@clianta.example', password: PASSWORD });
  const { workspaces } = (await signIn.json()) as { workspaces: Array<{ id: string }> };
  const cookie = String(signIn.headers.get('set-cookie')).split(';')[0] ?? '';
  const answer = await post(
    `/api/workspaces/${workspaces[0]?.id}/agents/chat`,
    { message: 'How many open deals do we have?' },
    { cookie },
  );
  const { reply } = (await answer.json()) as { reply: { text: string } };
  if (!reply.text.includes('deals')) throw new Error(`Unexpected answer: ${reply.text}`);
}

/** Resident kilobytes of a process and all below it, on Linux; 0 elsewhere. */
function rssOfTree(pid: number): number {
  try {
    const own = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
      .trim()
      .split(' ')
      .filter(Boolean);
    return own + children.reduce((sum, child) => sum + rssOfTree(Number(child)), 0);
  } catch {
    return 0;
  }
}
