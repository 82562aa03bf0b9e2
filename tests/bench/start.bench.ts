import { setTimeout as sleep } from 'node:timers/promises';
import { aBenchServer, BENCH_PASSWORD, rssOfTree } from './bench-server.ts';

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
    const started = performance.now();
    const server = await aBenchServer();
    try {
      await firstAnswer(server.url);
      times.push(performance.now() - started);
      if (i === STARTS - 1) {
        await sleep(IDLE_MS);
        idleRssMb = Math.round(rssOfTree(server.pid) / 1024);
      }
    } finally {
      await server.stop();
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

async function firstAnswer(url: string): Promise<void> {
  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    fetch(`${url}${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-Clianta-Client': 'bench', ...headers },
      body: JSON.stringify(body),
    });
  const signIn = await post('/api/auth/sign-in', { email: 'sam@clianta.example', password: BENCH_PASSWORD });
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
