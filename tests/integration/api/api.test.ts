import { type AddressInfo, createServer } from 'node:net';
import { turnEventSchema, turnResultSchema } from '@clianta/agents/turn-event.schema';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import { systemScope } from '@clianta/crm-core/entity/scope';
import { entities } from '@clianta/crm-core/registry';
import { TeamMember } from '@clianta/crm-core/workspace/team-member/team-member.schema';
import { User } from '@clianta/crm-core/workspace/user/user.schema';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiClient, type ApiServer, anApiServer, request, signedIn } from '../../support/api-server.ts';
import { aRecordOfEvery } from '../../support/every-entity.ts';
import { aWorkspace, TEST_PASSWORD } from '../../support/test-crm.ts';

let server: ApiServer;
let sam: ApiClient;
let tom: ApiClient;

beforeAll(async () => {
  server = await anApiServer();
  sam = await signedIn(server);
  tom = await signedIn(server, 'tom@clianta.example');
});
afterAll(() => server.stop());

async function freePort(): Promise<number> {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  const { port } = taken.address() as AddressInfo;
  await new Promise((resolve) => taken.close(resolve));
  return port;
}

const text = (value: unknown) => JSON.stringify(value);

/** The e-mail address of a new member of an existing workspace. */
async function aMemberOf(crm: CrmCore, workspaceId: string): Promise<string> {
  const elsewhere = await aWorkspace(crm);
  const { email, actor } = await elsewhere.member('Mia Member');
  await crm.records(User).update(elsewhere.system, actor.id, { workspaceIds: [workspaceId] });
  await crm
    .records(TeamMember)
    .create(systemScope(workspaceId), { userId: actor.id, name: 'Mia Member', email, role: 'member' });
  return email;
}

describe('health', () => {
  it('tells the state of database, queue and model as JSON', async () => {
    const { status, body } = await request(`${server.url}/healthz`, 'GET');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      status: 'ok',
      database: { isHealthy: true },
      queue: { isHealthy: true },
      model: { isHealthy: true },
    });
    expect((await request(`${server.url}/readyz`, 'GET')).body).toEqual({ isReady: true });
  });
});

describe('the pages', () => {
  it('answer every address of the console with the page, and a missing file as missing', async () => {
    const status = async (path: string) => (await request(`${server.url}${path}`, 'GET')).status;
    expect(await status('/chat/anything')).toBe(200);
    for (const path of ['/assets/index-00000000.js', '/.env', '/..%2fpackage.json'])
      expect(await status(path), path).toBe(404);
    expect(await status('/%E0%A4%A')).toBe(400);
  });
});

describe('the content security policy', () => {
  const policy = async (from: { url: string }, headers = {}) =>
    String(
      (await request(`${from.url}/healthz`, 'GET', undefined, headers)).headers.get(
        'content-security-policy',
      ),
    );

  const connections = (all: string) => all.split(';').find((one) => one.startsWith('connect-src'));

  it('lets pages talk to us and nobody else, over HTTP and WebSocket', async () => {
    const { host } = new URL(server.url);
    expect(connections(await policy(server))).toBe(`connect-src 'self' ws://${host}`);
  });

  it('names the public address where one is configured', async () => {
    const port = await freePort();
    const own = await anApiServer({
      PORT: String(port),
      PUBLIC_URL: 'https://crm.example.com',
      CLIANTA_DEMO: 'off',
    });
    const local = { url: `http://127.0.0.1:${port}` };
    expect(connections(await policy(local))).toBe("connect-src 'self' wss://crm.example.com");
    await own.stop();
  });
});

