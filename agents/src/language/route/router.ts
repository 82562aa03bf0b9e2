import { readFileSync } from 'node:fs';
import type { Catalogue } from '../../catalogue.ts';
import { featuresOf } from './features.ts';
import { probabilitiesOf } from './linear-model.ts';
import { newTools } from './new-tools.ts';
import { decodeWeights, type RouterWeights } from './weights-file.ts';

export { mask } from './mask.ts';

/** A tool that a sentence may mean. */
export interface RouteChoice {
  agent: string;
  tool: string;
  /** Calibrated; those of one sentence sum to at most 1. */
  probability: number;
}

/** Which tool a sentence means; it fills no arguments. */
export interface Router {
  /**
   * Best first, every tool there is, those that Clianta cannot do yet among them (`cannotOf` tells). `small_talk` of the
   * generalAgent is no tool: a greeting, thanks, anger.
   *
   * @param words - as `mask` gives them
   */
  route(words: readonly string[]): RouteChoice[];
}

let shipped: RouterWeights | undefined;

/** The weights that `npm run train` wrote, read once. The bundle has a copy of the file beside it. */
export function shippedWeights(): RouterWeights {
  shipped ??= decodeWeights(readFileSync(new URL('./router.bin', import.meta.url)));
  return shipped;
}

/**
 * The router by its shipped weights.
 *
 * @param catalogue - tools in it that the weights have never heard of are scored by how near their own sayings are
 */
export function loadRouter(catalogue?: Catalogue): Router {
  let withNew: ((words: readonly string[], known: RouteChoice[]) => RouteChoice[]) | undefined;
  return {
    route(words) {
      const weights = shippedWeights();
      const known = routeBy(weights, words);
      if (!catalogue) return known;
      withNew ??= newTools(catalogue, weights);
      return withNew(words, known);
    },
  };
}

function routeBy({ agents, tools }: RouterWeights, words: readonly string[]): RouteChoice[] {
  const features = featuresOf(words);
  const choices: RouteChoice[] = [];
  for (const [index, share] of probabilitiesOf(agents, features).entries()) {
    const group = agents.classes[index] as string;
    const [agent = group] = group.split(' ');
    const model = tools.get(group);
    if (!model) continue;
    for (const [place, part] of probabilitiesOf(model, features).entries())
      choices.push({ agent, tool: model.classes[place] as string, probability: share * part });
  }
  return choices.sort((a, b) => b.probability - a.probability);
}
