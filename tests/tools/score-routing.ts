import { mask, type RouteChoice, type Router } from '@clianta/agents/language/route/router';
import { z } from 'zod';

const routingCase = z.object({
  id: z.string(),
  text: z.string(),
  /** The right ones. */
  agents: z.array(z.string()).min(1),
  /** Others that nobody would mind. */
  also: z.array(z.string()).default([]),
  kind: z.string().default('any'),
});
type RoutingCase = z.output<typeof routingCase>;

interface RoutedCase extends RoutingCase {
  /** Best first, each agent once with what its tools have together. */
  chosen: Array<{ agent: string; tool: string; probability: number }>;
  isRight: boolean;
  isNear: boolean;
}

interface Share {
  right: number;
  of: number;
}

export interface RoutingScore {
  cases: RoutedCase[];
  first: Share;
  firstThree: Share;
  byKind: Record<string, Share>;
  byAgent: Record<string, Share>;
  /** How often it is right where it says that it is so sure. */
  reliability: Record<string, Share>;
}

const SURE = [0.5, 0.7, 0.9];

/** @throws ZodError when a line is not of the form {id, text, agents, also, kind} */
export function readCases(lines: string): RoutingCase[] {
  return lines
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => routingCase.parse(JSON.parse(line)));
}

/** How often the router finds the agent, among its first and its first three. */
export function scoreRouting(cases: readonly RoutingCase[], router: Router): RoutingScore {
  const routed = cases.map((one): RoutedCase => {
    const chosen = byAgent(router.route(mask(one.text)));
    const isGood = ({ agent }: { agent: string }) => one.agents.includes(agent) || one.also.includes(agent);
    return {
      ...one,
      chosen: chosen.slice(0, 3),
      isRight: chosen.slice(0, 1).some(isGood),
      isNear: chosen.slice(0, 3).some(isGood),
    };
  });
  return {
    cases: routed,
    first: share(routed, ({ isRight }) => isRight),
    firstThree: share(routed, ({ isNear }) => isNear),
    byKind: shares(routed, ({ kind }) => kind),
    byAgent: shares(routed, ({ agents }) => String(agents[0])),
    reliability: Object.fromEntries(
      SURE.map((least) => [
        least,
        share(
          routed.filter(({ chosen }) => (chosen[0]?.probability ?? 0) >= least),
          ({ isRight }) => isRight,
        ),
      ]),
    ),
  };
}

function byAgent(choices: readonly RouteChoice[]): RouteChoice[] {
  const agents = new Map<string, RouteChoice>();
  for (const choice of choices) {
    const known = agents.get(choice.agent);
    if (known) known.probability += choice.probability;
    else agents.set(choice.agent, { ...choice });
  }
  return [...agents.values()].sort((a, b) => b.probability - a.probability);
}

const share = (cases: readonly RoutedCase[], isRight: (one: RoutedCase) => boolean): Share => ({
  right: cases.filter(isRight).length,
  of: cases.length,
});

function shares(cases: readonly RoutedCase[], keyOf: (one: RoutedCase) => string): Record<string, Share> {
  return Object.fromEntries(
    [...new Set(cases.map(keyOf))].map((key) => [
      key,
      share(
        cases.filter((one) => keyOf(one) === key),
        ({ isRight }) => isRight,
      ),
    ]),
  );
}
