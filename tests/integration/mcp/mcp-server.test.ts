import { AgentTurn } from '@clianta/crm-core/conversations/agent-turn/agent-turn.schema';
import { Approval } from '@clianta/crm-core/conversations/approval/approval.schema';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { newId } from '@clianta/crm-core/entity/ids';
import { systemScope } from '@clianta/crm-core/entity/scope';
import { afterEach, describe, expect } from 'vitest';
import { apiTest } from '../../support/api-fixtures.ts';
import { type ApiClient, request } from '../../support/api-server.ts';
import { anMcpClient, type McpTalker } from '../../support/mcp-client.ts';
import { upload } from '../../support/upload.ts';

const open: McpTalker[] = [];
afterEach(() => Promise.all(open.splice(0).map(({ client }) => client.close())));

const it = apiTest
  .extend(
    'token',
    async ({ sam }) =>
      async (given: object = {}, by: ApiClient = sam): Promise<string> =>
        (await by.call('POST', '/api-tokens/issue', { name: 'Claude', ...given })).body.token,
  )
  .extend(
    'talker',
    async ({ server, token }) =>
      async (given: object = {}, by?: ApiClient, mode: 'legacy' | 'auto' = 'auto', query = '') => {
        const talker = await anMcpClient(`${server.url}/mcp${query}`, await token(given, by), mode);
        open.push(talker);
        return talker;
      },
  );

/** Of the people with long names, as many as there may be in a list. */
const LONG = { text: 'Lengthy', limit: 100 };

const namesOf = async ({ client }: McpTalker) => {
  const names: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await client.listTools(cursor ? { cursor } : undefined);
    names.push(...page.tools.map(({ name }) => name));
    cursor = page.nextCursor;
  } while (cursor);
  return [...new Set(names)];
};

