import { Command } from '@langchain/langgraph';
import type { StepState } from './state.ts';

/** Hands a step's outcome to the coordinator, or to the answer when it is the only one. */
export function finished(state: StepState): Command {
  return new Command({
    update: { outcomes: { [state.step.id]: state.outcome } },
    goto: state.isOnly ? 'answer' : 'coordinate',
  });
}

/** The step could not be done; what it had done so far is kept and told. */
export function failed(state: StepState, error: string): Command {
  return finished({ ...state, outcome: { ...state.outcome, status: 'failed', error } });
}
