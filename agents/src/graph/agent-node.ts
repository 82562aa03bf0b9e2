import { isRetryable } from '@clianta/crm-core/errors';
import { Command, END, Send } from '@langchain/langgraph';
import type { Agent } from '../agent.ts';
import { ruleOf, switchedOff } from '../agent-rule.ts';
import { compose } from './answer.ts';
import { isModels } from './check-call.ts';
import { declined, failed, type Move } from './finish.ts';
import { MAX_ATTEMPTS } from './guards.ts';
import { HAND_OVER } from './hand-over.ts';
import { asideInWords, restInWords } from './left-out.ts';
import type { StepState } from './state.ts';
import { type NodeConfig, runtimeOf, type TurnRuntime } from './turn-runtime.ts';
import { work } from './work.ts';

/** A node that is reached by `Send`: its state is that of one step, not of the graph. */
export type StepNode = (state: StepState, config: NodeConfig) => Promise<Command>;

/** An agent as a node: it takes its step as far as it gets with nothing to save. */
export function agentNode(agent: Agent): StepNode {
  return async (state, config) => {
    const runtime = runtimeOf(config);
    // before a model is asked what would be refused
    const { isOn } = await ruleOf(runtime.crm, runtime.scope.workspaceId, agent);
    if (!isOn) return after(declined(state, switchedOff(agent)), runtime);
    try {
      return await after(await work({ to: state.next, state }, runtime), runtime);
    } catch (error) {
      // LangGraph tries again what may pass; a step that goes on failing is told, and the turn goes on without it
      const attempt = config.executionInfo?.nodeAttempt ?? 1;
      if (attempt < MAX_ATTEMPTS || !isRetryable(error)) throw error;
      return after(failed(state, `The ${agent.name} could not reach what it needs.`), runtime);
    }
  };
}

/** Where the graph goes when a step has stopped: on with it, or on with what it came to. */
export async function after({ to, state: reached }: Move, runtime: TurnRuntime): Promise<Command> {
  const state = to === 'end' ? withNotes(reached, runtime) : reached;
  if (to === 'approve') return new Command({ goto: new Send('approve', state) });
  if (to === 'hand_over') return new Command({ goto: new Send(HAND_OVER, state) });
  if (to !== 'end') return new Command({ goto: new Send(state.step.agent, { ...state, next: to }) });
  const update = { outcomes: { [state.step.id]: state.outcome } };
  if (!state.isOnly) return new Command({ update, goto: 'coordinate' });
  const answered = await compose(state.message, [state.outcome], runtime);
  return new Command({ update: { ...answered }, goto: END });
}

/** Below the answer: what a person is told of how it came about, and which orders it leaves out. */
function withNotes(state: StepState, runtime: TurnRuntime): StepState {
  const { note, outcome } = state;
  const own = isModels(state, runtime) ? [] : [restInWords(state), asideInWords(state)];
  const texts = [...own, note].filter((text) => text !== undefined);
  if (texts.length === 0) return state;
  const parts = [...outcome.parts, ...texts.map((text) => ({ text, cards: [] }))];
  return { ...state, outcome: { ...outcome, parts, toolTexts: [...outcome.toolTexts, ...texts] } };
}
