import type { GoOn } from '../custom/custom-agent.ts';
import { askedOf, notForIt, readWithin } from '../custom/read-within.ts';
import { listed } from '../tools/format.ts';
import type { Move } from './finish.ts';
import type { Step, StepState } from './state.ts';
import type { TurnRuntime } from './turn-runtime.ts';

/**
 * From here on the step is done as an agent of the workspace. What the message asks for is read anew, with its tools alone;
 * what was said for the call that began it is over.
 */
export async function beginAs(goOn: GoOn, state: StepState, runtime: TurnRuntime): Promise<Move> {
  const step = await stepAs(goOn, state.step, runtime, state.taintedBy !== undefined);
  const parts = state.outcome.parts.slice(0, -1);
  return {
    to: 'think',
    state: {
      ...state,
      ...(step.left && { note: step.left }),
      step: step.step,
      messages: [],
      calls: [],
      index: 0,
      rounds: 0,
      outcome: { ...state.outcome, parts },
    },
  };
}

/**
 * A step of that agent.
 *
 * @param isTainted - what it is asked may be the words of somebody outside, which are not what the user has asked for
 */
export async function stepAs(
  goOn: GoOn,
  { calls: _known, commands: _read, isQuestion: _asks, hints: _hints, ...step }: Step,
  { language, catalogue }: TurnRuntime,
  isTainted: boolean,
): Promise<{ step: Step; left?: string }> {
  const { agent } = goOn;
  const goal = askedOf(goOn);
  const context = { ...language, focus: [...step.brief.records, ...language.focus] };
  const { commands, left } = await readWithin(goal, agent, context, catalogue);
  const own: Step = { ...step, custom: agent, brief: { ...step.brief, goal } };
  if (commands.length === 0) return { step: { ...own, cannot: notForIt(agent, catalogue) } };
  return {
    step: isTainted ? own : { ...own, commands },
    ...(left.length > 0 && {
      left: `I left out ${listed(left.map((one) => `“${one}”`))}: **${agent.name}** may not do that.`,
    }),
  };
}
