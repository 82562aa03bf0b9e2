import { isRetryable } from '@clianta/crm-core/errors';
import { END, START, StateGraph } from '@langchain/langgraph';
import type { BaseCheckpointSaver } from '@langchain/langgraph-checkpoint';
import type { Catalogue } from '../catalogue.ts';
import { approve } from './act.ts';
import { after, agentNode, type StepNode } from './agent-node.ts';
import { answer } from './answer.ts';
import { coordinate } from './coordinator.ts';
import { MAX_ATTEMPTS, NODE_IDLE_MS } from './guards.ts';
import { HAND_OVER, handOver } from './hand-over.ts';
import { TurnState } from './state.ts';
import { supervise } from './supervisor.ts';
import { runtimeOf, turnContext } from './turn-runtime.ts';

const approveNode: StepNode = async (state, config) => {
  const runtime = runtimeOf(config);
  return after(await approve(state, runtime), runtime);
};

/**
 * supervise -> an agent (<-> approve, -> hand_over -> another) -> the end; with several steps: -> agents -> coordinate -> ... -> answer
 *
 * Every agent is a node, reached by `Send` with the state of its own step, so steps of a plan run side by side and share
 * nothing but their outcomes. A super-step is what is saved: reading goes on within one, a change begins one.
 */
export function buildGraph(catalogue: Catalogue, checkpointer?: BaseCheckpointSaver) {
  const names = catalogue.agents.map(({ name }) => name);
  const graph = new StateGraph({ state: TurnState, context: turnContext })
    .addNode('supervise', supervise, { ends: [...names, 'coordinate', 'answer'] })
    // the one joiner: it waits for all steps that are under way
    .addNode('coordinate', coordinate, { ends: [...names, 'answer'], defer: true })
    .addNode('approve', approveNode as never, { ends: [...names, 'coordinate', END] })
    .addNode(HAND_OVER, handOver as never, { ends: [...names] })
    .addNode('answer', answer)
    .addEdge(START, 'supervise')
    .addEdge('answer', END);
  for (const agent of catalogue.agents) {
    graph.addNode(agent.name as 'answer', agentNode(agent) as never, {
      ends: [agent.name, 'approve', HAND_OVER, 'coordinate', END],
      metadata: { description: agent.description, tools: agent.tools.map(({ name }) => name) },
      retryPolicy: { maxAttempts: MAX_ATTEMPTS, retryOn: isRetryable, logWarning: false },
      timeout: { idleTimeout: NODE_IDLE_MS },
    });
  }
  return graph.compile({ name: 'clianta', ...(checkpointer && { checkpointer }) });
}

export type TurnGraph = ReturnType<typeof buildGraph>;
