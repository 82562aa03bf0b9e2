import { Command } from '@langchain/langgraph';
import type { Catalogue } from '../catalogue.ts';
import type { Conditional } from '../language/conditions/condition.ts';
import type { Lacking, Command as LanguageCommand, Understanding } from '../language/language-context.ts';
import { understand } from '../language/understand.ts';
import { complexityOf } from './complexity.ts';
import { dispatch } from './coordinator.ts';
import { planOf, plans } from './plans.ts';
import { askRouter } from './router.ts';
import type { DirectCall, Step, TurnStateValue } from './state.ts';
import { isSureReading, reads } from './sure-reading.ts';
import { type NodeConfig, runtimeOf, type TurnRuntime } from './turn-runtime.ts';

/** The tool that asks which call is meant. */
const OFFER = 'offer_readings';
/** The tool that asks for what a new record needs. */
const FORM = 'offer_form';
const MISSING = 'ask_missing';

/** Decides who works: a known call, one agent, or a plan. Costs no model call unless the engine is unsure. */
export async function supervise(state: TurnStateValue, config: NodeConfig): Promise<Command> {
  const runtime = runtimeOf(config);
  const { message } = state;
  const {
    steps,
    route,
    routerCalls = 0,
  } = state.direct
    ? (plannedRoute(runtime, message, state.direct) ?? direct(message, state.direct))
    : await decideRoute(runtime, message);
  const { update, goto } = dispatch({ message, steps, outcomes: {}, dispatched: [] }, runtime);
  return new Command({ update: { steps, route, routerCalls, ...(update as object) }, goto: goto ?? [] });
}

const ASKS =
  /\?\s*$|^\s*(?:and\s+)?(?:what|which|who|whom|whose|when|where|why|how|does|do|did|is|are|was|has|until)\b/i;

/** A question that nothing answers, while what was spoken of last is of a kind that a tool answers questions about. */
function questionAboutFocus(
  { language, catalogue }: TurnRuntime,
  message: string,
  { kind }: Understanding,
): NonNullable<TurnStateValue['direct']> | undefined {
  if (kind === 'commands' || kind === 'plan' || kind === 'small_talk' || !ASKS.test(message))
    return undefined;
  const entity = language.focus[0]?.entity;
  for (const { tool, agent } of catalogue.tools) {
    const { answersAbout } = tool;
    if (!answersAbout || answersAbout.entity !== entity) continue;
    return {
      agent: agent.name,
      tool: tool.name,
      args: { ...answersAbout.args, [answersAbout.argument]: message.trim() },
    };
  }
  return undefined;
}

interface Route {
  steps: Step[];
  route: string;
  routerCalls?: number;
}

function direct(message: string, { agent, tool, args, client }: DirectCall): Route {
  const calls = [{ id: 'call_0', tool, args }];
  return {
    route: `direct: ${tool}`,
    steps: [stepFor('s1', agent, message, { calls, ...(client && { client }) })],
  };
}

