import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { type CallToolResult, createMcpHandler, Server, type Tool } from '@modelcontextprotocol/server';

export interface McpStandIn {
  /** As people would enter it. */
  url: string;
  /** What it offers; changed by tests. */
  tools: Tool[];
  /** What was called, in order. */
  calls: Array<{ name: string; args: unknown; authorization: string | undefined; key: unknown }>;
  answer(name: string, args: Record<string, unknown>): CallToolResult;
  /** Reaches it under its public name. */
  fetch: typeof fetch;
  stop(): Promise<void>;
}

const HOST = 'wiki.example';

/** A wiki that speaks the Model Context Protocol, with a key. */
export async function anMcpStandIn(): Promise<McpStandIn> {
  const query = { type: 'object' as const, properties: { query: { type: 'string' } }, required: ['query'] };
  const page = {
    type: 'object' as const,
    properties: { title: { type: 'string' }, text: { type: 'string' } },
    required: ['title'],
  };
  const standIn: McpStandIn = {
    url: `https://${HOST}/mcp`,
    tools: [
      {
        name: 'search',
        description: 'Searches the wiki.',
        inputSchema: query,
        annotations: { readOnlyHint: true },
      },
      { name: 'create_page', description: 'Makes a page.', inputSchema: page },
    ],
    calls: [],
    answer: (name, args) => ({ content: [{ type: 'text', text: `${name} of ${JSON.stringify(args)}` }] }),
    fetch: (input, init) => {
      const asked = new Request(input, init);
      const near = asked.url.replace(`https://${HOST}`, `http://127.0.0.1:${port}`);
      return fetch(new Request(near, asked));
    },
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
  const handler = (authorization: string | undefined) =>
    createMcpHandler(() => {
      const mcp = new Server({ name: 'wiki', version: '1' }, { capabilities: { tools: {} } });
      mcp.setRequestHandler('tools/list', () => ({ tools: standIn.tools }));
      mcp.setRequestHandler('tools/call', ({ params }, { mcpReq }) => {
        const { name, arguments: args = {} } = params;
        standIn.calls.push({ name, args, authorization, key: mcpReq._meta?.['clianta/idempotency-key'] });
        return standIn.answer(name, args);
      });
      return mcp;
    });
  const server = createServer((request, response) => {
    const { authorization } = request.headers;
    if (authorization !== 'Bearer wiki-key') {
      response.writeHead(401).end();
      return;
    }
    void toNodeHandler(handler(authorization))(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return standIn;
}
