import type { Catalogue } from '../catalogue.ts';
import { Catalogue as Shelf } from '../catalogue.ts';
import type { Command, LanguageContext } from '../language/language-context.ts';
import { understand } from '../language/understand.ts';
import { onlyText } from '../remote/remote-tool.ts';
import type { Tool } from '../tool.ts';
import { listed } from '../tools/format.ts';
import { type CustomAgent, type GoOn, toolsOf } from './custom-agent.ts';

/** Below this a reading with the few tools of an agent is a guess. */
const SURE = 0.75;

/** What the language engine makes of a request with the tools of one agent. */
export interface Within {
  /** What it does; none: nothing that was said fits its tools. */
  commands: Command[];
  /** What was asked and is not for it, in words. */
  left: string[];
}

/**
 * Reads a request for a custom agent: as everybody's, of which it does what it has tools for; else by the router and the
 * sayings of its tools alone.
 */
export async function readWithin(
  text: string,
  agent: Pick<CustomAgent, 'tools' | 'remote'>,
  context: LanguageContext,
  catalogue: Catalogue,
): Promise<Within> {
  const tools = new Set(toolsOf(agent, catalogue).map(({ name }) => name));
  const read = await understand(text, context, catalogue);
  const all = read.kind === 'commands' ? read.commands : [];
  const own = all.filter(({ tool }) => tools.has(tool));
  const left = all.filter(({ tool }) => !tools.has(tool)).map(({ span }) => span);
  if (own.length > 0) return { commands: own, left };
  // what was surely asked of somebody else is not bent to fit
  if (all.some(({ confidence }) => confidence >= SURE)) return { commands: [], left };
  const few = await understand(text, context, shelfOf(tools, catalogue));
  const commands = few.kind === 'commands' ? few.commands : [];
  const isSure = commands.every(({ tool, confidence }) => tools.has(tool) && confidence >= SURE);
  if (isSure && commands.length > 0) return { commands, left };
  return { commands: asked(text, agent), left };
}

/** A request that no tool of the catalogue fits is what the only tool that takes a text is asked. */
function asked(text: string, { remote = [] }: Pick<CustomAgent, 'remote'>): Command[] {
  const [only, ...more] = remote.flatMap((tool) => {
    const argument = tool.effect === 'read' ? onlyText(tool) : undefined;
    return argument ? [{ tool, argument }] : [];
  });
  if (!only || more.length > 0) return [];
  const { tool, argument } = only;
  return [
    {
      agent: 'dynamicAgent',
      tool: tool.name,
      args: { [argument]: text },
      confidence: SURE,
      dependsOnPrevious: false,
      span: text,
    },
  ];
}

/** The same agents with those tools alone. */
function shelfOf(names: ReadonlySet<string>, { agents, entities }: Catalogue): Catalogue {
  const own = agents.map((agent) => ({ ...agent, tools: agent.tools.filter(({ name }) => names.has(name)) }));
  return new Shelf(own, entities.values());
}

/** What a custom agent reads first: what it was told, else, asked for nothing in particular, its instructions. */
export const askedOf = ({ agent, message }: GoOn): string => message ?? (agent.instructions || agent.name);

const doing = ({ does }: Tool) => `${does.charAt(0).toLowerCase()}${does.slice(1)}`;

/** The honest answer to what an agent has no tool for. */
export function notForIt(agent: CustomAgent, catalogue: Catalogue): string {
  const able = toolsOf(agent, catalogue).map(doing);
  return `That is nothing **${agent.name}** can do. It is for ${listed(able)}.`;
}
