import type { GoOn } from '../custom/custom-agent.ts';
import { stepAs } from './begin-as.ts';
import { newStepState, type Step } from './state.ts';
import type { Rehearsal, TurnRuntime } from './turn-runtime.ts';
import { work } from './work.ts';

/**
 * Has a custom agent do something as the caller, without a pause and without writing: what it would write is told.
 *
 * @param node - where custom agents work
 */
export async function rehearse(
  runtime: TurnRuntime,
  { agent, message }: GoOn,
  node: string,
): Promise<Rehearsal> {
  const { rehearse: _once, ...own } = runtime;
  const quiet: TurnRuntime = { ...own, emit: () => {}, persist: async () => {} };
  const step: Step = {
    id: `trial-${agent.id}`,
    agent: node,
    title: `Trying ${agent.name}`,
    brief: { goal: '', records: [], constraints: [] },
    after: [],
  };
  const trial = { agent: { ...agent, isTrial: true }, ...(message !== undefined && { message }) };
  const { step: begun, left } = await stepAs(trial, step, quiet, runtime.isTainted);
  let move = await work({ to: 'think', state: newStepState(begun, begun.brief.goal, {}, false) }, quiet);
  // nothing is saved, so that a call which would write does not end the work
  while (move.to === 'act' || move.to === 'think') move = await work(move, quiet);
  const { outcome } = move.state;
  const texts = outcome.parts.map(({ text }) => text).filter(Boolean);
  return {
    tools: outcome.toolCalls.filter(({ error }) => !error).map(({ tool }) => tool),
    text: [...texts, ...(outcome.error ? [outcome.error] : []), ...(left ? [left] : [])].join('\n\n'),
  };
}
