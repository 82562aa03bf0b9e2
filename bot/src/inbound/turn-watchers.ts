import type { EventQueue } from '@clianta/agents/event-queue';
import type { TurnEvent } from '@clianta/agents/turn-event.schema';

/** Those who wait for the events of one message's turn, such as a request of the API. */
export class TurnWatchers {
  readonly #watchers = new Map<string, Set<EventQueue<TurnEvent>>>();

  add(messageId: string, watcher: EventQueue<TurnEvent>): void {
    const watchers = this.#watchers.get(messageId) ?? new Set();
    this.#watchers.set(messageId, watchers.add(watcher));
  }

  /** After the last event of a turn nobody waits for it any more. */
  tell(messageId: string, event: TurnEvent): void {
    for (const watcher of this.#watchers.get(messageId) ?? []) {
      watcher.push(event);
      if (event.type === 'done') watcher.close();
    }
    if (event.type === 'done') this.#watchers.delete(messageId);
  }
}
