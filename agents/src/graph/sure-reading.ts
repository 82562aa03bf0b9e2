import type { Catalogue } from '../catalogue.ts';
import type { Command } from '../language/language-context.ts';

/** Below this the language engine's choice of agent is not trusted when a router model is there to ask. */
const SURE = 0.75;

/** Whether a reading may go ahead without a router model: of what writes, every word has to be used as well. */
export function isSureReading(catalogue: Catalogue, commands: readonly Command[]): boolean {
  const isSure = (command: Command) =>
    command.confidence >= SURE && (command.isAccounted !== false || reads(catalogue, command));
  return commands.length > 0 && commands.every(isSure);
}

/** Whether a command changes nothing. */
export function reads(catalogue: Catalogue, { agent, tool }: Command): boolean {
  const owned = catalogue.tool(tool);
  return owned?.agent.name === agent && owned.tool.effect === 'read';
}
