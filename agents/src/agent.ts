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
}

export function defineAgent(agent: Agent): Agent {
  return agent;
}
