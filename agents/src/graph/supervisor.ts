import { logger } from '@clianta/crm-core/logger';
import { HumanMessage, SystemMessage } from '@langchain/core/messages';
import { Command } from '@langchain/langgraph';
import { z } from 'zod';
import type { Catalogue } from '../catalogue.ts';
import type { Command as LanguageCommand, Understanding } from '../language/language-context.ts';
import { understand } from '../language/understand.ts';
import { complexityOf } from './complexity.ts';
import { dispatch } from './coordinator.ts';
import { plans } from './plans.ts';
import type { Step, TurnStateValue } from './state.ts';
import { type NodeConfig, runtimeOf, type TurnRuntime } from './turn-runtime.ts';

/** The tool that asks which call is meant. */
const OFFER = 'offer_readings';
/** Below this the language engine's choice of agent is not trusted when a router model is there to ask. */
const SURE = 0.75;

/** Decides who works: a known call, one agent, or a plan. Costs no model call unless the engine is unsure. */
export async function supervise(state: TurnStateValue, config: NodeConfig): Promise<Command> {
  const runtime = runtimeOf(config);
  const { message } = state;
  const {
    steps,
    route,
    routerCalls = 0,
  } = state.direct ? direct(message, state.direct) : await decideRoute(runtime, message);
  const { update, goto } = dispatch({ message, steps, outcomes: {}, dispatched: [] }, runtime);
  return new Command({ update: { steps, route, routerCalls, ...(update as object) }, goto: goto ?? [] });
}

interface Route {
  steps: Step[];
  route: string;
  routerCalls?: number;
}

function direct(message: string, call: NonNullable<TurnStateValue['direct']>): Route {
  return {
    route: `direct: ${call.tool}`,
    steps: [
      stepFor('s1', call.agent, message, { calls: [{ id: 'call_0', tool: call.tool, args: call.args }] }),
    ],
  };
}

function stepFor(id: string, agent: string, goal: string, more: Partial<Step> = {}): Step {
  const title = agent.replace(/Agent$/, '');
  return {
    id,
    agent,
    title: `Asking the ${title} agent`,
    brief: { goal, records: [], constraints: [] },
    after: [],
    ...more,
  };
}

async function decideRoute(runtime: TurnRuntime, message: string): Promise<Route> {
  const understanding = await understand(message, runtime.language, runtime.catalogue);
  if (understanding.kind === 'plan') {
    const plan = plans.find((candidate) => candidate.name === understanding.plan);
    if (plan) {
      return {
        route: `plan ${plan.name}`,
        steps: plan.steps(message, understanding.args, [...runtime.language.focus].slice(0, 4)),
      };
    }
  }
  if (understanding.kind === 'commands' && understanding.commands.length > 0) {
    const isSure = understanding.commands.every((command) => command.confidence >= SURE);
    if (isSure || !runtime.models.routerModel)
      return commandRoute(runtime, message, understanding.commands, isSure);
  }
  const routed = await askRouter(runtime, message, understanding);
  if (routed) return routed;
  if (understanding.kind === 'ask') return offered(message, understanding.offers);
  return generalRoute(message, understanding);
}

/** A person says which of the calls is meant. */
function offered(message: string, offers: readonly LanguageCommand[]): Route {
  const calls = offers.map(({ tool, args }) => ({ tool, args }));
  const call = { id: 'call_0', tool: OFFER, args: { calls } };
  return {
    steps: [stepFor('s1', 'generalAgent', message, { calls: [call], isQuestion: true })],
    route: 'asked back',
  };
}

/** Neighbouring commands of one agent are one step; others are steps of their own, in parallel unless they depend. */
function commandRoute(
  { catalogue }: TurnRuntime,
  message: string,
  commands: LanguageCommand[],
  isSure: boolean,
): Route {
  const groups: LanguageCommand[][] = [];
  for (const command of commands) {
    const last = groups.at(-1);
    if (last?.[0]?.agent === command.agent) last.push(command);
    else groups.push([command]);
  }
  const steps = groups.map((group, index) =>
    stepFor(
      `s${index + 1}`,
      String(group[0]?.agent),
      groups.length === 1 ? message : group.map((one) => one.span).join('\n'),
      {
        commands: group,
        ...(isSure && group.every((command) => reads(catalogue, command)) && { isQuestion: true }),
        after: index > 0 && needsEarlier(catalogue, group) ? [`s${index}`] : [],
      },
    ),
  );
  const names = commands.map((command) => command.tool).join(', ');
  return {
    steps,
    route: steps.length === 1 ? `single agent: ${names}` : `plan of ${steps.length}: ${names}`,
  };
}

function reads(catalogue: Catalogue, { agent, tool }: LanguageCommand): boolean {
  const owned = catalogue.tool(tool);
  return owned?.agent.name === agent && owned.tool.effect === 'read';
}

/** Writes keep the order they were asked in; only reads go side by side. */
function needsEarlier(catalogue: Catalogue, group: LanguageCommand[]): boolean {
  return group.some((command) => command.dependsOnPrevious || !reads(catalogue, command));
}

function generalRoute(message: string, understanding: Understanding): Route {
  return { steps: [stepFor('s1', 'generalAgent', message)], route: `general: ${understanding.kind}` };
}

const routingSchema = z.object({
  agents: z.array(z.string()).min(1).max(4),
  mode: z.enum(['parallel', 'sequential']).default('sequential'),
});

/** Asks the small model which agents are needed; undefined when there is none or it fails. */
async function askRouter(
  runtime: TurnRuntime,
  message: string,
  understanding: Understanding,
): Promise<Route | undefined> {
  const router = runtime.models.routerModel?.();
  if (!router) return undefined;
  const list = runtime.catalogue.agents.map((agent) => `${agent.name}: ${agent.description}`).join('\n');
  const most = complexityOf(message, understanding) < 0.3 ? 1 : 3;
  try {
    const answer = await router.invoke(
      [
        new SystemMessage(
          `Choose who handles the request, at most ${most}. Answer only with JSON {"agents": [names], "mode": "parallel" or "sequential"}.\n${list}`,
        ),
        new HumanMessage(message),
      ],
      { signal: runtime.signal },
    );
    const json = /\{[\s\S]*\}/.exec(answer.text)?.[0];
    const { agents, mode } = routingSchema.parse(JSON.parse(json ?? ''));
    const known = [...new Set(agents)]
      .filter((name) => runtime.catalogue.agent(name) !== undefined)
      .slice(0, most);
    if (known.length === 0) return undefined;
    const steps = known.map((agent, index) =>
      stepFor(`s${index + 1}`, agent, message, {
        after: mode === 'sequential' && index > 0 ? [`s${index}`] : [],
      }),
    );
    return { steps, route: `router: ${known.join(', ')}`, routerCalls: 1 };
  } catch (error) {
    logger.warn({ err: error, turnId: runtime.turnId }, 'the router model failed');
    return undefined;
  }
}
