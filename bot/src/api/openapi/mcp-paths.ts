import { McpServer } from '@clianta/crm-core/integrations/mcp-server/mcp-server.schema';
import { mcpToolSwitchSchema, newMcpServerSchema } from '../mcp-server.schema.ts';
import { schemaOf } from './json-schema.ts';
import { answers, type Json, json, path, ref } from './parts.ts';

const BASE = '/api/workspaces/{workspaceId}/mcp-servers';

const body = (schema: Parameters<typeof schemaOf>[0]) => ({
  requestBody: { required: true, ...json(schemaOf(schema, 'input')) },
});

/** What MCP servers have besides other records. Programs that speak MCP call `/mcp`, which describes itself. */
export function mcpPaths(): Json {
  const tags = [McpServer.domain];
  const whole = answers(ref('McpServer'));
  return {
    [`${BASE}/connect`]: {
      post: {
        operationId: 'connectMcpServer',
        tags,
        summary: 'Connect a server; its tools are listed, and off',
        parameters: [path('workspaceId')],
        ...body(newMcpServerSchema),
        responses: answers(ref('McpServer'), 'Connected', '201'),
      },
    },
    [`${BASE}/{id}/look`]: {
      post: {
        operationId: 'lookAtMcpServer',
        tags,
        summary: 'Look at its tools anew; one that has become another goes off',
        parameters: [path('workspaceId'), path('id')],
        responses: whole,
      },
    },
    [`${BASE}/{id}/tools`]: {
      post: {
        operationId: 'switchMcpTool',
        tags,
        summary: 'Switch one of its tools on, as it is now, or off',
        parameters: [path('workspaceId'), path('id')],
        ...body(mcpToolSwitchSchema),
        responses: whole,
      },
    },
  };
}
