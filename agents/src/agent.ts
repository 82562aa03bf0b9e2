import type { Sayings } from './language/read/sayings/read-tool.ts';
import type { Tool } from './tool.ts';

/** A specialist: what it is for, how it works, and the few tools it may use. */
export interface Agent {
  name: string;
  /** One sentence; the router reads it. */
  description: string;
  /** Role, limits, when to hand back, form of the answer. */
  instructions: string;
  /** At most 8; each belongs to one agent. */
  tools: readonly Tool[];
  /** Things people say to it: suggested prompts, help, routing tests. */
  examples: readonly string[];
  /** How people ask for each of its tools, by the tool's name; places for arguments in braces. */
  sayings?: Readonly<Record<string, Sayings>>;
}

export function defineAgent(agent: Agent): Agent {
  return agent;
}
