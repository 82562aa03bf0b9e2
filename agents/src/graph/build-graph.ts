import { END, START, StateGraph } from '@langchain/langgraph';
import type { BaseCheckpointSaver } from '@langchain/langgraph-checkpoint';
import { act, approve } from './act.ts';
import { answer } from './answer.ts';
import { coordinate } from './coordinator.ts';
import { TurnState } from './state.ts';
import { supervise } from './supervisor.ts';
import { think } from './think.ts';

/**
 * supervise -> think <-> act (<-> approve) -> coordinate -> ... -> answer; a single step goes straight to the answer
 *
 * A step travels through think and act by `Send`, so steps of a plan run side by side with state of their own and
 * share nothing but their outcomes.
 */
export function buildGraph(checkpointer: BaseCheckpointSaver) {
  return new StateGraph(TurnState)
    .addNode('supervise', supervise, { ends: ['think', 'act'] })
    .addNode('coordinate', coordinate, { ends: ['think', 'act', 'answer'] })
    .addNode('think', think as never, { ends: ['act', 'coordinate', 'answer'] })
    .addNode('act', act as never, { ends: ['act', 'think', 'approve', 'coordinate', 'answer'] })
    .addNode('approve', approve as never, { ends: ['act', 'think', 'coordinate', 'answer'] })
    .addNode('answer', answer)
    .addEdge(START, 'supervise')
    .addEdge('answer', END)
    .compile({ checkpointer });
}

export type TurnGraph = ReturnType<typeof buildGraph>;
