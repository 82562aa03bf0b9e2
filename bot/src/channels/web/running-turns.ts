import type { TurnEvent } from '@clianta/agents/turn-event.schema';
import type { RunningTurn, TurnPush } from './web.schema.ts';

/** How far the turns that run in this process have come, for clients that connect in the middle of one. */
export class RunningTurns {
  readonly #turns = new Map<string, RunningTurn>();

  of(conversationId: string): RunningTurn | undefined {
    return this.#turns.get(conversationId);
  }

  /** Takes an event in and gives it its number; a turn that ends is forgotten. */
  take(conversationId: string, turnId: string, event: TurnEvent): TurnPush {
    const known = this.#turns.get(conversationId);
    const turn: RunningTurn =
      known?.turnId === turnId ? known : { turnId, seq: 0, status: '', text: '', cards: [], steps: [] };
    const next = { ...apply(turn, event), seq: turn.seq + 1 };
    if (event.type === 'done') this.#turns.delete(conversationId);
    else this.#turns.set(conversationId, next);
    return { conversationId, turnId, seq: next.seq, event };
  }
}

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
