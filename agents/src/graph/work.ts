import { before } from '../before.ts';
import { act, mayChange } from './act.ts';
import { failed, type Move } from './finish.ts';
import { think } from './think.ts';
import type { TurnRuntime } from './turn-runtime.ts';

const TOOK_TOO_LONG = 'It took too long.';

/**
 * Takes a step as far as it gets with nothing to save: through model calls and tools that read. It stops before a call
 * that may change something, so that a restart repeats that call and no other; after it, so that it is not made again;
 * and where a person has to decide. Time limits end what reads and what has not begun, never a change that has.
 *
 * @param first - is in the checkpoint already, so it may change something
 */
export async function work(first: Move, runtime: TurnRuntime): Promise<Move> {
  const signal = AbortSignal.any([runtime.signal, AbortSignal.timeout(runtime.limits.stepMs)]);
  const limited: TurnRuntime = { ...runtime, signal };
  let move = first;
  let isFirst = true;
  while (move.to === 'think' || move.to === 'act') {
    const isChange = move.to === 'act' && mayChange(move.state, runtime);
    if (isChange && !isFirst) return move;
    if (signal.aborted) return failed(move.state, TOOK_TOO_LONG);
    if (isChange) {
      await runtime.persist();
      return act(move.state, runtime);
    }
    const { state } = move;
    const reading = (move.to === 'think' ? think : act)(state, limited);
    move = await before(signal, reading, () => failed(state, TOOK_TOO_LONG));
    isFirst = false;
  }
  return move;
}
