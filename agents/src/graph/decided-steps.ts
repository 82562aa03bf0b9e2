import { isMet } from '../language/conditions/condition.ts';
import { newStepState, type Step, type StepOutcome, type TurnStateValue } from './state.ts';

type Known = Pick<TurnStateValue, 'steps' | 'outcomes' | 'message'>;

/** Outcomes that follow from what has been decided: whether a condition is met, and what is therefore not begun. */
export function decidedOutcomes({ steps, outcomes, message }: Known): Record<string, StepOutcome> {
  const found: Record<string, StepOutcome> = {};
  for (const step of steps) {
    const outcome = outcomes[step.id];
    if (step.decides && outcome && outcome.isMet === undefined) {
      const told = decidedBy(step, outcome, steps);
      if (told) found[step.id] = told;
    }
  }
  const all = { ...outcomes, ...found };
  for (const step of steps) {
    if (!step.when || all[step.id]) continue;
    const on = all[step.when.step];
    if (!on) continue;
    if (on.isMet === undefined) found[step.id] = undecided(step, message);
    else if (on.isMet !== step.when.isMet) found[step.id] = newStepState(step, message, {}, false).outcome;
  }
  return found;
}

/** The outcome of the step that decides, with what follows from it in words. */
function decidedBy(
  { id, decides }: Step,
  outcome: StepOutcome,
  steps: readonly Step[],
): StepOutcome | undefined {
  const { status, decided, question } = outcome;
  if (!decides || status === 'failed' || question || decided === undefined) return undefined;
  const met = isMet(decides, decided);
  const hasOrders = steps.some(({ when }) => when?.step === id && when.isMet === met);
  const text = hasOrders
    ? met
      ? 'So the condition is met:'
      : 'So the condition is not met; instead:'
    : met
      ? 'So the condition is met, and there was nothing to do.'
      : 'So the condition is not met, and I did nothing.';
  return {
    ...outcome,
    isMet: met,
    parts: [...outcome.parts, { text, cards: [] }],
    toolTexts: [...outcome.toolTexts, text],
  };
}

/** What hangs on something that could not be found out is not begun. */
const undecided = (step: Step, message: string): StepOutcome => ({
  ...newStepState(step, message, {}, false).outcome,
  status: 'failed',
  error: 'I could not tell whether its condition is met.',
});
