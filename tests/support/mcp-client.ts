import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';

export interface McpTalker {
  client: Client;
  /** The text of a tool's answer. @throws Error for one that was refused, unless that is expected */
  say(name: string, args?: Record<string, unknown>, meta?: Record<string, unknown>): Promise<McpSaid>;
}

interface McpSaid {
  text: string;
  isError: boolean;
  data: Record<string, unknown>;
}

/** The official client of the Model Context Protocol, connected with a token. @param mode - which revision it speaks */
export async function anMcpClient(
  url: string,
  token: string,
  mode: 'legacy' | 'auto' = 'auto',
): Promise<McpTalker> {
  const client = new Client({ name: 'tests', version: '1' }, { versionNegotiation: { mode } });
  const headers = { Authorization: `Bearer ${token}` };
  await client.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } }));
  return {
    client,
    async say(name, args = {}, meta) {
      const answer = await client.callTool({ name, arguments: args, ...(meta && { _meta: meta }) });
      const text = answer.content.map((one) => (one.type === 'text' ? one.text : '')).join('\n');
      return {
        text,
        isError: answer.isError === true,
        data: (answer.structuredContent ?? {}) as Record<string, unknown>,
      };
    },
  };
}