describe('the MCP server', () => {
  it.for(['legacy', 'auto'] as const)(
    'is spoken to by a client of %s revisions',
    async (mode, { talker }) => {
      const claude = await talker({}, undefined, mode);
      expect(claude.client.getServerVersion()?.name).toBe('clianta');
      const { text, isError } = await claude.say('search_deals', { limit: 3 });
      expect(isError).toBe(false);
      expect(text).toMatch(/deal/i);
    },
  );

  it('offers what the token opens, and says of each tool what it does', async ({ talker }) => {
    const [reads, writes] = [await talker({}), await talker({ access: 'write' })];
    const [read, write] = [await namesOf(reads), await namesOf(writes)];
    expect(read).toEqual(expect.arrayContaining(['search_deals', 'get_approval']));
    expect(read).not.toEqual(expect.arrayContaining(['create_contact']));
    expect(write).toEqual(expect.arrayContaining(['create_contact', 'delete_contacts', ...read]));
    for (const name of ['offer_form', 'change_settings', 'create_agent', 'set_agent_state'])
      expect(write, name).not.toContain(name);
    const { tools } = await (
      await talker({ access: 'write' }, undefined, 'auto', '?agents=contact')
    ).client.listTools();
    expect(tools.map(({ name }) => name)).not.toContain('search_deals');
    const hints = Object.fromEntries(tools.map(({ name, annotations }) => [name, annotations]));
    expect(hints.search_contacts).toMatchObject({ readOnlyHint: true });
    expect(hints.create_contact).toMatchObject({ readOnlyHint: false, destructiveHint: false });
    expect(hints.delete_contacts).toMatchObject({ readOnlyHint: false, destructiveHint: true });
  });

  it('lets a token of some kinds see those, and a viewer change nothing', async ({ talker, tom }) => {
    const contacts = await namesOf(await talker({ access: 'write', kinds: ['contact'] }));
    expect(contacts).toContain('create_contact');
    for (const name of ['search_deals', 'create_brief', 'undo_last']) expect(contacts).not.toContain(name);
    const toms = await talker({ access: 'ask' }, tom);
    expect(await namesOf(toms)).not.toContain('create_contact');
    const refused = await toms.say('create_contact', { name: 'No One' });
    expect(refused).toMatchObject({
      isError: true,
      text: expect.stringContaining('no tool “create_contact”'),
    });
  });

  it('writes as the person, by the channel and the token, and marks the words as from outside', async ({
    server,
    sam,
    talker,
  }) => {
    const claude = await talker({ access: 'write', name: 'Desk' });
    const { text, isError } = await claude.say('create_contact', {
      name: 'Mira Mcp',
      email: 'mira@mcp.example',
    });
    expect({ text, isError }).toMatchObject({ isError: false, text: expect.stringContaining('Mira Mcp') });
    const { crm } = server.product;
    const contact = await crm.records(Contact).findOne(systemScope(sam.workspaceId), { name: 'Mira Mcp' });
    expect(contact?.outside).toBe('the MCP client “Desk”');
    const filter = JSON.stringify({ where: [{ field: 'recordId', op: 'eq', value: contact?.id }] });
    const { records } = (await sam.call('GET', `/audit?filter=${encodeURIComponent(filter)}`)).body;
    expect(records).toMatchObject([{ channel: 'mcp', token: 'Desk', actor: { name: 'Sam Rivera' } }]);
  });

  it('does a call that is sent again once', async ({ server, sam, talker }) => {
    const claude = await talker({ access: 'write' });
    const key = { 'clianta/idempotency-key': 'order-17' };
    const first = await claude.say('create_contact', { name: 'Once Only' }, key);
    const again = await claude.say('create_contact', { name: 'Once Only' }, key);
    expect(again.text).toBe(first.text);
    const { crm } = server.product;
    const found = { where: [{ field: 'name', op: 'eq' as const, value: 'Once Only' }] };
    expect(await crm.records(Contact).count(systemScope(sam.workspaceId), found)).toBe(1);
  });

  it('proposes what deletes; a person decides in the console, and get_approval tells', async ({
    server,
    sam,
    talker,
  }) => {
    const claude = await talker({ access: 'ask' });
    await claude.say('create_contact', { name: 'Gone Soon' });
    const asked = await claude.say('delete_contacts', {
      where: [{ field: 'name', op: 'eq', value: 'Gone Soon' }],
    });
    expect(asked).toMatchObject({ isError: false, data: { status: 'waiting' } });
    const id = String(asked.data.approvalId);
    expect(asked.text).toContain(id);
    expect(await claude.say('get_approval', { approval: id })).toMatchObject({ data: { status: 'pending' } });
    const { crm } = server.product;
    const scope = systemScope(sam.workspaceId);
    expect(await crm.records(Approval).get(scope, id)).toMatchObject({
      client: 'the MCP client “Claude”',
      preview: { outside: 'the MCP client “Claude”' },
    });
    expect(await crm.records(Contact).findOne(scope, { name: 'Gone Soon' })).toBeDefined();
    // the person is told, and sees it in the conversation of the token
    await expect
      .poll(async () => JSON.stringify((await sam.call('GET', '/notices?limit=50')).body), {
        timeout: 10_000,
      })
      .toContain('The MCP client “Claude” asks for your approval');
    const shown = await sam.call('POST', '/agents/chat', { message: '/approvals' });
    expect(JSON.stringify(shown.body)).toContain(id);
    // nothing that is written by MCP decides
    for (const name of await namesOf(claude)) expect(name).not.toMatch(/approve|decide/);
    const decided = await sam.call('POST', '/agents/chat', {
      conversationId: shown.body.conversationId,
      decision: { approvalId: id, decision: 'approve' },
    });
    expect(decided.status).toBe(200);
    const told = await claude.say('get_approval', { approval: id });
    expect(told.data).toMatchObject({ status: 'executed' });
    expect(await crm.records(Contact).findOne(scope, { name: 'Gone Soon' })).toBeUndefined();
  });

  it('refuses to ask for a token that only writes, and says so', async ({ server, sam, talker }) => {
    const claude = await talker({ access: 'write' });
    await claude.say('create_contact', { name: 'Stays Here' });
    const { text, isError } = await claude.say('delete_contacts', {
      where: [{ field: 'name', op: 'eq', value: 'Stays Here' }],
    });
    expect(isError).toBe(true);
    expect(text).toContain('this token may not ask');
    const scope = systemScope(sam.workspaceId);
    expect(
      await server.product.crm.records(Approval).count(scope, {
        where: [{ field: 'title', op: 'contains', value: 'Stays Here' }],
      }),
    ).toBe(0);
  });

  it('says what is wrong with a call so that a model can put it right', async ({ talker }) => {
    const claude = await talker({ access: 'write' });
    expect(await claude.say('no_such_tool')).toMatchObject({ isError: true });
    const wrong = await claude.say('create_contact', { nme: 'X' });
    expect(wrong.isError).toBe(true);
    expect(wrong.text).toMatch(/nme/);
    expect(await claude.say('get_approval', { approval: 'a'.repeat(24) })).toMatchObject({ isError: true });
  });

  it('gives long answers in parts', async ({ server, sam, talker }) => {
    const { crm } = server.product;
    const scope = systemScope(sam.workspaceId);
    const people = Array.from({ length: 150 }, (_, at) => ({
      id: newId(),
      input: { name: `Lengthy Number${at} ${'Name'.repeat(33)}`, jobTitle: 'Head of it '.repeat(10).trim() },
    }));
    await crm.records(Contact).createMany(scope, people);
    const claude = await talker({});
    const first = await claude.say('search_contacts', LONG);
    expect(first.text.length).toBeLessThanOrEqual(25_000);
    expect(first.text).toContain('"answer_page": 2');
    const second = await claude.say('search_contacts', { ...LONG, answer_page: 2 });
    const numbersOf = (text: string) => [...text.matchAll(/Number(\d+)/g)].map(([, one]) => one);
    expect(numbersOf(second.text).length).toBeGreaterThan(0);
    const all = [...numbersOf(first.text), ...numbersOf(second.text)];
    expect(new Set(all).size).toBe(all.length);
  });
});

