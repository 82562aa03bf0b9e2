import { describe, expect } from 'vitest';
import { apiTest } from '../../support/api-fixtures.ts';
import { type ApiClient, request } from '../../support/api-server.ts';

interface Made {
  id: string;
  token: string;
  call(method: string, path: string, body?: object): ReturnType<typeof request>;
}

const it = apiTest.extend('make', ({ server, sam }) => async (given: object, by: ApiClient = sam) => {
  const { body } = await by.call('POST', '/api-tokens/issue', { name: 'Sync', ...given });
  const { token, record } = body;
  return {
    id: record.id,
    token,
    call: (method, path, data) =>
      request(`${server.url}/api/workspaces/${sam.workspaceId}${path}`, method, data, {
        authorization: `Bearer ${token}`,
      }),
  } satisfies Made as Made;
});

describe('an API token', () => {
  it('acts for the person who made it; the audit log says which it was', async ({ sam, make }) => {
    const { id, token, call } = await make({ access: 'write', name: 'Import' });
    const made = await call('POST', '/contacts', { name: 'Tok En' });
    expect(made.status).toBe(201);
    const filter = JSON.stringify({ where: [{ field: 'recordId', op: 'eq', value: made.body.id }] });
    const { records } = (await sam.call('GET', `/audit?filter=${encodeURIComponent(filter)}`)).body;
    expect(records).toMatchObject([{ token: 'Import', actor: { name: 'Sam Rivera' } }]);
    const shown = (await sam.call('GET', `/api-tokens/${id}`)).body;
    expect(shown).toMatchObject({ access: 'write', prefix: token.slice(0, 12) });
    expect(shown.lastUsedAt).toBeDefined();
    expect(JSON.stringify(shown)).not.toContain(token.slice(-20));
    expect(shown.tokenHash).toBeUndefined();
  });

  it('that reads does not write, in no way', async ({ sam, make }) => {
    const { call } = await make({ access: 'read' });
    expect((await call('GET', '/contacts?limit=1')).status).toBe(200);
    const [contact] = (await call('GET', '/contacts?limit=1')).body.records;
    for (const [method, path, body] of [
      ['POST', '/contacts', { name: 'No One' }],
      ['PATCH', `/contacts/${contact.id}`, { name: 'No One' }],
      ['DELETE', `/contacts/${contact.id}`, undefined],
      ['POST', '/agents/chat', { message: 'Add Eve Adams, eve@x.example' }],
      ['POST', '/undo', { groupId: 'x' }],
    ] as const)
      expect((await call(method, path, body)).status, `${method} ${path}`).toBe(403);
    expect((await sam.call('GET', '/contacts?search=No%20One')).body.records).toEqual([]);
  });

  it('of some kinds opens no other, nor what goes over all of them', async ({ make }) => {
    const { call } = await make({ access: 'write', kinds: ['contact'] });
    expect((await call('POST', '/contacts', { name: 'Only Contacts' })).status).toBe(201);
    for (const path of ['/companies', '/audit', '/audit/requests', '/metadata', '/work', '/agents'])
      expect((await call('GET', path)).status, path).toBe(403);
  });

  it('is no way to more: it makes no keys, links or invitations, and is no session', async ({
    server,
    sam,
    make,
  }) => {
    const { token, call } = await make({ access: 'write' });
    const [member] = (await sam.call('GET', '/team-members?search=Lena')).body.records;
    for (const [path, body] of [
      ['/api-tokens/issue', { name: 'Another' }],
      ['/team-members/invite', { name: 'Eve', email: 'eve@x.example' }],
      [`/team-members/${member.id}/password-link`, {}],
    ] as const)
      expect((await call('POST', path, body)).status, path).toBe(403);
    const me = await request(`${server.url}/api/auth/me`, 'GET', undefined, {
      authorization: `Bearer ${token}`,
    });
    expect(me.status).toBe(403);
  });

  it('opens nothing once it is revoked, has expired, or its person has left', async ({
    server,
    sam,
    tom,
    make,
  }) => {
    const revoked = await make({});
    await sam.call('DELETE', `/api-tokens/${revoked.id}`);
    expect((await sam.call('POST', `/api-tokens/${revoked.id}/restore`)).status).toBe(403);
    expect((await revoked.call('GET', '/contacts')).status).toBe(401);

    const expired = await make({ days: 1 });
    await server.product.crm.store
      .model('apiToken')
      .updateOne({ _id: expired.id }, { $set: { expiresAt: new Date(Date.now() - 1_000) } });
    expect((await expired.call('GET', '/contacts')).status).toBe(401);

    const toms = await make({ access: 'write' }, tom);
    // a viewer's writes no more than a viewer
    expect((await toms.call('POST', '/contacts', { name: 'No One' })).status).toBe(403);
    const [member] = (await sam.call('GET', '/team-members?search=Tom')).body.records;
    await sam.call('DELETE', `/team-members/${member.id}`);
    expect((await toms.call('GET', '/contacts')).status).toBe(403);
  });

  it('is seen and revoked by its person and admins, and made up by nobody', async ({ sam, make, server }) => {
    const { token } = await make({});
    const forged = `${token.slice(0, -4)}AAAA`;
    const path = `${server.url}/api/workspaces/${sam.workspaceId}/contacts`;
    for (const wrong of [forged, 'clt_', `clt_${'0'.repeat(24)}_x`])
      expect((await request(path, 'GET', undefined, { authorization: `Bearer ${wrong}` })).status).toBe(401);
    expect((await sam.call('POST', '/api-tokens', { name: 'By hand' })).status).toBe(403);
  });
});
