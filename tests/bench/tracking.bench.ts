import { randomBytes } from 'node:crypto';
import { Agent, request as httpRequest } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { signedIn } from '../support/api-server.ts';
import { aBenchServer, rssOfTree } from './bench-server.ts';

/** Specification: 2,000 events a second for a minute. */
const PER_SECOND = 2_000;
const SECONDS = Number(process.env.BENCH_TRACKING_SECONDS ?? 60);
const TICK_MS = 10;
const MOST_OPEN = 1_000;
const ORIGIN = 'https://www.acme.example';
const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/130 Safari/537.36';

/** Events of a website at a steady pace, each a request of its own: how many are taken, how soon, and what a kill loses. */
export async function run({ json }: { json: boolean }): Promise<Record<string, number>> {
  const server = await aBenchServer({ TRUST_PROXY: '1' });
  const sam = await signedIn(server);
  const { id: site } = (await sam.call('POST', '/tracked-sites', { origin: ORIGIN })).body;
  const agent = new Agent({ keepAlive: true, maxSockets: 128 });
  const ms: number[] = [];
  const counts = new Map<number, number>();
  const visitors = Array.from({ length: 5_000 }, () => randomBytes(12).toString('hex'));
  const send = (at: number): Promise<void> => {
    const body = JSON.stringify({
      s: site,
      v: visitors[at % visitors.length],
      e: [{ i: randomBytes(12).toString('hex'), t: 'page', u: `${ORIGIN}/page/${at % 50}` }],
    });
    const begun = performance.now();
    return new Promise((resolve) => {
      const sent = httpRequest(
        `${server.url}/api/public/track`,
        {
          method: 'POST',
          agent,
          headers: {
            origin: ORIGIN,
            'user-agent': BROWSER,
            'x-forwarded-for': `10.${(at >> 12) & 255}.${(at >> 4) & 255}.7`,
            'content-length': Buffer.byteLength(body),
          },
        },
        (response) => {
          response.resume();
          response.on('end', () => {
            ms.push(performance.now() - begun);
            const { statusCode = 0 } = response;
            counts.set(statusCode, (counts.get(statusCode) ?? 0) + 1);
            resolve();
          });
        },
      );
      sent.on('error', () => {
        counts.set(0, (counts.get(0) ?? 0) + 1);
        resolve();
      });
      sent.end(body);
    });
  };
  const open = new Set<Promise<void>>();
  const pace = async (seconds: number) => {
    const begun = performance.now();
    let sent = 0;
    while (performance.now() - begun < seconds * 1_000) {
      const due = Math.floor(((performance.now() - begun) / 1_000) * PER_SECOND);
      // more than that at once would measure this program, and not the server
      for (; sent < due && open.size < MOST_OPEN; sent++) {
        const one = send(sent).finally(() => open.delete(one));
        open.add(one);
      }
      await sleep(TICK_MS);
    }
    return { sent, seconds: (performance.now() - begun) / 1_000 };
  };
  await pace(2);
  await Promise.all(open);
  ms.length = 0;
  counts.clear();
  const stored = async () =>
    (await sam.call('GET', '/tracking-events?count=true&limit=1')).body.count as number;
  const before = await settled(stored);
  const { sent, seconds } = await pace(SECONDS);
  await Promise.all(open);
  const kept = (await settled(stored)) - before;
  const rssMb = Math.round(rssOfTree(server.pid) / 1_024);
  await server.stop();
  const order = ms.toSorted((a, b) => a - b);
  const taken = counts.get(202) ?? 0;
  const figures = {
    sentPerSecond: Math.round(sent / seconds),
    takenPerSecond: Math.round(taken / seconds),
    refused: counts.get(503) ?? 0,
    otherAnswers: sent - taken - (counts.get(503) ?? 0),
    p50Ms: rounded(order[Math.floor(order.length * 0.5)]),
    p99Ms: rounded(order[Math.floor(order.length * 0.99)]),
    lost: taken - kept,
    rssMb,
  };
  if (!json)
    console.table({
      'events sent a second': { value: figures.sentPerSecond, aim: PER_SECOND },
      'events taken a second': { value: figures.takenPerSecond, aim: PER_SECOND },
      'refused for overload (503)': { value: figures.refused, aim: 0 },
      'other answers': { value: figures.otherAnswers, aim: 0 },
      'acknowledged, p50 ms': { value: figures.p50Ms, aim: '' },
      'acknowledged, p99 ms': { value: figures.p99Ms, aim: 50 },
      'acknowledged and not stored': { value: figures.lost, aim: 0 },
      'memory, MB (all processes)': { value: figures.rssMb, aim: '' },
    });
  return figures;
}

/** What is stored once nothing more comes. */
async function settled(read: () => Promise<number>): Promise<number> {
  let known = await read();
  for (;;) {
    await sleep(1_000);
    const now = await read();
    if (now === known) return now;
    known = now;
  }
}

const rounded = (value = 0) => Math.round(value * 10) / 10;