describe('sign-in', () => {
  it('sets a cookie that scripts cannot read and other sites do not send', async () => {
    const { headers, body } = await request(`${server.url}/api/auth/sign-in`, 'POST', {
      email: 'SAM@clianta.example',
      password: 'demo-password',
    });
    expect(headers.get('set-cookie')).toMatch(/clianta_session=.*HttpOnly.*SameSite=Lax/i);
    expect(body).toMatchObject({
      user: { name: 'Sam Rivera' },
      workspaces: [{ role: 'owner', currency: 'USD' }],
    });
    expect(text(body)).not.toContain('argon2');
  });

  it('refuses a wrong password as it refuses an unknown e-mail, and closes after five failures', async () => {
    const attempt = (email: string) =>
      request(`${server.url}/api/auth/sign-in`, 'POST', { email, password: 'wrong' });
    const unknown = await attempt('nobody@clianta.example');
    const known = await attempt('lena@clianta.example');
    expect(known.status).toBe(401);
    expect(known.body).toEqual(unknown.body);
    for (let i = 0; i < 4; i++) await attempt('lena@clianta.example');
    const closed = await attempt('lena@clianta.example');
    expect(closed.status).toBe(429);
    expect(closed.body.error.message).toMatch(/wait 15 minutes/);
    expect((await attempt('priya@clianta.example')).status).toBe(401);
  });

  it('lets nobody in without a session, with a forged one, or into a workspace that is not theirs', async () => {
    const path = `${server.url}/api/workspaces/${sam.workspaceId}/contacts`;
    expect((await request(path, 'GET')).status).toBe(401);
    expect(
      (await request(path, 'GET', undefined, { Authorization: 'Bearer eyJhbGciOiJub25lIn0.e30.' })).status,
    ).toBe(401);
    const other = await request(
      `${server.url}/api/workspaces/aaaaaaaaaaaaaaaaaaaaaaaa/contacts`,
      'GET',
      undefined,
      { cookie: sam.cookie },
    );
    expect(other.status).toBe(403);
  });

  it('is ended only by our own pages', async () => {
    const url = `${server.url}/api/auth/sign-out`;
    const { cookie } = await signedIn(server);
    const forged = await request(url, 'POST', undefined, { cookie });
    expect(forged.status).toBe(403);
    expect(forged.headers.get('set-cookie')).toBeNull();
    const own = await request(url, 'POST', undefined, { cookie, 'X-Clianta-Client': 'web' });
    expect(own.headers.get('set-cookie')).toMatch(/clianta_session=;/);
  });

  it('takes a change with a cookie only from our own pages', async () => {
    const body = { name: 'Forged' };
    const forged = await request(`${server.url}/api/workspaces/${sam.workspaceId}/contacts`, 'POST', body, {
      cookie: sam.cookie,
    });
    expect(forged.status).toBe(403);
    expect((await sam.call('GET', '/contacts?search=Forged')).body.records).toEqual([]);
  });
});

