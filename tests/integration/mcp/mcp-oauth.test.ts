import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { newId } from '@clianta/crm-core/entity/ids';
import { systemScope } from '@clianta/crm-core/entity/scope';
import { TeamMember } from '@clianta/crm-core/workspace/team-member/team-member.schema';
import { Workspace } from '@clianta/crm-core/workspace/workspace/workspace.schema';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { afterEach, describe, expect, vi } from 'vitest';
import { apiTest } from '../../support/api-fixtures.ts';
import { request, signedIn } from '../../support/api-server.ts';
import { type Answer, ProgramBrowser, REDIRECT, SigningProgram } from '../../support/program-sign-in.ts';

const HOUR_MS = 3_600_000;

const it = apiTest
  .override('environment', () => ({ TRUST_PROXY: '1' }))
  .extend('mcp', { scope: 'file' }, ({ server }) => `${server.url}/mcp`)
  /** One registration that the tests share: an address may make only so many. */
  .extend('registered', { scope: 'file' }, async ({ mcp }) => {
    const program = new SigningProgram();
    await program.ask(mcp);
    return program.client;
  })
  .extend(
    'program',
    ({ registered }) =>
      (scope = 'read write') =>
        new SigningProgram(scope, { client: registered }),
  )
  .extend(
    'signed',
    ({ program, mcp, sam }) =>
      async (answer: Answer = { decision: 'allow' }, scope?: string) => {
        const one = program(scope);
        await one.signIn(mcp, sam.cookie, answer);
        return one;
      },
  )
  /** Where a browser stands when the question is shown. */
  .extend('asked', ({ program, mcp, sam }) => async (scope?: string, cookie: string = sam.cookie) => {
    const one = program(scope);
    const browser = new ProgramBrowser(cookie);
    return { program: one, browser, ...(await browser.open(await one.ask(mcp))) };
  });

/** What a call with a key is answered. */
const knock = (mcp: string, token: string | undefined) =>
  request(
    mcp,
    'POST',
    { jsonrpc: '2.0', id: 1, method: 'tools/list', params: {} },
    {
      accept: 'application/json, text/event-stream',
      ...(token && { authorization: `Bearer ${token}` }),
    },
  );

const post = (url: string, fields: Record<string, string>) =>
  fetch(url, { method: 'POST', body: new URLSearchParams(fields) }).then(async (response) => ({
    status: response.status,
    body: await response.json().catch(() => ({})),
  }));

const keysOf = ({ kept }: SigningProgram) => ({
  access: String(kept?.access_token),
  refresh: String(kept?.refresh_token),
});

/** The clock of everything in this process. */
const later = (ms: number) => vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + ms });
afterEach(() => void vi.useRealTimers());

