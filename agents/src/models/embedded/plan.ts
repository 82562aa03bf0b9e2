import type { AgentName, ToolName } from '../../tools/inputs.ts';
import { agentTools, toolInputs } from '../../tools/inputs.ts';
import type { Draft } from './frames/frame.ts';
import type { Command } from './language-context.ts';

const owners = new Map(
  (Object.entries(agentTools) as Array<[AgentName, readonly ToolName[]]>).flatMap(([agent, tools]) =>
    tools.map((tool) => [tool, agent] as const),
  ),
);

/** What is taken off when the arguments do not pass the tool's own check. */
const INVALID_PENALTY = 0.5;

/** A draft as a command, checked against the tool's input. */
export function commandOf(draft: Draft, span: string): Command {
  const isValid = toolInputs[draft.tool].safeParse(draft.args).success;
  return {
    agent: owners.get(draft.tool) ?? 'generalAgent',
    tool: draft.tool,
    args: draft.args,
    confidence: Math.max(
      0,
      Math.min(1, Math.round((draft.confidence - (isValid ? 0 : INVALID_PENALTY)) * 100) / 100),
    ),
    dependsOnPrevious: draft.needsPrevious ?? false,
    span,
  };
}

/** 0 to 1: under 0.3 for one command, to 0.7 for two or three agents, above for more (AGENTS.md). */
export function complexityOf(commands: readonly Command[]): number {
  const agents = new Set(commands.map((command) => command.agent)).size;
  const first = commands[0];
  if (commands.length <= 1) return Math.min(0.29, 0.05 + 0.03 * Object.keys(first?.args ?? {}).length);
  if (agents === 1) return Math.min(0.45, 0.25 + 0.05 * commands.length);
  if (agents <= 3) return Math.min(0.7, 0.2 + 0.15 * agents + 0.05 * (commands.length - agents));
  return Math.min(1, 0.6 + 0.05 * agents + 0.02 * commands.length);
}
