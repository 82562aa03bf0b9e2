import type { CrmCore } from '@clianta/crm-core/crm-core';
import { systemScope } from '@clianta/crm-core/entity/scope';
import { entities } from '@clianta/crm-core/registry';
import { TeamMember } from '@clianta/crm-core/workspace/team-member/team-member.schema';
import { User } from '@clianta/crm-core/workspace/user/user.schema';
import { describe, expect } from 'vitest';
import { apiTest as it } from '../../support/api-fixtures.ts';
import { request, signedIn } from '../../support/api-server.ts';
import { aRecordOfEvery } from '../../support/every-entity.ts';
import { aWorkspace, TEST_PASSWORD } from '../../support/test-crm.ts';

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

describe('REST', () => {
  it('lists, creates, reads, changes, deletes and restores a record', async ({ sam }) => {
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

  it('serves every entity of the registry, and writes only where people may', async ({ sam }) => {
    for (const entity of entities) {
      const list = await sam.call('GET', `/${entity.plural}?limit=2`);
      expect(list.status, entity.plural).toBe(200);
      expect(Array.isArray(list.body.records), entity.plural).toBe(true);
      if (entity.isReadOnly)
        expect((await sam.call('POST', `/${entity.plural}`, {})).status, entity.plural).toBe(403);
    }
  });

  it('pages with a cursor and filters with conditions', async ({ sam }) => {
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

  it('refuses bad input with a sentence, never a stack trace', async ({ sam }) => {
    const cases: Array<[string, string, unknown, number, RegExp]> = [
      ['POST', '/contacts', { name: '', email: 'x' }, 400, /E-mail/],
      ['POST', '/contacts', '{"name": ', 400, /not valid JSON/],
      ['POST', '/contacts', [], 400, /JSON object/],
      ['POST', '/contacts', { name: 'x', ownerId: 'aaaaaaaaaaaaaaaaaaaaaaaa' }, 400, /no user/],
      ['POST', '/contacts', { name: 'x'.repeat(200_000) }, 413, /100 KB/],
      ['GET', '/contacts?filter=%7B', undefined, 400, /not valid JSON/],
      // a misspelt filter must not match everything
      ['GET', '/contacts?filter={"whree":[]}', undefined, 400, /whree is not a known field/],
      [
        'GET',
        '/contacts?filter={"field":"phone","op":"eq","value":"x"}',
        undefined,
        400,
        /field is not a known/,
      ],
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

  it('says which kind of body it takes', async ({ sam }) => {
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

  it('names the methods of a path in the header that HTTP has for it', async ({ sam }) => {
    expect((await sam.call('PUT', '/contacts/x', {})).headers.get('allow')).toBe('GET, PATCH, DELETE');
  });

  it('keeps a viewer from writing and a secret from being read or set', async ({ sam, tom }) => {
    expect((await tom.call('POST', '/contacts', { name: 'x' })).status).toBe(403);
    const users = await sam.call('GET', '/users');
    expect(text(users.body)).not.toMatch(/passwordHash|argon2/);
    const id = users.body.records[0].id;
    expect((await sam.call('PATCH', `/users/${id}`, { passwordHash: 'x' })).status).toBe(400);
    expect((await sam.call('PATCH', `/users/${id}`, { workspaceIds: [] })).status).toBe(400);
  });

  it('keeps every record of another workspace behind every door, whatever the entity', async ({
    server,
    sam,
  }) => {
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
      // what the caller may delete, of these; what nobody may delete, none
      if (dry.status === 200) expect(dry.body.count, path).toBe(0);
      else expect(dry.status, path).toBe(403);
      const foreign = `${server.url}/api/workspaces/${other.workspaceId}${path}`;
      expect(closed, foreign).toContain(
        (await request(foreign, 'GET', undefined, { cookie: sam.cookie })).status,
      );
      expect(await crm.records(entity).get(other.system, id), path).toEqual(before);
    }
  });

  it('lets a viewer change nothing, and a member only what members may, whatever the entity', async ({
    server,
    sam,
    tom,
  }) => {
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
        // what is private to a viewer is theirs to change: nothing was sent, or the one found is somebody else's
        const isTheirs = entity.privateTo !== undefined && entity.access[kind] === 'viewer';
        const unfit = method === 'POST' && kind === 'create' ? 400 : 404;
        const refused = isTheirs && !entity.isReadOnly ? unfit : 403;
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

  it('lets an admin neither put a membership on an owner nor speak in a channel as one', async ({
    server,
    sam,
  }) => {
    const priya = await signedIn(server, 'priya@clianta.example');
    const { records } = (await sam.call('GET', '/team-members')).body;
    const member = (name: string) => records.find((one: { name: string }) => one.name.startsWith(name));
    const { userId } = member('Sam');
    expect((await priya.call('PATCH', `/team-members/${member('Tom').id}`, { userId })).status).toBe(403);
    const link = { channel: 'slack', externalUserId: 'U1', userId, provenBy: 'admin' };
    expect((await priya.call('POST', '/external-identities', link)).status).toBe(403);
  });

  it('changes many only after a dry run that named their number', async ({ sam }) => {
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

  it('refuses to take a stage away that still has deals', async ({ sam }) => {
    const { body } = await sam.call('GET', '/pipelines?sort=name');
    const pipeline = body.records[0];
    const answer = await sam.call('PATCH', `/pipelines/${pipeline.id}`, { stages: pipeline.stages.slice(1) });
    expect(answer.status).toBe(400);
    expect(answer.body.error.message).toMatch(/still deals in/);
  });

  it('documents itself: OpenAPI names every path, and nothing hidden', async ({ server }) => {
    const { body } = await request(`${server.url}/api/openapi.json`, 'GET');
    expect(body.openapi).toBe('3.1.0');
    for (const entity of entities)
      expect(body.paths).toHaveProperty([`/api/workspaces/{workspaceId}/${entity.plural}`]);
    expect(text(body.components.schemas.User)).not.toContain('passwordHash');
  });
});