describe('REST', () => {
  it('lists, creates, reads, changes, deletes and restores a record', async () => {
    const created = await sam.call('POST', '/contacts', {
      name: 'Rest Tester',
      email: 'rest@x.example',
      lastContactedAt: '2026-01-02T03:04:05Z',
    });
    expect(created.status).toBe(201);
    const { id } = created.body;
    expect((await sam.call('GET', `/contacts/${id}`)).headers.get('etag')).toBe('"1"');
    const changed = await sam.call('PATCH', `/contacts/${id}`, { city: 'Oslo' }, { 'If-Match': '1' });
    expect(changed.body).toMatchObject({ version: 2, city: 'Oslo' });
    expect((await sam.call('PATCH', `/contacts/${id}`, { city: 'Rome' }, { 'If-Match': '"1"' })).status).toBe(
      409,
    );
    expect((await sam.call('GET', '/contacts?search=rest%20test')).body.records).toHaveLength(1);
    await sam.call('DELETE', `/contacts/${id}`);
    expect((await sam.call('GET', `/contacts/${id}`)).status).toBe(404);
    expect(
      (await sam.call('GET', '/contacts?deleted=only')).body.records.map((one: { id: string }) => one.id),
    ).toContain(id);
    expect((await sam.call('POST', `/contacts/${id}/restore`)).body.isDeleted).toBe(false);
  });

  it('serves every entity of the registry, and writes only where people may', async () => {
    for (const entity of entities) {
      const list = await sam.call('GET', `/${entity.plural}?limit=2`);
      expect(list.status, entity.plural).toBe(200);
      expect(Array.isArray(list.body.records), entity.plural).toBe(true);
      if (entity.isReadOnly)
        expect((await sam.call('POST', `/${entity.plural}`, {})).status, entity.plural).toBe(403);
    }
  });

  it('pages with a cursor and filters with conditions', async () => {
    const filter = encodeURIComponent(
      text({ where: [{ field: 'industry', op: 'eq', value: 'Technology' }] }),
    );
    const first = await sam.call('GET', `/companies?filter=${filter}&sort=name&limit=3`);
    const second = await sam.call(
      'GET',
      `/companies?filter=${filter}&sort=name&limit=3&cursor=${first.body.nextCursor}`,
    );
    const names = [...first.body.records, ...second.body.records].map((one: { name: string }) => one.name);
    expect(names).toEqual([...new Set(names)].sort());
    expect(names).toHaveLength(6);
  });

  it('refuses bad input with a sentence, never a stack trace', async () => {
    const cases: Array<[string, string, unknown, number, RegExp]> = [
      ['POST', '/contacts', { name: '', email: 'x' }, 400, /email/],
      ['POST', '/contacts', '{"name": ', 400, /not valid JSON/],
      ['POST', '/contacts', [], 400, /JSON object/],
      ['POST', '/contacts', { name: 'x', ownerId: 'aaaaaaaaaaaaaaaaaaaaaaaa' }, 400, /no user/],
      ['POST', '/contacts', { name: 'x'.repeat(200_000) }, 413, /100 KB/],
      ['GET', '/contacts?filter=%7B', undefined, 400, /not valid JSON/],
      [
        'GET',
        '/contacts?filter={"where":[{"field":"passwordHash","op":"is_set"}]}',
        undefined,
        400,
        /no field/,
      ],
      ['GET', '/contacts?sort=outbox', undefined, 400, /no field/],
      ['GET', '/contacts?cursor=zzz', undefined, 400, /cursor/],
      ['GET', '/contacts?limit=100000', undefined, 400, /limit/],
      ['GET', '/contacts/nope', undefined, 404, /no contact nope/],
      ['GET', '/nothing', undefined, 404, /API path/],
      ['PUT', '/contacts', {}, 405, /use GET or POST/],
      ['GET', '/agents/chat', undefined, 405, /use POST/],
      ['GET', '/contacts/%E0%A4%A', undefined, 400, /not encoded correctly/],
      ['GET', '/contacts?serach=ada', undefined, 400, /serach is not a known field/],
      [
        'GET',
        '/contacts?filter={"where":[{"field":"constructor","op":"eq","value":1}]}',
        undefined,
        400,
        /no field "constructor"/,
      ],
      ['POST', '/tasks', { title: 'x', dueAt: '2026-02-31T00:00:00Z' }, 400, /not a date/],
      ['POST', '/contacts', 'null', 400, /must be an object/],
    ];
    for (const [method, path, body, status, message] of cases) {
      const answer = await sam.call(method, path, body);
      expect(answer.status, path).toBe(status);
      expect(answer.body.error.message, path).toMatch(message);
      expect(text(answer.body), path).not.toMatch(/\.ts:|node_modules|MongoServer/);
    }
  });

  it('says which kind of body it takes', async () => {
    const post = (headers: Record<string, string>) => sam.call('POST', '/contacts', '{"name":"x"}', headers);
    const cases = [
      [{ 'Content-Type': 'text/plain' }, 415, /application\/json/],
      [{ 'Content-Type': 'application/json; charset=latin9' }, 415, /UTF-8/],
      [{ 'Content-Encoding': 'compress' }, 415, /gzip/],
      [{ 'Content-Encoding': 'gzip' }, 400, /cannot be read/],
    ] as const;
    for (const [headers, status, message] of cases) {
      const answer = await post(headers);
      expect(answer.status, text(headers)).toBe(status);
      expect(answer.body.error.message, text(headers)).toMatch(message);
    }
  });

  it('names the methods of a path in the header that HTTP has for it', async () => {
    expect((await sam.call('PUT', '/contacts/x', {})).headers.get('allow')).toBe('GET, PATCH, DELETE');
  });

  it('keeps a viewer from writing and a secret from being read or set', async () => {
    expect((await tom.call('POST', '/contacts', { name: 'x' })).status).toBe(403);
    const users = await sam.call('GET', '/users');
    expect(text(users.body)).not.toMatch(/passwordHash|argon2/);
    const id = users.body.records[0].id;
    expect((await sam.call('PATCH', `/users/${id}`, { passwordHash: 'x' })).status).toBe(400);
    expect((await sam.call('PATCH', `/users/${id}`, { workspaceIds: [] })).status).toBe(400);
  });

  it('keeps every record of another workspace behind every door, whatever the entity', async () => {
    const { crm } = server.product;
    const other = await aWorkspace(crm);
    const closed = [403, 404];
    for (const { entity, id } of await aRecordOfEvery(crm, other)) {
      const path = `/${entity.plural}/${id}`;
      const before = await crm.records(entity).get(other.system, id);
      const filter = { where: [{ field: 'id', op: 'eq', value: id }] };
      expect((await sam.call('GET', path)).status, path).toBe(404);
      for (const [method, at] of [
        ['PATCH', path],
        ['DELETE', path],
        ['POST', `${path}/restore`],
      ] as const) {
        expect(closed, `${method} ${at}`).toContain((await sam.call(method, at, {})).status);
      }
      const list = await sam.call(
        'GET',
        `/${entity.plural}?deleted=all&filter=${encodeURIComponent(text(filter))}`,
      );
      expect(list.body.records, path).toEqual([]);
      const dry = await sam.call('POST', `/${entity.plural}/bulk`, { action: 'delete', filter });
      expect(dry.body.count, path).toBe(0);
      const foreign = `${server.url}/api/workspaces/${other.workspaceId}${path}`;
      expect(closed, foreign).toContain(
        (await request(foreign, 'GET', undefined, { cookie: sam.cookie })).status,
      );
      expect(await crm.records(entity).get(other.system, id), path).toEqual(before);
    }
  });

  it('lets a viewer change nothing, and a member only what members may, whatever the entity', async () => {
    const { crm } = server.product;
    const { workspaceId } = sam;
    const system = systemScope(workspaceId);
    const member = await signedIn(server, await aMemberOf(crm, workspaceId), TEST_PASSWORD);
    for (const entity of entities) {
      const [record] = (await crm.records(entity).find(system, { limit: 1, deleted: 'all' })).records;
      const path = `/${entity.plural}/${record?.id ?? 'none'}`;
      const doors = [
        ['POST', `/${entity.plural}`, 'create'],
        ['PATCH', path, 'update'],
        ['DELETE', path, 'delete'],
        ['POST', `${path}/restore`, 'delete'],
      ] as const;
      for (const [method, at, kind] of doors) {
        // what is private to a viewer is theirs to change; the one that was found is somebody else's
        const isTheirs = entity.privateTo !== undefined && entity.access[kind] === 'viewer';
        const refused = isTheirs && !entity.isReadOnly ? 404 : 403;
        expect((await tom.call(method, at, {})).status, `viewer ${method} ${at}`).toBe(refused);
        const isOpen = !entity.isReadOnly && ['viewer', 'member'].includes(entity.access[kind]);
        if (isOpen) continue;
        expect((await member.call(method, at, {})).status, `member ${method} ${at}`).toBe(403);
      }
      const isReadable = ['viewer', 'member'].includes(entity.access.read);
      expect((await member.call('GET', `/${entity.plural}`)).status, entity.plural).toBe(
        isReadable ? 200 : 403,
      );
    }
  });

  it('lets an admin neither put a membership on an owner nor speak in a channel as one', async () => {
    const priya = await signedIn(server, 'priya@clianta.example');
    const { records } = (await sam.call('GET', '/team-members')).body;
    const member = (name: string) => records.find((one: { name: string }) => one.name.startsWith(name));
    const { userId } = member('Sam');
    expect((await priya.call('PATCH', `/team-members/${member('Tom').id}`, { userId })).status).toBe(403);
    const link = { channel: 'slack', externalUserId: 'U1', userId, provenBy: 'admin' };
    expect((await priya.call('POST', '/external-identities', link)).status).toBe(403);
  });

  it('changes many only after a dry run that named their number', async () => {
    const filter = { where: [{ field: 'industry', op: 'eq', value: 'Media' }] };
    const dry = await sam.call('POST', '/companies/bulk', {
      action: 'update',
      filter,
      patch: { tags: ['press'] },
    });
    expect(dry.body.count).toBe(3);
    const rash = await sam.call('POST', '/companies/bulk', {
      action: 'update',
      filter,
      patch: { tags: ['press'] },
      dryRun: false,
    });
    expect(rash.status).toBe(400);
    const done = await sam.call('POST', '/companies/bulk', {
      action: 'update',
      filter,
      patch: { tags: ['press'] },
      dryRun: false,
      expectedCount: 3,
    });
    expect(done.body.changed).toHaveLength(3);
    const undone = await sam.call('POST', '/undo', { groupId: done.body.groupId });
    expect(undone.body.reverted).toHaveLength(3);
  });

  it('refuses to take a stage away that still has deals', async () => {
    const { body } = await sam.call('GET', '/pipelines?sort=name');
    const pipeline = body.records[0];
    const answer = await sam.call('PATCH', `/pipelines/${pipeline.id}`, { stages: pipeline.stages.slice(1) });
    expect(answer.status).toBe(400);
    expect(answer.body.error.message).toMatch(/still deals in/);
  });

  it('documents itself: OpenAPI names every path, and nothing hidden', async () => {
    const { body } = await request(`${server.url}/api/openapi.json`, 'GET');
    expect(body.openapi).toBe('3.1.0');
    for (const entity of entities)
      expect(body.paths).toHaveProperty([`/api/workspaces/{workspaceId}/${entity.plural}`]);
    expect(text(body.components.schemas.User)).not.toContain('passwordHash');
  });
});

