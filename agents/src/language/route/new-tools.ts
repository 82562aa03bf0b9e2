import type { Agent } from '../../agent.ts';
import type { Catalogue, OwnedTool } from '../../catalogue.ts';
import type { Tool } from '../../tool.ts';
import { partsOf, spokenOf } from '../sayings.ts';
import { mask } from './mask.ts';
import type { RouteChoice } from './router.ts';
import type { RouterWeights } from './weights-file.ts';

type Bag = ReadonlyMap<string, number>;

interface KnownSaying {
  owned: OwnedTool;
  bag: Bag;
}

/** How like a saying a sentence must be to be worth as much as all that the weights offer. */
const EVEN = 0.13;
const STEEPNESS = 4;

/**
 * For tools that came after the weights were written: the likeness of a sentence to what is said to them (the cosine of
 * words that are rare and said to nobody else), put on one scale with the probabilities of the others, which make room for it.
 */
export function newTools(
  catalogue: Catalogue,
  weights: RouterWeights,
): (words: readonly string[], known: RouteChoice[]) => RouteChoice[] {
  const fresh = [...catalogue.tools].filter(
    ({ tool, agent }) =>
      !weights.tools.get(agent.name)?.classes.includes(tool.name) && isSpokenTo(agent, tool, weights),
  );
  if (fresh.length === 0) return (_, known) => known;
  const spoken = [...catalogue.tools].flatMap((owned) => saidTo(owned).map((words) => ({ owned, words })));
  const all = counted(spoken.map(({ words }) => words));
  const own = counted(spoken.filter(({ owned }) => fresh.includes(owned)).map(({ words }) => words));
  const rarity = (term: string) => Math.log((1 + spoken.length) / (1 + (all.get(term) ?? 0)));
  const sayings: KnownSaying[] = spoken
    .filter(({ owned }) => fresh.includes(owned))
    .map(({ owned, words }) => ({
      owned,
      // what is said to others as well tells little
      bag: weighted(bagOf(words, rarity), (term) => (own.get(term) ?? 0) / (all.get(term) ?? 1)),
    }));
  return (words, known) => {
    const bag = bagOf(words, rarity);
    const nearest = new Map(fresh.map((owned) => [owned, 0]));
    for (const saying of sayings)
      nearest.set(saying.owned, Math.max(nearest.get(saying.owned) ?? 0, likenessOf(bag, saying.bag)));
    const odds = [...nearest].map(([{ tool, agent }, likeness]) => ({
      agent: agent.name,
      tool: tool.name,
      odds: (likeness / EVEN) ** STEEPNESS,
    }));
    const total = odds.reduce((sum, one) => sum + one.odds, 1);
    return [
      ...known.map((choice) => ({ ...choice, probability: choice.probability / total })),
      ...odds.map((one) => ({ agent: one.agent, tool: one.tool, probability: one.odds / total })),
    ].sort((a, b) => b.probability - a.probability);
  };
}

/** Some tools are only called by others: nothing is said to them, though the agent is known or brings sayings. */
const isSpokenTo = ({ name: agent, sayings }: Agent, { name }: Tool, weights: RouterWeights) =>
  sayings ? name in sayings : !weights.tools.has(agent);

/** What is said to a tool, slots as names; of one without sayings, its own description and its agent's examples. */
function saidTo({ tool, agent }: OwnedTool): string[][] {
  const sayings = agent.sayings?.[tool.name];
  if (!sayings) return [`${tool.does} ${tool.description}`, ...agent.examples].map((text) => mask(text));
  return sayings.map((saying) =>
    partsOf(spokenOf(saying)).flatMap((part) => ('words' in part ? mask(part.words) : ['<name>'])),
  );
}

/** Words, and two that follow each other. */
const termsOf = (words: readonly string[]) => [
  ...words,
  ...words.flatMap((word, index) => (index > 0 ? [`${words[index - 1]} ${word}`] : [])),
];

/** In how many sayings each term is. */
function counted(all: readonly string[][]): Bag {
  const counts = new Map<string, number>();
  for (const words of all)
    for (const term of new Set(termsOf(words))) counts.set(term, (counts.get(term) ?? 0) + 1);
  return counts;
}

function bagOf(words: readonly string[], rarity: (term: string) => number): Bag {
  const bag = new Map(termsOf(words).map((term) => [term, rarity(term)]));
  const length = Math.hypot(...bag.values()) || 1;
  return weighted(bag, () => 1 / length);
}

const weighted = (bag: Bag, factor: (term: string) => number): Bag =>
  new Map([...bag].map(([term, weight]) => [term, weight * factor(term)]));

function likenessOf(one: Bag, other: Bag): number {
  let sum = 0;
  for (const [term, weight] of one) sum += weight * (other.get(term) ?? 0);
  return sum;
}