describe('a program that speaks MCP', () => {
  it('finds out how to sign in from a refusal, and acts for its person by the official client', async ({
    server,
    mcp,
    sam,
    program,
  }) => {
    const refused = await knock(mcp, undefined);
    expect(refused.status).toBe(401);
    const document = `${server.url}/.well-known/oauth-protected-resource/mcp`;
    expect(refused.headers.get('www-authenticate')).toBe(`Bearer resource_metadata="${document}"`);
    expect((await request(document, 'GET')).body).toMatchObject({
      resource: mcp,
      authorization_servers: [server.url],
      scopes_supported: ['read', 'write', 'ask'],
    });
    const about = (await request(`${server.url}/.well-known/oauth-authorization-server`, 'GET')).body;
    expect(about).toMatchObject({
      issuer: server.url,
      code_challenge_methods_supported: ['S256'],
      response_types_supported: ['code'],
      token_endpoint_auth_methods_supported: ['none'],
    });
    expect(about.grant_types_supported).toEqual(['authorization_code', 'refresh_token']);
    const desk = program();
    await desk.signIn(mcp, sam.cookie);
    expect(desk.kept).toMatchObject({ token_type: 'Bearer', expires_in: 3_600, scope: 'read write' });
    const client = new Client({ name: 'tests', version: '1' });
    await client.connect(new StreamableHTTPClientTransport(new URL(mcp), { authProvider: desk }));
    const made = await client.callTool({ name: 'create_contact', arguments: { name: 'Olga Oauth' } });
    await client.close();
    expect(made.isError).not.toBe(true);
    const contact = await server.product.crm
      .records(Contact)
      .findOne(systemScope(sam.workspaceId), { name: 'Olga Oauth' });
    expect(contact?.outside).toBe('the MCP client “Desk helper”');
    const filter = JSON.stringify({ where: [{ field: 'recordId', op: 'eq', value: contact?.id }] });
    const { records } = (await sam.call('GET', `/audit?filter=${encodeURIComponent(filter)}`)).body;
    expect(records).toMatchObject([{ channel: 'mcp', token: 'Desk helper', actor: { name: 'Sam Rivera' } }]);
  });

  it('is listed among the tokens of its person, and what it has opens nothing once that is revoked', async ({
    mcp,
    sam,
    signed,
  }) => {
    const desk = await signed();
    const { records } = (await sam.call('GET', '/api-tokens?sort=-createdAt')).body;
    expect(records[0]).toMatchObject({ name: 'Desk helper', access: 'write', redirectHost: '127.0.0.1:9' });
    expect(records[0].clientId).toBeUndefined();
    const told = await sam.call('POST', '/agents/chat', { message: 'Which API tokens are there?' });
    expect(told.body.reply.text).toContain('**Desk helper** (`signed in, to 127.0.0.1:9`) of Sam Rivera');
    const { access } = keysOf(desk);
    expect((await knock(mcp, access)).status).toBe(200);
    await sam.call('DELETE', `/api-tokens/${records[0].id}`);
    const refused = await knock(mcp, access);
    expect(refused.status).toBe(401);
    expect(refused.headers.get('www-authenticate')).toContain('error="invalid_token"');
    expect((await refreshed(mcp, desk)).body).toMatchObject({ error: 'invalid_grant' });
  });

  it('has keys for MCP alone, that hold an hour', async ({ server, mcp, sam, signed }) => {
    const desk = await signed();
    const { access } = keysOf(desk);
    const authorization = `Bearer ${access}`;
    const api = `${server.url}/api/workspaces/${sam.workspaceId}/contacts`;
    expect((await request(api, 'GET', undefined, { authorization })).status).toBe(401);
    // the same server by another name is another audience
    const other = new URL(mcp);
    other.hostname = other.hostname === 'localhost' ? '127.0.0.1' : 'localhost';
    expect((await knock(other.href, access)).status).toBe(401);
    later(HOUR_MS - 5_000);
    expect((await knock(mcp, access)).status).toBe(200);
    later(10_000);
    expect((await knock(mcp, access)).status).toBe(401);
    await desk.refresh(mcp);
    expect((await knock(mcp, keysOf(desk).access)).status).toBe(200);
  });

  it('turns its keys over: the last one holds 30 s longer, and used after that ends all of them', async ({
    mcp,
    sam,
    signed,
  }) => {
    const desk = await signed();
    const first = keysOf(desk);
    const second = await refreshed(mcp, desk, first.refresh);
    expect(second.status).toBe(200);
    expect(second.body.refresh_token).not.toBe(first.refresh);
    later(25_000);
    expect((await refreshed(mcp, desk, first.refresh)).status).toBe(200);
    later(10_000);
    expect((await refreshed(mcp, desk, first.refresh)).body).toMatchObject({ error: 'invalid_grant' });
    for (const refresh of [second.body.refresh_token])
      expect((await refreshed(mcp, desk, refresh)).body).toMatchObject({ error: 'invalid_grant' });
    for (const access of [first.access, second.body.access_token])
      expect((await knock(mcp, access)).status).toBe(401);
    const { records } = (await sam.call('GET', '/api-tokens?sort=-createdAt')).body;
    expect(records.filter(({ redirectHost }: { redirectHost?: string }) => redirectHost)).toEqual([]);
  });

  it('gives its keys back', async ({ server, mcp, signed }) => {
    const desk = await signed();
    const { access, refresh } = keysOf(desk);
    const fields = { token: refresh, client_id: String(desk.client?.client_id) };
    expect((await post(`${server.url}/oauth/revoke`, fields)).status).toBe(200);
    expect((await knock(mcp, access)).status).toBe(401);
    expect((await refreshed(mcp, desk, refresh)).status).toBe(400);
  });
});

