import type { TurnEvent } from '@clianta/agents/turn-event.schema';
import type { RunningTurn, TurnPush } from './web.schema.ts';

/** How far the turns have come that run now, in whatever process, for clients that connect in the middle of one. */
export class RunningTurns {
  readonly #turns = new Map<string, RunningTurn>();

  of(conversationId: string): RunningTurn | undefined {
    return this.#turns.get(conversationId);
  }

  /** Takes an event in and gives it its number; a turn that ends is forgotten. */
  take(conversationId: string, turnId: string, event: TurnEvent): TurnPush {
    const known = this.#turns.get(conversationId);
    const turn = known?.turnId === turnId ? known : aTurn(turnId);
    const next = { ...apply(turn, event), seq: turn.seq + 1 };
    if (event.type === 'done') this.#turns.delete(conversationId);
    else this.#turns.set(conversationId, next);
    return { conversationId, turnId, seq: next.seq, event };
  }

  /**
   * A turn begins. If it had begun before, in a process that ended, it begins with nothing again; a number is left out,
   * so that clients which have seen the first attempt ask for the whole again.
   */
  begin(conversationId: string, turnId: string): void {
    const known = this.#turns.get(conversationId);
    if (known?.turnId !== turnId) return;
    if (known.text === '' && known.cards.length === 0 && known.steps.length === 0) return;
    this.#turns.set(conversationId, { ...aTurn(turnId), seq: known.seq + 1 });
  }

  /** The turn is over, also if its last event has not come. */
  end(conversationId: string, turnId: string): void {
    if (this.#turns.get(conversationId)?.turnId === turnId) this.#turns.delete(conversationId);
  }

  /** Nothing of them is sure any more. */
  clear(): void {
    this.#turns.clear();
  }
}

const aTurn = (turnId: string): RunningTurn => ({
  turnId,
  seq: 0,
  status: '',
  text: '',
  cards: [],
  steps: [],
});

function apply(turn: RunningTurn, event: TurnEvent): RunningTurn {
  switch (event.type) {
    case 'status': {
      if (!event.step) return { ...turn, status: event.text };
      const step = { ...event.step, text: event.text };
      const steps = turn.steps.some((one) => one.id === step.id)
        ? turn.steps.map((one) => (one.id === step.id ? step : one))
        : [...turn.steps, step];
      return { ...turn, steps, status: event.text };
    }
    case 'text':
      return { ...turn, text: turn.text + event.delta };
    case 'card':
    case 'approval':
      return { ...turn, cards: [...turn.cards, event.card] };
    case 'done':
      return turn;
  }
}
