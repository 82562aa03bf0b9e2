import { act, mayChange } from './act.ts';
import type { Move } from './finish.ts';
import { think } from './think.ts';
import type { TurnRuntime } from './turn-runtime.ts';

/**
 * Takes a step as far as it gets with nothing to save: through model calls and tools that read. It stops before a call
 * that may change something, so that a restart repeats that call and no other; after it, so that it is not made again;
 * and where a person has to decide.
 *
 * @param isSaved the first move is in the checkpoint already, so it may change something
 */
export async function work(first: Move, runtime: TurnRuntime, isSaved: boolean): Promise<Move> {
  let move = first;
  let isFirst = true;
  while (move.to === 'think' || move.to === 'act') {
    const isChange = move.to === 'act' && mayChange(move.state, runtime);
    if (isChange && !(isFirst && isSaved)) return move;
    if (isChange) await runtime.persist();
    move = await (move.to === 'think' ? think : act)(move.state, runtime);
    if (isChange) return move;
    isFirst = false;
  }
  return move;
}
