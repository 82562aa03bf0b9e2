import { systemScope } from '@clianta/crm-core/entity/scope';
import { McpServer } from '@clianta/crm-core/integrations/mcp-server/mcp-server.schema';
import { hashOfTool, takeTools } from '@clianta/crm-core/integrations/mcp-server/take-tools';
import { describe, expect } from 'vitest';
import { apiTest } from '../../support/api-fixtures.ts';
import { request } from '../../support/api-server.ts';

const SEARCH = {
  name: 'search',
  description: 'Searches the wiki.',
  inputSchema: { type: 'object' },
  effect: 'read' as const,
};
const tool = { ...SEARCH, hash: hashOfTool(SEARCH) };

const it = apiTest.extend('wiki', async ({ server, sam }) => {
  const servers = server.product.crm.records(McpServer);
  const scope = systemScope(sam.workspaceId);
  const known = await servers.findOne(scope, { name: 'wiki' });
  if (known) return known;
  const values = { name: 'wiki', url: 'https://wiki.example/mcp', tools: takeTools([], [tool]) };
  return servers.create(scope, values);
});

describe('MCP servers by the API', () => {
  it('are connected by admins, at public addresses, by one word', async ({ sam, tom, server }) => {
    const good = { name: 'erp', url: 'https://erp.example/mcp' };
    expect((await tom.call('POST', '/mcp-servers/connect', good)).status).toBe(403);
    for (const wrong of [
      { name: 'Our ERP' },
      { url: 'https://10.0.0.1/mcp' },
      { url: 'http://erp.example/mcp' },
    ])
      expect((await sam.call('POST', '/mcp-servers/connect', { ...good, ...wrong })).status).toBe(400);
    const { body } = await sam.call('POST', '/api-tokens/issue', { name: 'Script', access: 'write' });
    const path = `${server.url}/api/workspaces/${sam.workspaceId}/mcp-servers/connect`;
    const byToken = await request(path, 'POST', good, { authorization: `Bearer ${body.token}` });
    expect(byToken.status).toBe(403);
  });

  it('have each tool switched on as it was shown, and by nobody else', async ({ sam, tom, wiki }) => {
    const turn = (by: typeof sam, hash: string) =>
      by.call('POST', `/mcp-servers/${wiki.id}/tools`, { tool: 'search', isOn: true, hash });
    expect((await turn(tom, tool.hash)).status).toBe(403);
    const unseen = await turn(sam, 'another');
    expect(unseen.status).toBe(400);
    expect(unseen.body.error.message).toContain('has changed since it was shown');
    expect((await turn(sam, tool.hash)).body.tools).toMatchObject([{ name: 'search', isOn: true }]);
  });

  it('are not written around that', async ({ sam, wiki }) => {
    const change = { tools: [{ ...tool, isOn: true, description: 'Mine.' }] };
    const { status } = await sam.call('PATCH', `/mcp-servers/${wiki.id}`, change);
    const { body } = await sam.call('GET', `/mcp-servers/${wiki.id}`);
    expect(status).toBe(400);
    expect(JSON.stringify(body)).not.toContain('Mine.');
    expect(body).not.toHaveProperty('sealedCredential');
  });
});
