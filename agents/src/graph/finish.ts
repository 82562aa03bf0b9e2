import { Command, Send } from '@langchain/langgraph';
import type { StepState } from './state.ts';

/** Where a step goes next: to a model call, to a tool call, to a person's decision, or to its end. */
export interface Move {
  to: 'think' | 'act' | 'approve' | 'end';
  state: StepState;
}

/** The step could not be done; what it had done so far is kept and told. */
export function failed(state: StepState, error: string): Move {
  return { to: 'end', state: { ...state, outcome: { ...state.outcome, status: 'failed', error } } };
}

/** Saves where the step stands. An ended step hands its outcome on: to the answer when there is no other step. */
export function saved({ to, state }: Move): Command {
  if (to !== 'end') return new Command({ goto: new Send(to, state) });
  return new Command({
    update: { outcomes: { [state.step.id]: state.outcome } },
    goto: state.isOnly ? 'answer' : 'coordinate',
  });
}