describe('records and prompts of the MCP server', () => {
  it('reads records, kinds of them and files, as far as the token opens them', async ({
    server,
    sam,
    talker,
  }) => {
    const { crm } = server.product;
    const scope = systemScope(sam.workspaceId);
    const nora = await crm.records(Contact).create(scope, { name: 'Nora Resource' });
    const query = `?entity=contact&recordId=${nora.id}`;
    const { body: file } = await upload(server, sam, 'notes.txt', 'what was agreed', { query });
    const { client } = await talker({});
    const { resources } = await client.listResources();
    expect(resources.map(({ uri }) => uri)).toEqual(
      expect.arrayContaining(['clianta://contacts', 'clianta://companies']),
    );
    const textOf = async (uri: string) => {
      const [content] = (await client.readResource({ uri })).contents;
      return content && 'text' in content ? content.text : '';
    };
    expect(JSON.parse(await textOf(`clianta://contacts/${nora.id}`))).toMatchObject({
      name: 'Nora Resource',
    });
    const kind = JSON.parse(await textOf('clianta://contacts'));
    expect(kind.fields.map(({ name }: { name: string }) => name)).toContain('email');
    expect(kind.changedLast[0]).toMatchObject({
      uri: `clianta://contacts/${nora.id}`,
      title: 'Nora Resource',
    });
    const [blob] = (await client.readResource({ uri: `clianta://files/${file.id}` })).contents;
    expect(Buffer.from(blob && 'blob' in blob ? blob.blob : '', 'base64').toString()).toBe('what was agreed');

    const deals = (await talker({ kinds: ['opportunity'] })).client;
    const uris = (await deals.listResources()).resources.map(({ uri }) => uri);
    expect(uris).not.toContain('clianta://contacts');
    for (const uri of [
      `clianta://contacts/${nora.id}`,
      `clianta://files/${file.id}`,
      'clianta://nothing/at-all',
    ])
      await expect(deals.readResource({ uri }), uri).rejects.toMatchObject({ code: -32602, data: { uri } });
  });

  it('has a prompt for each agent, with the record that it is about', async ({ server, sam, talker }) => {
    const { crm } = server.product;
    const scope = systemScope(sam.workspaceId);
    const nora = await crm.records(Contact).create(scope, { name: 'Nora Prompted' });
    const uri = `clianta://contacts/${nora.id}`;
    const { client } = await talker({});
    const { prompts } = await client.listPrompts();
    expect(prompts.map(({ name }) => name)).toEqual(expect.arrayContaining(['deal', 'contact', 'reports']));
    const { messages } = await client.getPrompt({
      name: 'deal',
      arguments: { request: 'What is open with her?', record: uri },
    });
    expect(messages).toMatchObject([
      { role: 'user', content: { type: 'text', text: expect.stringContaining('What is open with her?') } },
      { role: 'user', content: { type: 'resource', resource: { uri } } },
    ]);
    await expect(client.getPrompt({ name: 'no_such_agent' })).rejects.toMatchObject({ code: -32602 });
    const completed = async (argument: { name: string; value: string }) =>
      (await client.complete({ ref: { type: 'ref/prompt', name: 'deal' }, argument })).completion.values;
    expect(await completed({ name: 'record', value: 'Nora Prompted' })).toContain(uri);
    expect((await completed({ name: 'request', value: 'deal' })).length).toBeGreaterThan(0);
    const ref = { type: 'ref/resource', uri: 'clianta://{kind}/{id}' } as const;
    const kinds = await client.complete({ ref, argument: { name: 'kind', value: 'cont' } });
    expect(kinds.completion.values).toContain('contacts');
  });
});

