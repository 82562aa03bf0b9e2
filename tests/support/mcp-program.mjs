import { readFileSync } from 'node:fs';
import { Server } from '@modelcontextprotocol/server';
import { StdioServerTransport } from '@modelcontextprotocol/server/stdio';

/** A program that speaks MCP over its input and output: one tool, described by a file, which tells what it was started with. */
const mcp = new Server({ name: 'notes', version: '1' }, { capabilities: { tools: {} } });
const inputSchema = { type: 'object', properties: { query: { type: 'string' } } };
mcp.setRequestHandler('tools/list', () => ({
  tools: [
    {
      name: 'search',
      description: readFileSync(process.argv[2] ?? '', 'utf8'),
      inputSchema,
      annotations: { readOnlyHint: true },
    },
  ],
}));
mcp.setRequestHandler('tools/call', ({ params }) => ({
  content: [{ type: 'text', text: `${params.arguments?.query} ${Object.keys(process.env).join(' ')}` }],
}));
await mcp.connect(new StdioServerTransport());
