import { catalogue } from '../../registry.ts';
import { mask } from './mask.ts';
import type { RouteChoice } from './router.ts';

/** How near the words are to what is known to be said to each tool. */
export function similarTools(words: readonly string[]): RouteChoice[] {
  const asked = new Set(words);
  const scores = [...catalogue.tools].map(({ tool, agent }) => {
    const known = new Set([tool.description, tool.does, ...agent.examples].flatMap((text) => mask(text)));
    const shared = [...asked].filter((word) => known.has(word)).length;
    return { agent: agent.name, tool: tool.name, shared: shared / Math.sqrt(known.size) };
  });
  const total = scores.reduce((sum, { shared }) => sum + shared, 1);
  return scores
    .map(({ agent, tool, shared }) => ({ agent, tool, probability: shared / total }))
    .sort((a, b) => b.probability - a.probability);
}
