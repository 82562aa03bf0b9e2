import {
  type KnownTool,
  McpServer,
  type McpServerRecord,
} from '@clianta/crm-core/integrations/mcp-server/mcp-server.schema';
import type { ToolContext, ToolResult } from '../../../../tool.ts';
import { counted } from '../../../../tools/format.ts';
import { allServers, theServer } from './the-server.ts';

const EFFECTS: Readonly<Record<KnownTool['effect'], string>> = {
  read: 'reads',
  ask: 'may change something there, so it asks each time',
};
const OUTSIDE = 'what an MCP server says of itself';
/** Characters of a description in a list. */
const SHORT = 160;

/** How a program is let in: its address, where it signs in, or a token, which is made in the console. @param name - the program, as "Claude" */
export function howToConnect({ crm }: ToolContext, name: string | undefined): ToolResult {
  const who = name ? name.charAt(0).toUpperCase() + name.slice(1) : 'A program such as Claude';
  return {
    text: `${who} connects by MCP: to **${crm.links.address('/mcp')}**. It signs in there, and you are asked in your browser how far it may go. A program that cannot sign in sends an API token, which is shown once, so it is made in the console: Settings, [API tokens](${crm.links.address('/settings/tokens')}), Make a token${name ? `; call it “${name}”` : ''}. One that **reads** changes nothing; choose deals alone if it shall see nothing else. One that **asks** may also propose what you then decide here.`,
    suggestions: ['Which API tokens are there?', 'Which MCP servers are connected?'],
    isAnswer: true,
  };
}

/**
 * The connected servers and their tools with what they do; or one tool, and why it is off.
 *
 * @param words - "wiki", "wiki.search"; absent: all
 */
export async function mcpShown(context: ToolContext, words: string | undefined): Promise<ToolResult> {
  const { crm } = context;
  const meant = words ? await theServer(context, words) : undefined;
  if (meant?.tool) return { text: whyOff(meant.server, meant.tool), isOutside: OUTSIDE, isAnswer: true };
  const servers = meant ? [meant.server] : await allServers(context);
  if (servers.length === 0)
    return {
      text: `No MCP server is connected. An admin connects one under Settings, [MCP](${crm.links.address('/settings/mcp')}); its address and key are entered there, and each of its tools is switched on. Programs such as Claude connect to ${crm.links.address('/mcp')}.`,
      isAnswer: true,
    };
  return {
    text: [`${counted(servers.length, McpServer.label)}:`, ...servers.map(serverInWords)].join('\n\n'),
    isOutside: OUTSIDE,
    isAnswer: true,
  };
}

function serverInWords({ name, url, tools, problem }: McpServerRecord): string {
  const lines = tools.map(
    (tool) =>
      `- **${name}.${tool.name}** (${stateOf(tool)}; ${EFFECTS[tool.effect]}): ${tool.description.slice(0, SHORT)}`,
  );
  return [
    `**${name}** at ${url}${problem ? `, which did not answer: ${problem}` : ''}`,
    ...(lines.length > 0 ? lines : ['- It offers no tools.']),
  ].join('\n');
}

const stateOf = ({ isOn, changed }: KnownTool) => (isOn ? 'on' : changed ? 'off, it has changed' : 'off');

function whyOff({ name: server }: McpServerRecord, { name, changed, isOn, ...tool }: KnownTool): string {
  const full = `${server}.${name}`;
  if (isOn) return `**${full}** is on: it ${EFFECTS[tool.effect]}. “${tool.description}”`;
  if (!changed)
    return `**${full}** is off: nobody has switched it on. It ${EFFECTS[tool.effect]}. “${tool.description}”\n\nAn admin says “turn on the MCP tool ${full}”.`;
  const what = [
    ...(changed.description === tool.description ? [] : ['its description']),
    ...(JSON.stringify(changed.inputSchema) === JSON.stringify(tool.inputSchema)
      ? []
      : ['what it is called with']),
    ...(changed.effect === tool.effect ? [] : ['what it does there']),
  ];
  return [
    `**${full}** is off: ${what.join(' and ') || 'it'} changed since it was agreed to.`,
    `Agreed to: “${tool.description}” It ${EFFECTS[tool.effect]}, and is called with ${inputInWords(tool.inputSchema)}.`,
    `Now: “${changed.description}” It ${EFFECTS[changed.effect]}, and is called with ${inputInWords(changed.inputSchema)}.`,
    `If that is fine, an admin says “turn on the MCP tool ${full}”.`,
  ].join('\n\n');
}

function inputInWords({ properties }: Record<string, unknown>): string {
  const names = typeof properties === 'object' && properties !== null ? Object.keys(properties) : [];
  return names.join(', ') || 'nothing';
}
