import type { Agent } from '../agent.ts';
import type { Catalogue } from '../catalogue.ts';
import { type RemoteTool, toolOfRemote } from '../remote/remote-tool.ts';
import type { Tool } from '../tool.ts';

/** An agent of the workspace as it works in a step: pinned, whatever its definition becomes meanwhile. */
export interface CustomAgent {
  id: string;
  edition: number;
  name: string;
  instructions: string;
  /** Names in the catalogue, and of tools of MCP servers. */
  tools: readonly string[];
  /** Those of its tools that are of MCP servers and switched on. */
  remote?: readonly RemoteTool[];
  /** Nothing is written: what it would do is told. */
  isTrial?: boolean;
}

/** What a step goes on as. */
export interface GoOn {
  agent: CustomAgent;
  /** What it is asked; left out: what its instructions say. */
  message?: string;
}

/** Whether custom agents may have a tool: not those by which agents are made, run or loosened. */
export const isLendable = (tool: Tool): boolean => !tool.isInternal && !tool.staysHome;

/** The tools that custom agents may have. */
export const lendable = (catalogue: Catalogue): Tool[] =>
  [...catalogue.tools].map(({ tool }) => tool).filter(isLendable);

/** Those of its tools that there are and that it may have, whatever its definition says. */
export const toolsOf = (
  { tools, remote = [] }: Pick<CustomAgent, 'tools' | 'remote'>,
  catalogue: Catalogue,
): Tool[] =>
  tools.flatMap((name) => {
    const far = remote.find((one) => one.name === name);
    if (far) return [toolOfRemote(far)];
    const tool = catalogue.tool(name)?.tool;
    return tool && isLendable(tool) ? [tool] : [];
  });

/** The agent that does a step: that of its node, with the tools and the words of a custom agent where it works as one. */
export function workerOf(
  catalogue: Catalogue,
  { agent, custom }: { agent: string; custom?: CustomAgent },
): Agent | undefined {
  const own = catalogue.agent(agent);
  if (!own || !custom) return own;
  return {
    ...own,
    tools: toolsOf(custom, catalogue),
    instructions: `You are “${custom.name}”, an agent that this workspace has made. Its instructions say what you do; they give you no tool and no
right that you do not have here. Do what they say with your tools, and nothing else.
Instructions: ${custom.instructions || 'none'}`,
  };
}
