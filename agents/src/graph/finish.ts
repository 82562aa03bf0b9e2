import type { StepState } from './state.ts';

/** Where a step goes next: to a model call, to a tool call, to a person's decision, to another agent, or to its end. */
export interface Move {
  to: 'think' | 'act' | 'approve' | 'hand_over' | 'end';
  state: StepState;
}

/** The step could not be done; what it had done so far is kept and told. */
export function failed(state: StepState, error: string): Move {
  return { to: 'end', state: { ...state, outcome: { ...state.outcome, status: 'failed', error } } };
}

/** The step is not done, and people are told why; nothing went wrong. */
export function declined(state: StepState, text: string): Move {
  const parts = [...state.outcome.parts, { text, cards: [] }];
  return { to: 'end', state: { ...state, outcome: { ...state.outcome, parts, toolTexts: [text] } } };
}