describe('the code that a program is sent back with', () => {
  it('opens only to who has the verifier, once: used again it takes back what was given for it', async ({
    server,
    mcp,
    asked,
  }) => {
    const { program, browser, url, page } = await asked();
    const back = await browser.answer(url, page, { decision: 'allow' });
    const fields = {
      grant_type: 'authorization_code',
      code: String(back.url.searchParams.get('code')),
      client_id: String(program.client?.client_id),
      redirect_uri: REDIRECT,
    };
    const token = `${server.url}/oauth/token`;
    for (const wrong of [
      { ...fields, code_verifier: 'w'.repeat(43) },
      fields,
      { ...fields, code_verifier: program.verifier, redirect_uri: `${REDIRECT}/other` },
      { ...fields, code_verifier: program.verifier, client_id: 'nobody' },
    ])
      expect((await post(token, wrong)).body.error, JSON.stringify(wrong)).toMatch(/^invalid_/);
    const right = { ...fields, code_verifier: program.verifier };
    const both = await Promise.all([post(token, right), post(token, right)]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 400]);
    const given = both.find(({ status }) => status === 200)?.body;
    expect((await post(token, right)).body).toMatchObject({ error: 'invalid_grant' });
    expect((await knock(mcp, given.access_token)).status).toBe(401);
  });

  it('is for the resource that was asked for, and that is none but this', async ({
    mcp,
    server,
    asked,
    program,
  }) => {
    const ask = await program().ask(mcp);
    ask.searchParams.set('resource', 'https://elsewhere.example/mcp');
    const elsewhere = await new ProgramBrowser().open(ask);
    expect(elsewhere.url.searchParams.get('error')).toBe('invalid_target');
    const begun = await asked();
    const back = await begun.browser.answer(begun.url, begun.page, { decision: 'allow' });
    const answer = await post(`${server.url}/oauth/token`, {
      grant_type: 'authorization_code',
      code: String(back.url.searchParams.get('code')),
      client_id: String(begun.program.client?.client_id),
      redirect_uri: REDIRECT,
      code_verifier: begun.program.verifier,
      resource: 'https://elsewhere.example/mcp',
    });
    expect(answer.body).toMatchObject({ error: 'invalid_target' });
  });

  it('is lost after a minute', async ({ mcp, asked }) => {
    const { program, browser, url, page } = await asked();
    const back = await browser.answer(url, page, { decision: 'allow' });
    later(61_000);
    await expect(program.fetchKeys(mcp, back.url)).rejects.toThrow(/grant|expired/i);
  });

  it('goes to no address that was not registered, and is not asked for without S256', async ({
    mcp,
    program,
  }) => {
    const begin = async (change: (query: URLSearchParams) => void) => {
      const url = await program().ask(mcp);
      change(url.searchParams);
      return new ProgramBrowser().open(url);
    };
    const elsewhere = await begin((query) => query.set('redirect_uri', 'https://evil.example/cb'));
    expect(elsewhere).toMatchObject({
      status: 400,
      page: expect.stringContaining('Begin again in the program'),
    });
    const plain = await begin((query) => query.set('code_challenge_method', 'plain'));
    expect(plain.url.searchParams.get('error')).toBe('invalid_request');
    const without = await begin((query) => {
      query.delete('code_challenge');
      query.delete('code_challenge_method');
    });
    expect(without.url.searchParams.get('error')).toBe('invalid_request');
  });
});