describe('the door of the MCP server', () => {
  const ping = { jsonrpc: '2.0', id: 1, method: 'tools/list', params: {} };
  const accept = { accept: 'application/json, text/event-stream' };
  const post = (url: string, headers: Record<string, string>) =>
    request(url, 'POST', ping, { ...accept, ...headers });

  it('opens to a token alone', async ({ server, sam, token }) => {
    const url = `${server.url}/mcp`;
    const none = await post(url, {});
    expect(none.status).toBe(401);
    expect(none.headers.get('www-authenticate')).toMatch(/^Bearer/);
    expect((await post(url, { authorization: 'Bearer clt_x' })).status).toBe(401);
    expect((await post(url, { cookie: sam.cookie, 'x-clianta-client': 'web' })).status).toBe(401);
    expect((await post(url, { authorization: `Bearer ${await token()}` })).status).toBe(200);
  });

  it('is closed to pages of other sites and to names that are not its own', async ({ server, token }) => {
    const authorization = `Bearer ${await token()}`;
    const url = `${server.url}/mcp`;
    expect((await post(url, { authorization, origin: 'https://evil.example' })).status).toBe(403);
    const { port } = new URL(url);
    const wrongHost = await rawPost(Number(port), 'evil.example', authorization);
    expect(wrongHost).toBe(403);
    expect(await rawPost(Number(port), `localhost:${port}`, authorization)).toBe(200);
  });

  it('keeps no session: what belongs to one is refused', async ({ server, token }) => {
    const headers = { ...accept, authorization: `Bearer ${await token()}` };
    for (const method of ['GET', 'DELETE'])
      expect((await request(`${server.url}/mcp`, method, undefined, headers)).status, method).toBe(405);
  });

  it('traces what was read, with its channel', async ({ server, sam, talker }) => {
    const claude = await talker({ name: 'Traced' });
    await claude.say('search_deals', { limit: 1 });
    const { crm } = server.product;
    const turn = await crm
      .records(AgentTurn)
      .find(systemScope(sam.workspaceId), { sort: '-createdAt', limit: 1 });
    expect(turn.records[0]).toMatchObject({ route: 'direct: search_deals' });
  });
});

/** `fetch` sends no other Host than that of the address. */
async function rawPost(port: number, host: string, authorization: string): Promise<number> {
  const { request: send } = await import('node:http');
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list', params: {} });
  return new Promise((resolve, reject) => {
    const sent = send(
      {
        port,
        host: '127.0.0.1',
        path: '/mcp',
        method: 'POST',
        headers: {
          host,
          authorization,
          accept: 'application/json, text/event-stream',
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
        },
      },
      (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}