describe('talking over HTTP', () => {
  it('answers as JSON in the documented form', async () => {
    const { status, body } = await sam.call('POST', '/agents/chat', {
      message: 'How many companies are in Technology?',
    });
    expect(status).toBe(200);
    const result = turnResultSchema.parse(body);
    expect(result.toolCalls[0]).toMatchObject({ agent: 'companyAgent', tool: 'search_companies' });
    expect(Object.keys(body.toolCalls[0]).sort()).toEqual(['agent', 'args', 'tool']);
    const turn = await sam.call('GET', `/agent-turns/${body.turnId}`);
    expect(turn.body.toolCalls[0]).toEqual({ ...body.toolCalls[0], ms: expect.any(Number) });
    expect(result.reply.text).toMatch(/\d+ companies/);
  });

  it('answers as JSON whoever does not ask for a stream', async () => {
    const answer = await sam.call('POST', '/agents/chat', { message: 'Hello' }, { Accept: 'text/html' });
    expect(answer.headers.get('content-type')).toContain('application/json');
  });

  it('streams turn events, with done as the last', async () => {
    const answer = await sam.call(
      'POST',
      '/agents/chat',
      { message: 'What closes this quarter?' },
      { Accept: 'text/event-stream' },
    );
    expect(answer.headers.get('content-type')).toContain('text/event-stream');
    const events = String(answer.body)
      .split('\n\n')
      .filter(Boolean)
      .map((block) => turnEventSchema.parse(JSON.parse(block.split('\n')[1]?.slice('data: '.length) ?? '')));
    expect(events[0]?.type).toBe('status');
    expect(events.filter((event) => event.type === 'text').length).toBeGreaterThan(0);
    expect(events.at(-1)?.type).toBe('done');
  });

  it('goes on with a conversation, and does the same message once however often it is sent', async () => {
    const message = {
      message: 'Add Ida Onceler from Acme, ida@acme.example',
      clientMessageId: 'msg-00000001',
      thread: 'once',
    };
    const [first, second] = await Promise.all([
      sam.call('POST', '/agents/chat', message),
      sam.call('POST', '/agents/chat', {
        ...message,
        message: 'and who is she?',
        clientMessageId: 'msg-00000002',
      }),
    ]);
    expect(first.body.conversationId).toBe(second.body.conversationId);
    await sam.call('POST', '/agents/chat', message);
    expect((await sam.call('GET', '/contacts?search=Ida%20Onceler')).body.records).toHaveLength(1);
  });

  it('takes a decision on a proposal, once', async () => {
    const asked = await sam.call('POST', '/agents/chat', {
      message: 'Delete all contacts with status unqualified',
      thread: 'decide',
    });
    const approvalId = asked.body.approval.approvalId as string;
    const count = asked.body.approval.count as number;
    expect(count).toBeGreaterThan(5);
    const { conversationId } = asked.body;
    const done = await sam.call('POST', '/agents/chat', {
      decision: { approvalId, decision: 'approve' },
      conversationId,
    });
    expect(done.body.changes).toHaveLength(count);
    const again = await sam.call('POST', '/agents/chat', {
      decision: { approvalId, decision: 'approve' },
      conversationId,
    });
    expect(again.body.reply.text).toMatch(/already/);
    expect(again.body.changes).toEqual([]);
  });

  it('refuses what is empty, too long or neither message nor decision', async () => {
    const said = async (body: unknown) => (await sam.call('POST', '/agents/chat', body)).body.error?.message;
    expect(await said({ message: '   ' })).toMatch(/empty/);
    expect(await said({ message: 'x'.repeat(20_001) })).toMatch(/20,000/);
    expect(await said({})).toMatch(/either message or decision/);
    expect(await said({ message: 'hi', conversationId: 'aaaaaaaaaaaaaaaaaaaaaaaa' })).toMatch(
      /no conversation/,
    );
  });

  it('answers 20,000 characters of words in reasonable time and safely', async () => {
    const { body } = await sam.call('POST', '/agents/chat', {
      message: 'delete the big contact and '.repeat(740).slice(0, 20_000),
    });
    expect(body.changes).toEqual([]);
    expect(body.reply.text).not.toMatch(/went wrong/);
  });

  it("keeps one user's conversations from another", async () => {
    const mine = await sam.call('POST', '/agents/chat', { message: 'What can you do?' });
    const { conversationId } = mine.body;
    expect((await tom.call('POST', '/agents/chat', { message: 'Undo that', conversationId })).status).toBe(
      404,
    );
    expect((await tom.call('GET', `/conversations/${conversationId}`)).status).toBe(404);
  });

  it('lets a viewer ask but not change', async () => {
    const asked = await tom.call('POST', '/agents/chat', { message: 'How many deals do we have?' });
    expect(asked.body.reply.text).toMatch(/90 deals/);
    const tried = await tom.call('POST', '/agents/chat', { message: 'Add Max Viewer from Acme' });
    expect(tried.body.changes).toEqual([]);
    expect(tried.body.reply.text).toMatch(/viewer.*may not create/);
  });
});

describe('a restart', () => {
  it('keeps sessions, records, conversations and pending proposals, and goes on with queued messages', async () => {
    let own = await anApiServer();
    const before = await signedIn(own);
    const asked = await before.call('POST', '/agents/chat', {
      message: 'delete all contacts without an email',
      thread: 'r',
    });
    const { conversationId, approval } = asked.body;
    // a message that was stored but not worked on before the process ended
    await own.product.crm.store
      .model('chatMessage')
      .updateOne({ conversationId, author: 'user' }, { $set: { status: 'done' } });
    own = await own.restart();
    const after = { ...before, call: (await signedIn(own)).call };
    const done = await after.call('POST', '/agents/chat', {
      decision: { approvalId: approval.approvalId, decision: 'approve' },
      conversationId,
    });
    expect(done.body.changes).toHaveLength(approval.count);
    await own.stop();
  });
});
