import { traceIdOf } from '@clianta/crm-core/telemetry/export-traces';
import { afterAll, afterEach, describe, expect, vi } from 'vitest';
import { apiTest } from '../../support/api-fixtures.ts';
import { request } from '../../support/api-server.ts';
import { aTelemetryStandIn, type TelemetryStandIn } from '../../support/telemetry-stand-in.ts';

const errors = await aTelemetryStandIn();
const traces = await aTelemetryStandIn();

afterAll(() => Promise.all([errors.stop(), traces.stop()]));

const it = apiTest.override('environment', () => ({
  SENTRY_DSN: `http://publickey@${errors.origin}/1`,
  OTEL_EXPORTER_OTLP_ENDPOINT: `http://${traces.origin}`,
}));

const all = ({ received }: TelemetryStandIn) =>
  received.map((one) => Object.values(one).join('\n')).join('\n');

/** What stands nowhere in the code: people, secrets and addresses. */
const PLANTED = [
  'planted.person@secret.example',
  'Planta Secretia',
  'hunter2-planted-password',
  'planted-query-value',
  'planted-header-value',
  'planted-cookie-value',
  '203.0.113.77',
] as const;

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

describe('reports of errors', () => {
  it('say what failed and where in the code, and nothing that anybody wrote or sent', async ({
    server,
    sam,
  }) => {
    const [email, person, password, query, header, cookie, address] = PLANTED;
    const cause = new Error(`mongodb://root:${password}@db.internal refused ${email}`);
    vi.spyOn(server.product.crm, 'records').mockImplementationOnce(() => {
      throw Object.assign(new TypeError(`no ${person} <${email}> from ${address}`, { cause }), {
        code: 'E_PLANTED',
        request: { headers: { authorization: header } },
      });
    });
    const answer = await request(
      `${server.url}/api/workspaces/${sam.workspaceId}/contacts?search=${query}`,
      'GET',
      undefined,
      { cookie: `${sam.cookie}; other=${cookie}`, 'x-planted': header, 'x-forwarded-for': address },
    );
    vi.restoreAllMocks();
    expect(answer.status).toBe(500);
    const { reference } = answer.body.error;
    await expect.poll(() => all(errors)).toContain(reference);
    const event = errors.received.map(({ body }) => body).find((body) => body.includes(reference)) ?? '';
    const told = JSON.parse(event.split('\n')[2] ?? '');
    expect(Object.keys(told).sort()).toEqual(
      ['environment', 'event_id', 'exception', 'level', 'platform', 'release', 'tags', 'timestamp'].sort(),
    );
    expect(told.tags).toEqual({ reference, code: 'E_PLANTED' });
    const [first, last] = told.exception.values;
    expect(first).toMatchObject({ type: 'Error' });
    expect(last).toMatchObject({ type: 'TypeError', value: 'request failed' });
    expect(first.value).toBeUndefined();
    const places = last.stacktrace.frames.map(({ filename }: { filename: string }) => filename);
    expect(places).toContain('bot/src/api/records.routes.ts');
    for (const frame of last.stacktrace.frames)
      expect(
        Object.keys(frame).filter(
          (key) => !['filename', 'function', 'lineno', 'colno', 'in_app'].includes(key),
        ),
      ).toEqual([]);
    const sent = all(errors);
    for (const planted of [...PLANTED, process.cwd(), sam.cookie.split('=')[1] ?? '-'])
      expect(sent, planted).not.toContain(planted);
  });

  it('are thirty a minute at most, where a fault repeats itself', async ({ server, sam }) => {
    const before = errors.received.length;
    vi.spyOn(server.product.crm, 'records').mockImplementation(() => {
      throw new Error('again');
    });
    const minute = Math.ceil(Date.now() / 60_000) * 60_000;
    for (const now of [minute, minute + 60_000]) {
      vi.useFakeTimers({ toFake: ['Date'], now });
      for (let count = 0; count < 40; count++) await sam.call('GET', '/contacts?limit=1');
    }
    await expect.poll(() => errors.received.length - before).toBe(60);
  });
});

interface Told {
  name: string;
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  attributes: Array<{ key: string; value: Record<string, unknown> }>;
}

const spans = (): Told[] =>
  traces.received
    .filter(({ path }) => path === '/v1/traces')
    .flatMap(({ body }) => JSON.parse(body).resourceSpans)
    .flatMap(({ scopeSpans }) => scopeSpans)
    .flatMap((one) => one.spans);

describe('traces', () => {
  it('join what a turn does and what follows from it by the hash of its id, without a word of it', async ({
    sam,
  }) => {
    const [email, person] = PLANTED;
    const { body } = await sam.call('POST', '/agents/chat', { message: `Add ${person}, ${email}` });
    const turnId = body.turnId as string;
    const own = () => spans().filter(({ traceId }) => traceId === traceIdOf(turnId));
    await expect
      .poll(() => own().map(({ name }) => name), { timeout: 15_000 })
      .toEqual(expect.arrayContaining(['turn turn', 'tool create_contact', 'job crm-events']));
    const turn = own().find(({ name }) => name === 'turn turn');
    expect(own().find(({ name }) => name === 'tool create_contact')).toMatchObject({
      traceId: turn?.traceId,
    });
    expect(turn?.parentSpanId || undefined).toBeUndefined();
    expect(own().map(({ name }) => name)).toContain('model embedded');
    const keys = new Set(spans().flatMap(({ attributes }) => attributes.map(({ key }) => key)));
    for (const key of keys)
      expect(key).toMatch(
        /^(clianta\.(kind|channel|calls|isWaiting|effect|agent|messages|attempt|outcome|event|method|status)|error\.type)$/,
      );
    const sent = all(traces);
    for (const planted of [email, person, 'Planta', process.cwd(), sam.workspaceId])
      expect(sent, planted).not.toContain(planted);
    expect(sent).not.toMatch(/host\.name|process\.(pid|command|owner|executable)/);
  });
});
