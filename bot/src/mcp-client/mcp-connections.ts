import type { RemoteAnswer, RemoteCalls, RemoteTool } from '@clianta/agents/remote/remote-tool';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import { systemScope } from '@clianta/crm-core/entity/scope';
import { CliantaError, InvalidError, UpstreamError } from '@clianta/crm-core/errors';
import {
  McpServer,
  MOST_REMOTE_TOOLS,
  type OfferedTool,
  STDIO,
} from '@clianta/crm-core/integrations/mcp-server/mcp-server.schema';
import { hashOfTool, takeTools } from '@clianta/crm-core/integrations/mcp-server/take-tools';
import type { SecretBox } from '@clianta/crm-core/secrets/secret-box';
import { VERSION } from '@clianta/crm-core/version';
import { Client, type Tool as McpTool, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { remoteFetch } from './remote-fetch.ts';
import { type StdioPrograms, stdioTransport } from './stdio-programs.ts';

const LIMIT_MS = 30_000;
const MOST_PAGES = 10;
const LONGEST_DESCRIPTION = 4_000;
/** Characters of an answer that a step goes on with. */
const LONGEST_ANSWER = 25_000;

/** Where a server is, and what it is sent as Authorization. */
export interface ServerAddress {
  url: string;
  credential?: string | undefined;
}

const contextOf = (id: string) => `mcp-server:${id}`;

/** Talks to MCP servers: with no capability of a client, so what they ask of one (sampling, roots, elicitation) is refused. */
export class McpConnections implements RemoteCalls {
  readonly #crm: CrmCore;
  readonly #box: SecretBox;
  readonly #fetch: typeof fetch;
  readonly #programs: StdioPrograms;

  constructor(
    crm: CrmCore,
    box: SecretBox,
    {
      fetch = remoteFetch(),
      programs = new Map(),
    }: {
      fetch?: typeof globalThis.fetch;
      /** Those that whoever runs Clianta allows, by name. */
      programs?: StdioPrograms;
    } = {},
  ) {
    this.#crm = crm;
    this.#box = box;
    this.#fetch = fetch;
    this.#programs = programs;
  }

  seal(id: string, credential: string): string {
    return this.#box.seal(credential, contextOf(id));
  }

  /** The tools that a server offers by now. @throws UpstreamError when it does not answer as one */
  toolsAt(address: ServerAddress): Promise<OfferedTool[]> {
    return this.#with(address, AbortSignal.timeout(LIMIT_MS), (client) => offeredBy(client));
  }

  /**
   * Looks at a server's tools anew; what has become another goes off.
   *
   * @throws UpstreamError when it does not answer, which is kept with it
   */
  async look(workspaceId: string, id: string): Promise<void> {
    try {
      const offered = await this.toolsAt(await this.#addressOf(workspaceId, id));
      await this.#keep(workspaceId, id, offered);
    } catch (error) {
      if (!(error instanceof UpstreamError)) throw error;
      const problem = error.message.slice(0, 300);
      await this.#crm.records(McpServer).update(systemScope(workspaceId), id, { problem });
      throw error;
    }
  }

  async call(
    workspaceId: string,
    tool: RemoteTool,
    args: Record<string, unknown>,
    { key, signal }: { key: string; signal: AbortSignal },
  ): Promise<RemoteAnswer> {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(LIMIT_MS)]);
    const name = tool.name.slice(tool.name.indexOf('.') + 1);
    const address = await this.#addressOf(workspaceId, tool.serverId);
    const { tools } = await this.#crm.records(McpServer).get(systemScope(workspaceId), tool.serverId);
    if (!tools.some((one) => one.name === name && one.isOn && one.hash === tool.hash))
      throw offNow(tool.name);
    return this.#with(address, limit, async (client) => {
      // what it says of itself at this moment is what was agreed to, or nothing is called
      const offered = await offeredBy(client);
      if (offered.find((one) => one.name === name)?.hash !== tool.hash) {
        await this.#keep(workspaceId, tool.serverId, offered);
        throw offNow(tool.name);
      }
      const answer = await client.callTool(
        { name, arguments: args, _meta: { 'clianta/idempotency-key': key } },
        { timeout: LIMIT_MS, signal: limit },
      );
      const text = answer.content
        .map((part) => (part.type === 'text' ? part.text : `(${part.type.replace(/_/g, ' ')})`))
        .join('\n');
      return { text: cut(text, LONGEST_ANSWER), isError: answer.isError === true };
    });
  }

  async #keep(workspaceId: string, id: string, offered: OfferedTool[]): Promise<void> {
    const servers = this.#crm.records(McpServer);
    const { tools } = await servers.get(systemScope(workspaceId), id);
    await servers.update(systemScope(workspaceId), id, {
      tools: takeTools(tools, offered),
      checkedAt: this.#crm.now(),
      problem: null as never,
    });
  }

  async #addressOf(workspaceId: string, id: string): Promise<ServerAddress> {
    const found = await this.#crm.store
      .model(McpServer)
      .findOne({ _id: id, workspaceId, isDeleted: false })
      .select('url sealedCredential')
      .lean<{ url: string; sealedCredential?: string }>();
    if (!found) throw new InvalidError('This MCP server is not connected any more.');
    const { url, sealedCredential } = found;
    return {
      url,
      ...(sealedCredential && { credential: String(this.#box.open(sealedCredential, contextOf(id))) }),
    };
  }

  async #with<T>(
    { url, credential }: ServerAddress,
    signal: AbortSignal,
    work: (client: Client) => Promise<T>,
  ): Promise<T> {
    const client = new Client(
      { name: 'clianta', version: VERSION },
      { capabilities: {}, versionNegotiation: { mode: 'auto' } },
    );
    const program = STDIO.exec(url)?.[1];
    const transport =
      program === undefined
        ? new StreamableHTTPClientTransport(new URL(url), {
            fetch: this.#fetch,
            requestInit: { signal, ...(credential && { headers: { Authorization: credential } }) },
          })
        : stdioTransport(this.#programs, program);
    try {
      await client.connect(transport, { timeout: LIMIT_MS, signal });
      return await work(client);
    } catch (error) {
      if (error instanceof CliantaError) throw error;
      throw new UpstreamError(
        `The MCP server ${program ?? `at ${new URL(url).host}`} did not answer as one: ${error instanceof Error ? error.message.slice(0, 200) : 'no reason given'}`,
      );
    } finally {
      await client.close().catch(() => undefined);
    }
  }
}

const cut = (text: string, most: number) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);

const offNow = (name: string) =>
  new InvalidError(
    `${name} is off: it is not what was agreed to any more. An admin looks at it under Settings, MCP, and switches it on again.`,
  );

async function offeredBy(client: Client): Promise<OfferedTool[]> {
  const tools: OfferedTool[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES && tools.length < MOST_REMOTE_TOOLS; page++) {
    const answer = await client.listTools(cursor ? { cursor } : undefined, { timeout: LIMIT_MS });
    tools.push(...answer.tools.flatMap((tool) => asOffered(tool) ?? []));
    cursor = answer.nextCursor;
    if (!cursor) break;
  }
  return tools.slice(0, MOST_REMOTE_TOOLS);
}

/** A tool whose name no model can call is left out. */
function asOffered({ name, title, description, inputSchema, annotations }: McpTool): OfferedTool | undefined {
  if (!/^[\w-]{1,64}$/.test(name)) return undefined;
  const tool = {
    name,
    description: cut(description ?? title ?? name, LONGEST_DESCRIPTION),
    inputSchema: inputSchema as Record<string, unknown>,
    effect: annotations?.readOnlyHint === true ? ('read' as const) : ('ask' as const),
  };
  return { ...tool, hash: hashOfTool(tool) };
}
