import express, { type Response } from 'express';
import { metadata } from './metadata.ts';
import { type Row, seed, user } from './seed.ts';

/** The HTTP side of the stand-in server: the same shapes as bot/src/api, over rows in memory. */
export function standInApi(options: { isSetUpNeeded: boolean }) {
  const app = express();
  const rows = seed();
  let isSetUpNeeded = options.isSetUpNeeded;
  let attempts = 0;
  const fail = (response: Response, status: number, code: string, message: string, fields?: object) =>
    response
      .status(status)
      .json({ error: { code, message, fields, reference: status >= 500 ? 'ref-1' : undefined } });
  const emailOf = (cookie = '') => /sid=([^;]+)/.exec(cookie)?.[1];
  const session = (email: string) => {
    const { user: person, role } = user(email);
    const { id, name, timeZone, currency, locale }: Partial<Row> = rows.workspaces?.[0] ?? {};
    return { user: person, workspaces: [{ id, name, role, timeZone, currency, locale }] };
  };
  const enter = (response: Response, email: string) =>
    response.cookie('sid', email, { httpOnly: true, sameSite: 'lax' }).json(session(email));

  app.use(express.json());
  app.use((request, response, next) => {
    if (request.method !== 'GET' && request.get('x-clianta-client') !== 'web')
      return void fail(response, 403, 'forbidden', 'The header X-Clianta-Client is missing.');
    next();
  });
  app.get('/api/setup', (_, response) =>
    response.json({ isNeeded: isSetUpNeeded, demo: { email: 'mara@harborline.example' } }),
  );
  app.post('/api/setup', (request, response) => {
    isSetUpNeeded = false;
    enter(response, request.body.email);
  });
  app.post('/api/auth/sign-in', (request, response) => {
    if (request.body.password === 'demo') return enter(response, request.body.email);
    attempts += 1;
    return attempts > 5
      ? fail(response, 429, 'rate_limited', 'Too many attempts. Try again in 15 minutes.')
      : fail(response, 400, 'invalid', 'This e-mail and password do not match.');
  });
  app.post('/api/auth/sign-out', (_, response) => response.clearCookie('sid').json({}));
  app.get('/healthz', (_, response) =>
    response.json({
      status: 'ok',
      version: '0.1.0',
      database: { description: 'Stand-in, rows in memory', isHealthy: true },
      queue: { description: 'None', isHealthy: false },
      model: { description: 'Scripted replies', isHealthy: true },
      channels: [{ name: 'slack', label: 'Slack', isOn: false, missing: [] }],
    }),
  );
  app.use('/api', (request, response, next) => {
    if (!emailOf(request.headers.cookie)) return void fail(response, 401, 'forbidden', 'Sign in first.');
    next();
  });
  app.get('/api/auth/me', (request, response) =>
    response.json(session(emailOf(request.headers.cookie) ?? '')),
  );

  const base = '/api/workspaces/:workspaceId';
  app.get(`${base}/agents`, (_, response) =>
    response.json({
      agents: [
        {
          name: 'dealAgent',
          description: '',
          examples: ['What closes this quarter?', 'Reassign all of Jonas’s deals'],
        },
        {
          name: 'contactAgent',
          description: '',
          examples: ['Add Jane Doe from Northwind, jane@northwind.example'],
        },
        { name: 'briefingAgent', description: '', examples: ['Prepare me for my call with Northwind'] },
        { name: 'taskAgent', description: '', examples: ['Remind me to call Jane tomorrow at 10'] },
        { name: 'generalAgent', description: '', examples: ['Delete all contacts without an e-mail'] },
      ],
    }),
  );
  app.post(`${base}/undo`, (request, response) => {
    const group = (rows.audit ?? []).filter((row) => row.groupId === request.body.groupId);
    for (const row of group) row.undoneAt = new Date().toISOString();
    response.json({
      groupId: request.body.groupId,
      reverted: group.map((row) => ({
        entity: row.entity,
        id: row.id,
        title: row.recordTitle,
        change: row.change,
      })),
      kept: [],
    });
  });
  app.get(`${base}/metadata`, (_, response) => response.json({ entities: metadata }));
  app.get(`${base}/:plural`, (request, response) => {
    const { where = [] } = JSON.parse(String(request.query.filter ?? '{}'));
    const match = (row: Row) =>
      where.every(
        (c: { field: string; op: string; value?: unknown }) => c.op !== 'eq' || row[c.field] === c.value,
      );
    const found = (rows[request.params.plural] ?? []).filter(match);
    const [from, limit] = [Number(request.query.cursor ?? 0), Number(request.query.limit ?? 50)];
    const end = from + limit;
    response.json({
      records: found.slice(from, end),
      ...(request.query.count && { count: found.length }),
      ...(end < found.length && { nextCursor: String(end) }),
    });
  });
  app.post(`${base}/:plural`, (request, response) => {
    const row: Row = { isDefault: false, ...request.body, id: `n${Date.now()}`, version: 1 };
    rows[request.params.plural]?.push(row);
    response.status(201).json(row);
  });
  app.all(`${base}/:plural/:id`, (request, response) => {
    const list = rows[request.params.plural] ?? [];
    const row = list.find((one) => one.id === request.params.id);
    if (!row) return void fail(response, 404, 'not_found', 'There is no such record.');
    if (request.method === 'DELETE') list.splice(list.indexOf(row), 1);
    if (request.method === 'PATCH') {
      const expected = request.get('if-match');
      if (expected && Number(expected) !== row.version)
        return void fail(response, 409, 'conflict', 'The record was changed in the meantime.');
      Object.assign(row, request.body, { version: row.version + 1 });
    }
    response.json(row);
  });
  return app;
}
