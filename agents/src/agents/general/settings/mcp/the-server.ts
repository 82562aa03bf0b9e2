import { InvalidError } from '@clianta/crm-core/errors';
import {
  type KnownTool,
  McpServer,
  type McpServerRecord,
} from '@clianta/crm-core/integrations/mcp-server/mcp-server.schema';
import type { ToolContext } from '../../../../tool.ts';
import { AskBack } from '../../../../tools/ask-back.ts';

const MOST_OPTIONS = 6;

export async function allServers({ crm, scope }: ToolContext): Promise<McpServerRecord[]> {
  return (await crm.records(McpServer).find(scope, { sort: 'name', limit: 100 })).records;
}

/** "create page" means create_page. */
const plainName = (tool: string) => tool.toLowerCase().replace(/[\s_-]/g, '');

/** "our wiki" and "the wiki's tools" are called wiki; of "wiki.search" the second part is a tool. */
function partsOf(words: string | undefined): { server: string; tool: string | undefined } {
  const plain = (words ?? '')
    .trim()
    .toLowerCase()
    .replace(/^(?:the|our|my) /, '')
    .replace(/(?:['’]s)?(?: mcp)?(?: (?:server|tools?))?$/, '')
    .trim();
  const [server = '', ...tool] = plain.split(/\s*\.\s*/);
  return { server, tool: tool.length > 0 ? tool.join('.') : undefined };
}

/**
 * The server that is meant, and the tool of it: "wiki.search", "wiki", or the only server there is.
 *
 * @throws InvalidError when there is none of that name, AskBack when several could be meant
 */
export async function theServer(
  context: ToolContext,
  words: string | undefined,
): Promise<{ server: McpServerRecord; tool?: KnownTool }> {
  const all = await allServers(context);
  const { server: name, tool } = partsOf(words);
  const byName = all.filter((one) => one.id === words || one.name === name);
  const fitting = byName.length > 0 || name ? byName : all;
  const [server, ...more] = fitting;
  if (server && more.length === 0) {
    if (tool === undefined) return { server };
    const known = server.tools.find((one) => plainName(one.name) === plainName(tool));
    if (known) return { server, tool: known };
    throw new InvalidError(
      `The MCP server ${server.name} has no tool “${tool}”. It has: ${server.tools.map((one) => one.name).join(', ') || 'none'}.`,
    );
  }
  if (!server) throw new InvalidError(noServer(all, name));
  throw new AskBack({
    text: 'Which MCP server do you mean?',
    options: fitting
      .slice(0, MOST_OPTIONS)
      .map(({ name: label, url }) => ({ label, detail: url, value: label })),
    argument: 'remote',
  });
}

function noServer(all: readonly McpServerRecord[], name: string): string {
  if (all.length === 0)
    return 'No MCP server is connected. An admin connects one under Settings, MCP: its address and its key are entered there.';
  return `There is no MCP server “${name}”. There are: ${all.map((one) => one.name).join(', ')}.`;
}
