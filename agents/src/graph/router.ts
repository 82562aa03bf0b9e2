import { logger } from '@clianta/crm-core/logger';
import { HumanMessage, SystemMessage } from '@langchain/core/messages';
import { z } from 'zod';
import type { Agent } from '../agent.ts';
import { askModel } from '../models/ask-model.ts';
import { wordsOf } from '../models/model-answer.ts';
import { spendTokens } from './spend-tokens.ts';
import type { TurnRuntime } from './turn-runtime.ts';

/**
 * Whom a router model chooses from: the likeliest agents, as many as it takes until the right one is surely among them.
 * Where the words say little, that is everybody.
 */
const OFFERED = 7;
const OFFERED_PROBABILITY = 0.95;

const routingSchema = z.object({
  agents: z.array(z.string()).min(1).max(4),
  mode: z.enum(['parallel', 'sequential']).default('sequential'),
});
export type Routing = z.output<typeof routingSchema>;

/**
 * Asks the small model which agents are needed.
 *
 * @param most - agents that it may name
 * @param exclude - an agent that has said already that it cannot do it
 * @returns undefined when there is no router model, or it fails or names nobody that there is
 */
export async function askRouter(
  runtime: TurnRuntime,
  request: string,
  most: number,
  exclude?: string,
): Promise<Routing | undefined> {
  const router = runtime.models.routerModel?.();
  if (!router) return undefined;
  const offered = agentsFor(runtime, request, exclude);
  const list = offered.map((agent) => `${agent.name}: ${agent.description}`).join('\n');
  const instructions = `Choose who handles the request, at most ${most}. Answer only with JSON {"agents": [names], "mode": "parallel" or "sequential"}.\n${list}`;
  try {
    const messages = [new SystemMessage(instructions), new HumanMessage(request)];
    const { signal, limits, models } = runtime;
    const { inUse } = models;
    const answer = await spendTokens(runtime, messages, [], () =>
      askModel(router, messages, {
        name: inUse.routerModel ?? inUse.provider,
        signal,
        timeoutMs: limits.routerMs,
      }),
    );
    const json = /\{[\s\S]*\}/.exec(wordsOf(answer))?.[0];
    const { agents, mode } = routingSchema.parse(JSON.parse(json ?? ''));
    const known = [...new Set(agents)].filter((name) => offered.some((agent) => agent.name === name));
    return known.length > 0 ? { agents: known.slice(0, most), mode } : undefined;
  } catch (error) {
    logger.warn({ err: error, turnId: runtime.turnId }, 'the router model failed');
    return undefined;
  }
}

/** The likeliest agents, or all where nobody knows which are. */
function agentsFor(
  { catalogue, likeliest }: TurnRuntime,
  request: string,
  exclude?: string,
): readonly Agent[] {
  const others = catalogue.agents.filter(({ name }) => name !== exclude);
  // who was likeliest has been wrong already
  const likely = exclude ? [] : (likeliest?.(request) ?? []);
  const ranked = [...likely]
    .sort((a, b) => b.probability - a.probability)
    .flatMap(({ agent, probability }) => {
      const known = others.find(({ name }) => name === agent);
      return known ? [{ known, probability }] : [];
    });
  let sum = 0;
  const enough = ranked.findIndex(({ probability }, at) => {
    sum += probability;
    return at + 1 >= OFFERED && sum >= OFFERED_PROBABILITY;
  });
  if (ranked.length === 0) return others;
  return ranked.slice(0, enough < 0 ? ranked.length : enough + 1).map(({ known }) => known);
}
