export interface AgentSummary {
  name: string;
  description: string;
  examples: string[];
}

/** Longer examples do not read at a glance. */
const MAX_LENGTH = 80;

/** A few things to say, from different agents first, so that they show the breadth. */
export function pickPrompts(agents: readonly AgentSummary[], count: number): string[] {
  const lists = agents.map((agent) => agent.examples.filter((example) => example.length <= MAX_LENGTH));
  const rounds = Math.max(0, ...lists.map((list) => list.length));
  const picked = new Set<string>();
  for (let round = 0; round < rounds; round += 1) {
    for (const list of lists) {
      const example = list[round];
      if (example && picked.size < count) picked.add(example);
    }
  }
  return [...picked];
}
