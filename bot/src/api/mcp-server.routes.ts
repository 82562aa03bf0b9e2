import { requireAccess } from '@clianta/crm-core/entity/access';
import { newId } from '@clianta/crm-core/entity/ids';
import type { Scope } from '@clianta/crm-core/entity/scope';
import { validate } from '@clianta/crm-core/entity/validate';
import { McpServer } from '@clianta/crm-core/integrations/mcp-server/mcp-server.schema';
import { switchTool, takeTools } from '@clianta/crm-core/integrations/mcp-server/take-tools';
import { Router } from 'express';
import { requirePerson, scopeOfRequest } from './authentication.ts';
import { defineRoutes } from './define-routes.ts';
import { mcpToolSwitchSchema, newMcpServerSchema } from './mcp-server.schema.ts';
import { mcpPaths } from './openapi/mcp-paths.ts';

const END = 4;

/** What of MCP servers is more than their records: connecting, looking at their tools, and switching each on. */
export const mcpServerRoutes = defineRoutes({
  at: 'workspace',
  paths: mcpPaths,
  routes({ crm, mcp: connections }) {
    const router = Router({ mergeParams: true });
    const asSystem = (scope: Scope): Scope => ({ ...scope, role: 'system' });

    router.post('/mcp-servers/connect', async (request, response) => {
      requirePerson(request);
      const scope = await scopeOfRequest(crm, request);
      requireAccess(McpServer, scope, 'create');
      const { name, url, credential } = validate(newMcpServerSchema, request.body, 'MCP server');
      const tools = takeTools([], await connections.toolsAt({ url, credential }));
      const id = newId();
      const record = await crm.records(McpServer).create(
        asSystem(scope),
        {
          name,
          url,
          tools,
          checkedAt: crm.now(),
          ...(credential && {
            sealedCredential: connections.seal(id, credential),
            credentialEnd: credential.slice(-END),
          }),
        },
        { id },
      );
      response.status(201).json(record);
    });
    router.post('/mcp-servers/:id/look', async (request, response) => {
      const scope = await scopeOfRequest(crm, request);
      requireAccess(McpServer, scope, 'update');
      const { id } = await crm.records(McpServer).get(scope, String(request.params.id));
      await connections.look(scope.workspaceId, id);
      response.json(await crm.records(McpServer).get(scope, id));
    });
    router.post('/mcp-servers/:id/tools', async (request, response) => {
      requirePerson(request);
      const scope = await scopeOfRequest(crm, request);
      requireAccess(McpServer, scope, 'update');
      const { tool, isOn, hash } = validate(mcpToolSwitchSchema, request.body, 'tool');
      const { id, tools, version } = await crm.records(McpServer).get(scope, String(request.params.id));
      const next = { tools: switchTool(tools, tool, isOn, hash) };
      response.json(await crm.records(McpServer).update(asSystem(scope), id, next, { version }));
    });
    return router;
  },
});