/** A call that several agents do together, as the plan of its tool says. */
function plannedRoute(
  { catalogue, language }: TurnRuntime,
  message: string,
  call: Omit<DirectCall, 'agent'> | undefined,
): Route | undefined {
  const found = call && planOf(catalogue.tool(call.tool)?.tool.plan?.(call.args), call.args);
  if (!found) return undefined;
  const { plan, subject } = found;
  const { client } = call;
  const steps = plan.steps(message, subject, [...language.focus].slice(0, 4));
  return {
    route: `plan ${plan.name}`,
    steps: client ? steps.map((step) => ({ ...step, client })) : steps,
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
  const question = questionAboutFocus(runtime, message, understanding);
  if (question) return direct(message, question);
  if (understanding.kind === 'conditional')
    return conditionalRoute(runtime, message, understanding.conditional);
  const commands = understanding.kind === 'commands' ? understanding.commands : [];
  const isSure = isSureReading(runtime.catalogue, commands);
  const isSettled = isSure || understanding.kind === 'cannot';
  const routed = isSettled ? undefined : await routerRoute(runtime, message, understanding);
  const route =
    routed ??
    (commands.length > 0
      ? commandRoute(runtime, message, commands, isSure)
      : understanding.kind === 'ask'
        ? offered(message, understanding)
        : understanding.kind === 'unclear' && understanding.form
          ? askedByForm(message, understanding.reply, understanding.form)
          : understanding.kind === 'unclear' && understanding.lacks
            ? askedForMissing(message, understanding.reply, understanding.lacks)
            : generalRoute(message, understanding));
  const planned =
    commands.length === 1 && route.routerCalls === undefined
      ? plannedRoute(runtime, message, commands[0])
      : undefined;
  if (planned) return planned;
  const { hints } = understanding;
  return hints ? { ...route, steps: route.steps.map((step) => ({ ...step, hints: [...hints] })) } : route;
}

/** A person says which of the calls is meant. */
function offered(message: string, { reply, offers }: Extract<Understanding, { kind: 'ask' }>): Route {
  const calls = offers.map(({ tool, args }) => ({ tool, args }));
  const call = { id: 'call_0', tool: OFFER, args: { calls, reason: reply } };
  return {
    steps: [stepFor('s1', 'generalAgent', message, { calls: [call], isQuestion: true })],
    route: 'asked back',
  };
}

/** A person fills in what the tool needs. */
function askedByForm(message: string, reason: string, tool: string): Route {
  const call = { id: 'call_0', tool: FORM, args: { tool, reason } };
  return {
    steps: [stepFor('s1', 'generalAgent', message, { calls: [call], isQuestion: true })],
    route: 'asked by a form',
  };
}

/** A person says the one thing that a call lacks. */
function askedForMissing(message: string, reason: string, lacks: Lacking): Route {
  const call = { id: 'call_0', tool: MISSING, args: { ...lacks, reason } };
  return {
    steps: [stepFor('s1', 'generalAgent', message, { calls: [call], isQuestion: true })],
    route: 'asked for what is missing',
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

/** A step that finds out, and the steps of both cases behind it: those of one are begun. */
function conditionalRoute(runtime: TurnRuntime, message: string, conditional: Conditional): Route {
  const { condition, ifMet, otherwise } = conditional;
  const { command } = condition;
  const calls = [{ id: 'call_0', tool: command.tool, args: command.args }];
  const first = stepFor('s1', command.agent, message, { calls, isQuestion: true, decides: condition });
  const branch = (commands: readonly LanguageCommand[], isMet: boolean): Step[] => {
    if (commands.length === 0) return [];
    const goal = commands.map(({ span }) => span).join('\n');
    return commandRoute(runtime, goal, [...commands], isSureReading(runtime.catalogue, commands)).steps.map(
      (step) => {
        const id = `${isMet ? 'then' : 'else'}_${step.id}`;
        const after = step.after.map((before) => `${isMet ? 'then' : 'else'}_${before}`);
        return { ...step, id, after: ['s1', ...after], when: { step: 's1', isMet } };
      },
    );
  };
  const names = [...ifMet, ...otherwise].map(({ tool }) => tool).join(', ');
  return {
    steps: [first, ...branch(ifMet, true), ...branch(otherwise, false)],
    route: `if ${command.tool}: ${names}`,
  };
}

/** Writes keep the order they were asked in; only reads go side by side. */
function needsEarlier(catalogue: Catalogue, group: LanguageCommand[]): boolean {
  return group.some((command) => command.dependsOnPrevious || !reads(catalogue, command));
}

function generalRoute(message: string, understanding: Understanding): Route {
  return { steps: [stepFor('s1', 'generalAgent', message)], route: `general: ${understanding.kind}` };
}

/** What the router model says; undefined when there is none, or it has no answer. */
async function routerRoute(
  runtime: TurnRuntime,
  message: string,
  understanding: Understanding,
): Promise<Route | undefined> {
  const most = complexityOf(message, understanding) < 0.3 ? 1 : 3;
  const answer = await askRouter(runtime, message, most);
  if (!answer) return undefined;
  const steps = answer.agents.map((agent, index) =>
    stepFor(`s${index + 1}`, agent, message, {
      after: answer.mode === 'sequential' && index > 0 ? [`s${index}`] : [],
    }),
  );
  return { steps, route: `router: ${answer.agents.join(', ')}`, routerCalls: 1 };
}
