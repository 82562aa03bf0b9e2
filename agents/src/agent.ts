import type { Sayings } from './language/sayings.ts';
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
  /** The others cannot do without it: it is not switched off, and always does what it is asked. */
  isEssential?: boolean;
  /** What people say to each of its tools: from these the router learns and arguments are weighed. */
  sayings?: Sayings;
}

export function defineAgent(agent: Agent): Agent {
  return agent;
}
