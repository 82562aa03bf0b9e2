import { createServer, type Server } from 'node:http';
import { ChatMessage } from '@clianta/crm-core/conversations/chat-message/chat-message.schema';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import { CHANGES } from '@clianta/crm-core/entity/outbox';
import { JOB_STATES, waitingJobs } from '@clianta/crm-core/work/waiting-job';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** What labels may say: few values each, and nothing of a workspace, a person or an address. */
const METHODS = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD']);
const OPEN_JOBS = JOB_STATES.filter(
  (state) => state === 'waiting' || state === 'running' || state === 'failed',
);
const OPEN_MESSAGES = ['queued', 'running'] as const;
/** Seconds: an answer of the API, a turn with a model. */
const BUCKETS = [0.01, 0.05, 0.1, 0.5, 1, 2.5, 5, 10, 30];

export interface RunningMetrics {
  /** Of the page, with the port that was given. */
  url: string;
  stop(): Promise<void>;
}

interface MetricsOptions {
  crm: CrmCore;
  /** The server whose requests are counted. */
  server: Server;
  /** 0: any that is free. */
  port: number;
  health(): Promise<{ status: 'ok' | 'degraded' }>;
}

/** Figures of this process for Prometheus, on a port of their own that only this machine reaches. */
export async function startMetrics({ crm, server, port, health }: MetricsOptions): Promise<RunningMetrics> {
  const register = new Registry();
  collectDefaultMetrics({ register, prefix: 'clianta_' });
  countRequests(server, register);
  const unsubscribe = countWrites(crm, register);
  gaugeBacklog(crm, register);
  new Gauge({
    name: 'clianta_healthy',
    help: 'Database and queue answer: 1, else 0',
    registers: [register],
    async collect() {
      this.set((await health()).status === 'ok' ? 1 : 0);
    },
  });
  const page = createServer(async (request, response) => {
    if (request.method !== 'GET' || request.url?.split('?')[0] !== '/metrics') {
      response.writeHead(404).end();
      return;
    }
    try {
      const text = await register.metrics();
      response.writeHead(200, { 'content-type': register.contentType }).end(text);
    } catch {
      response.writeHead(503).end();
    }
  });
  await new Promise<void>((resolve, reject) => {
    page.once('error', reject);
    page.listen(port, '127.0.0.1', resolve);
  });
  const address = page.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : port}/metrics`,
    async stop() {
      unsubscribe();
      page.closeAllConnections();
      await new Promise((resolve) => page.close(resolve));
    },
  };
}

function countRequests(server: Server, register: Registry): void {
  const labelNames = ['method', 'status'] as const;
  const seconds = new Histogram({
    ...{ name: 'clianta_http_seconds', help: 'How long requests took, by method and kind of status' },
    ...{ labelNames, buckets: BUCKETS, registers: [register] },
  });
  server.on('request', (request, response) => {
    const end = seconds.startTimer();
    response.once('close', () =>
      end({
        method: METHODS.has(request.method ?? '') ? (request.method as string) : 'other',
        status: `${Math.floor(response.statusCode / 100)}xx`,
      }),
    );
  });
}

function countWrites(crm: CrmCore, register: Registry): () => void {
  const writes = new Counter({
    ...{ name: 'clianta_writes_total', help: 'Records that were written by this process, by what was done' },
    ...{ labelNames: ['change'] as const, registers: [register] },
  });
  for (const change of CHANGES) writes.inc({ change }, 0);
  return crm.store.onWrite(({ entry }) => writes.inc({ change: entry.change }));
}

/** What waits over all processes, counted when it is asked for. */
function gaugeBacklog(crm: CrmCore, register: Registry): void {
  const labelNames = ['state'] as const;
  new Gauge({
    ...{
      name: 'clianta_jobs',
      help: 'Work that waits, runs or has failed',
      labelNames,
      registers: [register],
    },
    async collect() {
      for (const state of OPEN_JOBS)
        this.set({ state }, await waitingJobs(crm.store.connection).countDocuments({ state }));
    },
  });
  new Gauge({
    ...{
      name: 'clianta_turns',
      help: 'Messages that wait or are being answered',
      labelNames,
      registers: [register],
    },
    async collect() {
      for (const state of OPEN_MESSAGES)
        this.set({ state }, await crm.store.model(ChatMessage.name).countDocuments({ status: state }));
    },
  });
}
