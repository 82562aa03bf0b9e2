import { isDeepStrictEqual } from 'node:util';
import { CliantaError } from '@clianta/crm-core/errors';
import type { Agent } from '../agent.ts';
import { argumentsOf } from '../tools/refusal.ts';
import type { Step, StepState, ToolCall } from './state.ts';
import { toolsFor } from './step-tools.ts';
import type { TurnRuntime } from './turn-runtime.ts';

/** Whether the calls of a step are a vendor's model's, not known ones and not the built-in engine's. */
export function isModels({ step, standsInFor }: StepState, { models }: TurnRuntime): boolean {
  return models.readsHistory === true && !step.calls && !standsInFor;
}

/** What is wrong with a call as it was made, in words for the model: before it is run, and whatever the records say. */
export function callProblem(agent: Agent, step: Step, call: ToolCall): string | undefined {
  if (call.problem) return call.problem;
  const tools = toolsFor(agent, step);
  const tool = tools.find(({ name }) => name === call.tool);
  if (!tool)
    return `There is no tool ${call.tool} here. The tools are: ${tools.map(({ name }) => name).join(', ')}.`;
  try {
    argumentsOf(tool, call.args);
    return undefined;
  } catch (error) {
    if (error instanceof CliantaError) return error.message;
    throw error;
  }
}

/** Whether a call that may write has been made before in its step, and was not refused. */
export function isMadeAlready(agent: Agent, { outcome }: StepState, { tool, args }: ToolCall): boolean {
  const isRead = agent.tools.find(({ name }) => name === tool)?.effect === 'read';
  return (
    !isRead &&
    outcome.toolCalls.some((one) => !one.error && one.tool === tool && isDeepStrictEqual(one.args, args))
  );
}
