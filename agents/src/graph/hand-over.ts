import { Command, Send } from '@langchain/langgraph';
import { askRouter } from './router.ts';
import { newStepState, type Step, type StepState } from './state.ts';
import { type NodeConfig, runtimeOf, type TurnRuntime } from './turn-runtime.ts';

/** The name of the call by which an agent's model says that a request is not for its agent. It is no tool of an agent. */
export const HAND_OVER = 'hand_over';

/** As it is declared to a model, beside the agent's tools. */
export const handOverTool = {
  type: 'function' as const,
  function: {
    name: HAND_OVER,
    description:
      'Gives the request to another agent. Call it, and nothing else, when none of your tools can do what is asked.',
    parameters: {
      type: 'object',
      properties: { reason: { type: 'string', description: 'What the request needs that you cannot do' } },
      required: ['reason'],
    },
  },
};

/**
 * Whether the step may go to another agent: once, before anything was changed. Of a question nothing may have been read
 * either, since the next agent is given tools that write, and what stands in a record must not come to that.
 */
export function mayHandOver(
  { step, outcome, isOnly, ...state }: StepState,
  { models }: TurnRuntime,
): boolean {
  if (!models.routerModel || state.standsInFor || step.isHandedOver || step.custom) return false;
  // of a plan that the router has made, each part has been given away on purpose
  if (!isOnly && !step.commands) return false;
  return outcome.changes.length === 0 && !(step.isQuestion && state.runCount > 0);
}

/** Asks the router model once more, and sends the step to the agent that it names, with what was found so far. */
export async function handOver(state: StepState, config: NodeConfig): Promise<Command> {
  const runtime = runtimeOf(config);
  const { step, outcome, message, stepFacts, isOnly, taintedBy } = state;
  const agent = await nextAgent(state, runtime);
  const { commands: _read, isQuestion: _asks, ...rest } = step;
  const next: Step = {
    ...rest,
    agent,
    isHandedOver: true,
    brief: { ...step.brief, records: [...outcome.focus, ...step.brief.records].slice(0, 12) },
  };
  const fresh = newStepState(next, message, stepFacts, isOnly, taintedBy);
  const { modelCalls, tokens, toolCalls } = outcome;
  const sent: StepState = {
    ...fresh,
    runCount: state.runCount,
    outcome: { ...fresh.outcome, modelCalls: modelCalls + 1, tokens, toolCalls },
  };
  return new Command({
    update: { route: `${step.agent} handed over to ${agent}` },
    goto: new Send(agent, sent),
  });
}

/** A question that turned out to be an order may be for the same agent, which then has its other tools too. */
async function nextAgent({ step, handOver: reason }: StepState, runtime: TurnRuntime): Promise<string> {
  const request = `${step.brief.goal}\n(${step.agent} cannot do it with the tools it has: ${reason})`;
  const routing = await askRouter(runtime, request, 1, step.isQuestion ? undefined : step.agent);
  const agent = routing?.agents[0] ?? 'generalAgent';
  runtime.emit({ type: 'status', text: 'Handing over', agent });
  return agent;
}
