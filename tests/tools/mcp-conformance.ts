import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { readConfig } from '@clianta/bot/config';
import { startServer } from '@clianta/bot/start-server';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { systemScope } from '@clianta/crm-core/entity/scope';
import { signedIn } from '../support/api-server.ts';
import { aDataFolder } from '../support/data-folder.ts';
import { upload } from '../support/upload.ts';

/**
 * A server with the demo company, and a door in front of it for the public conformance suite of MCP, which sends no token and
 * calls tools, prompts and resources by names of its own: those become ours on the way in, answers come out as they are.
 *
 * ```sh
 * npm run mcp:conformance          # prints the address
 * npx @modelcontextprotocol/conformance server --url ADDRESS --scenario resources-read-text    # Node.js 22
 * ```
 */
const PNG =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

const DATA_DIR = aDataFolder('mcp');
const server = await startServer(
  readConfig({ PORT: '0', DATA_DIR, QUEUE: 'in-process', CLIANTA_DEMO_PASSWORD: 'demo-password' }),
);
const sam = await signedIn(server);
const { body: issued } = await sam.call('POST', '/api-tokens/issue', { name: 'Conformance', access: 'ask' });
const { crm } = server.product;
const system = systemScope(sam.workspaceId);
const person = await crm
  .records(Contact)
  .create(system, { name: 'Nora 123', email: 'nora123@conformance.example' });
const { body: picture } = await upload(server, sam, 'dot.png', Buffer.from(PNG, 'base64'), {
  query: `?entity=contact&recordId=${person.id}`,
});
const record = `clianta://contacts/${person.id}`;

type Params = Record<string, unknown>;

const TOOLS: Record<string, { name: string; arguments: Params }> = {
  test_simple_text: { name: 'search_deals', arguments: { limit: 1 } },
  test_error_handling: { name: 'get_approval', arguments: { approval: 'none' } },
};
const RESOURCES: Record<string, string> = {
  'test://static-text': 'clianta://contacts',
  'test://static-binary': `clianta://files/${picture.id}`,
  'test://template/123/data': record,
};
const PROMPTS: Record<string, (given: Record<string, string>) => Params> = {
  test_simple_prompt: () => ({}),
  test_prompt_with_arguments: ({ arg1, arg2 }) => ({ request: `${arg1} and ${arg2}` }),
  test_prompt_with_embedded_resource: () => ({ request: 'What is next?', record }),
};

function translated(method: string, params: Params): Params {
  const name = String(params.name);
  if (method === 'tools/call') return { ...params, ...TOOLS[name] };
  if (method === 'resources/read') return { ...params, uri: RESOURCES[String(params.uri)] ?? params.uri };
  if (method === 'prompts/get' && PROMPTS[name])
    return {
      ...params,
      name: 'deal',
      arguments: PROMPTS[name]((params.arguments ?? {}) as Record<string, string>),
    };
  const ref = params.ref as { name?: string } | undefined;
  if (method === 'completion/complete' && ref?.name && PROMPTS[ref.name])
    return {
      ...params,
      ref: { ...ref, name: 'deal' },
      argument: { ...(params.argument as object), name: 'request' },
    };
  return params;
}

const inner = new URL(server.url);
const door = createServer(async (asked, answer) => {
  const sent = await buffer(asked);
  const message = sent.length > 0 ? JSON.parse(sent.toString()) : undefined;
  const body = message
    ? Buffer.from(
        JSON.stringify({
          ...message,
          ...(message.params && { params: translated(message.method, message.params) }),
        }),
      )
    : sent;
  const { 'content-length': _length, ...headers } = asked.headers;
  const passed = request(
    {
      host: inner.hostname,
      port: inner.port,
      path: '/mcp',
      method: asked.method,
      headers: { ...headers, authorization: `Bearer ${issued.token}`, 'content-length': body.length },
    },
    (given) => {
      answer.writeHead(given.statusCode ?? 502, given.headers);
      given.pipe(answer);
    },
  );
  passed.on('error', () => answer.destroy());
  passed.end(body);
});
await new Promise<void>((listening) => door.listen(0, '127.0.0.1', listening));
process.stdout.write(`http://127.0.0.1:${(door.address() as AddressInfo).port}/mcp\n`);