describe('the question to the person', () => {
  it('names the program, where it leads and how far it goes, in nobody’s markup', async ({ mcp, sam }) => {
    const program = new SigningProgram('read write ask', { name: '<b>Bold</b> & co' });
    const browser = new ProgramBrowser(sam.cookie);
    const { page, url, status } = await browser.open(await program.ask(mcp));
    expect(status).toBe(200);
    expect(page).toContain('Let “&#60;b&#62;Bold&#60;/b&#62; &#38; co” use Clianta?');
    expect(page).toContain('Sam Rivera (sam@clianta.example)');
    expect(page).toContain('<strong>127.0.0.1:9</strong>');
    expect([...page.matchAll(/name="access" value="(\w+)"/g)].map(([, access]) => access)).toEqual([
      'read',
      'write',
      'ask',
    ]);
    const policy = String((await browser.fetch(url)).headers.get('content-security-policy'));
    expect(policy).toContain("form-action 'self' http://127.0.0.1:9;");
    expect(policy).toContain("frame-ancestors 'none'");
  });

  it('offers no more than was asked for, and takes less', async ({ mcp, sam, signed, asked }) => {
    expect((await asked('read')).page).not.toContain('value="write"');
    const forged = await signed({ decision: 'allow', access: 'ask' }, 'read');
    expect(forged.kept?.scope).toBe('read');
    const less = await signed({ decision: 'allow', access: 'read' }, 'read write ask');
    expect(less.kept?.scope).toBe('read');
    const names = (await knock(mcp, keysOf(less).access)).body;
    expect(JSON.stringify(names)).not.toContain('create_contact');
    const { records } = (await sam.call('GET', '/api-tokens?sort=-createdAt')).body;
    expect(records[0]).toMatchObject({ access: 'read' });
  });

  it('may be declined: the program is told, and nothing is listed', async ({ sam, asked }) => {
    const before = (await sam.call('GET', '/api-tokens')).body.records.length;
    const { browser, url, page } = await asked();
    const back = await browser.answer(url, page, { decision: 'decline' });
    expect(back.url.searchParams.get('error')).toBe('access_denied');
    expect(back.url.searchParams.get('code')).toBeNull();
    expect((await sam.call('GET', '/api-tokens')).body.records).toHaveLength(before);
  });

  it('is answered by its own page, browser and person, once', async ({ server, asked, sam }) => {
    const allow: Answer = { decision: 'allow' };
    const { browser, url, page } = await asked();
    const foreign = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
    expect((await browser.answer(url, page, allow, foreign)).status).toBe(403);
    expect((await new ProgramBrowser(sam.cookie).answer(url, page, allow)).page).toContain(
      'This question is over',
    );
    const tom = await signedIn(server, 'tom@clianta.example');
    expect((await browser.answer(url, page, { ...allow, person: 'somebody' })).page).toContain(
      'Somebody else has signed in',
    );
    expect(tom.cookie).not.toBe(sam.cookie);
    expect((await browser.answer(url, page, allow)).url.searchParams.get('code')).toBeTruthy();
    expect((await browser.answer(url, page, allow)).page).toContain('This question is over');
  });

  it('waits for somebody who has to sign in first', async ({ server, asked }) => {
    const { url, browser } = await asked(undefined, '');
    expect(url.pathname).toMatch(/^\/oauth\/sign-in\/[\w-]+$/);
    const sent = await request(`${server.url}/api/auth/sign-in`, 'POST', {
      email: 'tom@clianta.example',
      password: 'demo-password',
    });
    expect(sent.status).toBe(200);
    const consent = new URL(url.pathname.replace('sign-in', 'consent'), url);
    const again = await browser.open(consent);
    expect(again.url.pathname).toBe(url.pathname);
  });
});

