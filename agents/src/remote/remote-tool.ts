import type { CrmCore } from '@clianta/crm-core/crm-core';
import type { Scope } from '@clianta/crm-core/entity/scope';
import { InvalidError } from '@clianta/crm-core/errors';
import { McpServer, type McpServerRecord } from '@clianta/crm-core/integrations/mcp-server/mcp-server.schema';
import { z } from 'zod';
import { defineTool, type Proposal, type Tool } from '../tool.ts';

/** A tool of an MCP server as a step has it: pinned, whatever the server says of it meanwhile. */
export interface RemoteTool {
  serverId: string;
  /** `wiki.search`. */
  name: string;
  description: string;
  /** JSON Schema. */
  inputSchema: Record<string, unknown>;
  effect: 'read' | 'ask';
  hash: string;
}

/** What a server answered. */
export interface RemoteAnswer {
  text: string;
  isError: boolean;
}

/** Calls tools of MCP servers: done where their keys can be opened. */
export interface RemoteCalls {
  /**
   * @param options.key - the same again is the same call, for servers that know it
   * @throws InvalidError when the tool is off, or has become another; UpstreamError when the server does not answer
   */
  call(
    workspaceId: string,
    tool: RemoteTool,
    args: Record<string, unknown>,
    options: { key: string; signal: AbortSignal },
  ): Promise<RemoteAnswer>;
}

/** Whether a name is that of a tool of an MCP server: those of the catalogue have no dot. */
export const isRemoteName = (name: string): boolean => name.includes('.');

/** The tools of the workspace's MCP servers that are switched on. */
export async function remoteToolsOf(crm: CrmCore, { workspaceId }: Scope): Promise<RemoteTool[]> {
  const { cached } = await crm.facts(workspaceId);
  const servers = (cached.get(McpServer.name) ?? []) as readonly McpServerRecord[];
  return servers.flatMap(({ id: serverId, name: server, tools }) =>
    tools
      .filter(({ isOn }) => isOn)
      .map(({ name, description, inputSchema, effect, hash }) => ({
        serverId,
        name: `${server}.${name}`,
        description,
        inputSchema,
        effect,
        hash,
      })),
  );
}

/**
 * The tool of an MCP server that is called so: “wiki.search”. Undefined for words that name none.
 *
 * @throws InvalidError for one that there is not, or that is off
 */
export async function remoteCalled(crm: CrmCore, scope: Scope, words: string): Promise<Tool | undefined> {
  const said = /^(?:the tool |use )?([a-z][a-z0-9-]*\.[\w-]+)$/i.exec(words.trim())?.[1];
  if (!said) return undefined;
  const all = await remoteToolsOf(crm, scope);
  const found = all.find(({ name }) => name.toLowerCase() === said.toLowerCase());
  if (found) return toolOfRemote(found);
  const there = all.map(({ name }) => name).join(', ');
  throw new InvalidError(
    `No tool ${said} of an MCP server is switched on.${there ? ` There are: ${there}.` : ' Admins connect them under Settings, MCP.'}`,
  );
}

/** Characters of a proposal's title. */
const LONGEST = 200;

/**
 * A tool of an MCP server as custom agents call it. What may change something there is asked about each time; what only reads
 * too, once the step follows words from outside: what it is called with leaves the house.
 */
export function toolOfRemote(remote: RemoteTool): Tool {
  const { name, description, inputSchema, effect } = remote;
  const [server = ''] = name.split('.');
  return defineTool({
    name,
    does: `Asking ${name}`,
    operation: 'other',
    description: `${description}\n(A tool of the MCP server “${server}”, outside of Clianta.)`,
    input: inputOf(inputSchema),
    effect: 'ask',
    async propose(args): Promise<Proposal | undefined> {
      if (effect === 'read') return undefined;
      const sample = Object.entries(args).map(([key, value]) => ({
        title: key,
        detail: typeof value === 'string' ? value : JSON.stringify(value),
      }));
      return {
        title: `Call ${name} of the MCP server “${server}”`.slice(0, LONGEST),
        preview: { count: 1, sample, changes: [] },
        recordIds: [],
      };
    },
    async run(args, { remoteCalls, scope, signal }) {
      if (!remoteCalls)
        throw new InvalidError(`${name} cannot be reached from here. Ask for it in the chat of the console.`);
      const key = scope.operation?.next() ?? '';
      const { text, isError } = await remoteCalls.call(scope.workspaceId, remote, args, { key, signal });
      return {
        text: isError ? `${name} could not do it: ${text}` : text || `${name} answered nothing.`,
        isOutside: `the MCP server “${server}”`,
        ...(isError && { outcome: 'failed' as const }),
      };
    },
  });
}

/** What a call is checked by; a schema that zod does not know is left to the server. */
function inputOf(schema: Record<string, unknown>): z.ZodObject {
  try {
    const input = z.fromJSONSchema(schema as never);
    if (input instanceof z.ZodObject) return input;
  } catch {
    // a dialect of its own
  }
  return z.looseObject({});
}

/** The one text that a tool is called with; undefined: it takes more, or something else. */
export function onlyText({ inputSchema }: RemoteTool): string | undefined {
  const { properties = {}, required } = inputSchema as {
    properties?: Record<string, { type?: unknown }>;
    required?: string[];
  };
  const needed = required ?? Object.keys(properties);
  const [only] = needed;
  return needed.length === 1 && only && properties[only]?.type === 'string' ? only : undefined;
}
