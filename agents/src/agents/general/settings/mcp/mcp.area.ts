import { requireAccess } from '@clianta/crm-core/entity/access';
import { InvalidError } from '@clianta/crm-core/errors';
import { McpServer } from '@clianta/crm-core/integrations/mcp-server/mcp-server.schema';
import { switchTool } from '@clianta/crm-core/integrations/mcp-server/take-tools';
import { z } from 'zod';
import { slot } from '../../../../slot.ts';
import type { Proposal, ToolResult } from '../../../../tool.ts';
import { listed } from '../../../../tools/format.ts';
import { type AreaArgs, defineArea } from '../setting-area.ts';
import { theServer } from './the-server.ts';

export const remoteShape = slot({ kind: 'text' }, z.string().max(120))
  .optional()
  .describe('Of MCP: a connected server or one of its tools, as "wiki" or "wiki.search"');

const input = z.strictObject({ remote: remoteShape });
type Args = AreaArgs<typeof input>;

const SAID = { turn_on: 'Turn on', turn_off: 'Turn off', disconnect: 'Disconnect' } as const;
const actionOf = ({ action }: Args) => z.enum(['turn_on', 'turn_off', 'disconnect']).parse(action);

/** Tools of connected MCP servers are switched by admins; servers are connected in the console, where keys are entered. */
export const mcpArea = defineArea({
  name: 'mcp',
  does: 'Changing the tools of MCP servers',
  about: 'tools of connected MCP servers; servers and keys are entered in the console only',
  actions: ['turn_on', 'turn_off', 'disconnect'],
  input,
  call: { entity: McpServer.name, operation: 'other' },
  example: 'turn on the MCP tool wiki.search',
  async propose(args, context): Promise<Proposal> {
    requireAccess(McpServer, context.scope, 'update');
    const { server, tool } = await theServer(context, args.remote);
    const action = actionOf(args);
    const names = toolsMeant(args, { server, tool });
    const what =
      action === 'disconnect'
        ? `the MCP server ${server.name}`
        : listed(names.map((name) => `${server.name}.${name}`));
    return {
      title: `${SAID[action]} ${what}`.slice(0, 200),
      preview: {
        count: names.length || 1,
        sample: server.tools
          .filter(({ name }) => names.includes(name))
          .map((one) => ({ title: `${server.name}.${one.name}`, detail: (one.changed ?? one).description })),
        changes: [],
        outside: `what ${server.url} says of itself`.slice(0, 200),
      },
      recordIds: [server.id],
      ...(action === 'disconnect' && { isDestructive: true }),
    };
  },
  async run(args, context): Promise<ToolResult> {
    const { crm, scope } = context;
    requireAccess(McpServer, scope, 'update');
    const { server, tool } = await theServer(context, args.remote);
    const action = actionOf(args);
    const servers = crm.records(McpServer);
    if (action === 'disconnect') {
      await servers.delete(scope, server.id);
      return done(server.id, 'deleted', `**${server.name}** is disconnected. Agents have its tools no more.`);
    }
    const names = toolsMeant(args, { server, tool });
    const tools = names.reduce((all, name) => switchTool(all, name, action === 'turn_on'), server.tools);
    await servers.update({ ...scope, role: 'system' }, server.id, { tools }, { version: server.version });
    const said = listed(names.map((name) => `**${server.name}.${name}**`));
    const isOne = names.length === 1;
    return done(
      server.id,
      'updated',
      action === 'turn_on'
        ? `${said} ${isOne ? 'is' : 'are'} on. Custom agents may have ${isOne ? 'it' : 'them'}: say “it may also use ${server.name}.${names[0]}” of one.`
        : `${said} ${isOne ? 'is' : 'are'} off.`,
    );
  },
});

function done(id: string, change: 'updated' | 'deleted', text: string): ToolResult {
  return { text, changes: [{ entity: McpServer.name, id, change }], isAnswer: true };
}

type Meant = Awaited<ReturnType<typeof theServer>>;

/** One tool, or all of a server that the action is news for. @throws InvalidError when there is none */
function toolsMeant(
  args: Args,
  { server, tool }: { server: Meant['server']; tool: Meant['tool'] | undefined },
) {
  const action = actionOf(args);
  if (action === 'disconnect') return [];
  if (tool) return [tool.name];
  const names = server.tools.filter(({ isOn }) => isOn === (action === 'turn_off')).map(({ name }) => name);
  if (names.length === 0)
    throw new InvalidError(`All tools of ${server.name} are ${action === 'turn_on' ? 'on' : 'off'} already.`);
  return names;
}