describe('workspaces', () => {
  it('never mix: a program acts in the one that was chosen, and nobody lets one into another’s', async ({
    server,
    mcp,
    sam,
    asked,
    signed,
  }) => {
    const { crm } = server.product;
    const [second, foreign] = [newId(), newId()];
    for (const id of [second, foreign])
      await crm
        .records(Workspace)
        .create(systemScope(id), { name: `Of ${id}`, timeZone: 'UTC', currency: 'EUR' }, { id });
    const userId = (await request(`${server.url}/api/auth/me`, 'GET', undefined, { cookie: sam.cookie })).body
      .user.id;
    await crm.store
      .model('user')
      .collection.updateOne({ _id: userId }, { $addToSet: { workspaceIds: second } } as never);
    const member = await crm.records(TeamMember).create(systemScope(second), {
      userId,
      name: 'Sam Rivera',
      email: 'sam@clianta.example',
      role: 'member',
    });
    await crm.records(Contact).create(systemScope(second), { name: 'Second Only' });
    await crm.records(Contact).create(systemScope(sam.workspaceId), { name: 'First Only' });

    const { browser, url, page } = await asked();
    expect(page).toContain(`<option value="${second}">`);
    expect(page).not.toContain(foreign);
    const refused = await browser.answer(url, page, { decision: 'allow', workspaceId: foreign });
    expect(refused).toMatchObject({ status: 403 });

    const there = await signed({ decision: 'allow', workspaceId: second });
    const client = new Client({ name: 'tests', version: '1' });
    await client.connect(new StreamableHTTPClientTransport(new URL(mcp), { authProvider: there }));
    const found = JSON.stringify(
      await client.callTool({ name: 'search_contacts', arguments: { text: 'Only' } }),
    );
    await client.close();
    expect(found).toContain('Second Only');
    expect(found).not.toContain('First Only');
    const listed = (await sam.call('GET', '/api-tokens?limit=200')).body.records;
    expect(listed.filter(({ workspaceId }: { workspaceId: string }) => workspaceId === second)).toEqual([]);

    await crm.records(TeamMember).delete(systemScope(second), member.id);
    expect((await knock(mcp, keysOf(there).access)).status).toBeGreaterThanOrEqual(401);
    expect((await refreshed(mcp, there)).body).toMatchObject({ error: 'invalid_grant' });
  });
});

describe('a registration', () => {
  const register = (url: string, body: object, from = `10.0.0.${Math.floor(Math.random() * 250)}`) =>
    request(`${url}/oauth/register`, 'POST', body, { 'x-forwarded-for': from });

  it('takes addresses that lead to a program, and no secret', async ({ server }) => {
    for (const good of ['https://app.example/cb', 'http://localhost:3118/cb', 'cursor://anysphere/cb']) {
      const { status, body } = await register(server.url, { redirect_uris: [good], client_name: 'X' });
      expect({ status, body }, good).toMatchObject({
        status: 201,
        body: { token_endpoint_auth_method: 'none', redirect_uris: [good] },
      });
      expect(body.client_secret).toBeUndefined();
    }
    for (const redirect_uris of [
      ['http://evil.example/cb'],
      ['javascript:alert(1)'],
      ['https://user:pass@app.example/cb'],
      ['https://app.example/cb#part'],
      [],
      Array.from({ length: 6 }, (_, at) => `https://app.example/${at}`),
    ])
      expect((await register(server.url, { redirect_uris })).status, String(redirect_uris)).toBe(400);
    const secret = { redirect_uris: [REDIRECT], token_endpoint_auth_method: 'client_secret_post' };
    expect((await register(server.url, secret)).status).toBe(400);
  });

  it('has the server fetch nothing, and is made only so often from one address', async ({ server }) => {
    const body = {
      redirect_uris: [REDIRECT],
      sector_identifier_uri: `${server.url}/healthz`,
      jwks_uri: 'https://evil.example/keys',
      logo_uri: 'https://evil.example/logo.png',
      scope: 'read everything',
    };
    const made = await register(server.url, body, '10.9.9.9');
    expect(made.status).toBe(201);
    for (const name of ['sector_identifier_uri', 'jwks_uri', 'logo_uri', 'scope'])
      expect(made.body[name], name).toBeUndefined();
    const statuses: number[] = [];
    for (let count = 0; count < 20; count++)
      statuses.push((await register(server.url, { redirect_uris: [REDIRECT] }, '10.9.9.9')).status);
    expect(statuses.indexOf(429)).toBe(19);
  });
});

const refreshed = (mcp: string, program: SigningProgram, refresh = keysOf(program).refresh) =>
  post(new URL('/oauth/token', mcp).href, {
    grant_type: 'refresh_token',
    refresh_token: refresh,
    client_id: String(program.client?.client_id),
  });
