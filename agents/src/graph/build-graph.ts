import type { RunnableConfig } from '@langchain/core/runnables';
import { END, START, StateGraph } from '@langchain/langgraph';
import type { BaseCheckpointSaver } from '@langchain/langgraph-checkpoint';
import { approve } from './act.ts';
import { answer } from './answer.ts';
import { coordinate } from './coordinator.ts';
import { type Move, saved } from './finish.ts';
import { type StepState, TurnState } from './state.ts';
import { supervise } from './supervisor.ts';
import { runtimeOf, type TurnRuntime } from './turn-runtime.ts';
import { work } from './work.ts';

/**
 * supervise -> think <-> act (<-> approve) -> coordinate -> ... -> answer; a single step goes straight to the answer
 *
 * A step travels through think and act by `Send`, so steps of a plan run side by side with state of their own and
 * share nothing but their outcomes. A super-step of the graph is what is saved: reading goes on within one, a change
 * begins one, and a turn that only reads is one.
 */
export function buildGraph(checkpointer: BaseCheckpointSaver) {
  return new StateGraph(TurnState)
    .addNode('supervise', supervise, { ends: ['think', 'act', 'approve', 'coordinate', 'answer', END] })
    .addNode('coordinate', coordinate, { ends: ['think', 'act', 'answer'] })
    .addNode('think', stepNode(workFrom('think')), { ends: [...AFTER_A_STEP] })
    .addNode('act', stepNode(workFrom('act')), { ends: [...AFTER_A_STEP] })
    .addNode('approve', stepNode(approve), { ends: [...AFTER_A_STEP] })
    .addNode('answer', answer)
    .addEdge(START, 'supervise')
    .addEdge('answer', END)
    .compile({ checkpointer });
}

export type TurnGraph = ReturnType<typeof buildGraph>;

const AFTER_A_STEP = ['think', 'act', 'approve', 'coordinate', 'answer'] as const;

const workFrom = (to: 'think' | 'act') => (state: StepState, runtime: TurnRuntime) =>
  work({ to, state }, runtime, true);

/** A node that is reached by `Send`: its state is that of one step, not of the graph. */
function stepNode(run: (state: StepState, runtime: TurnRuntime) => Promise<Move>) {
  return (async (state: StepState, config?: RunnableConfig) =>
    saved(await run(state, runtimeOf(config)))) as never;
}
