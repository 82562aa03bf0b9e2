import type { EventQueue } from '@clianta/agents/event-queue';
import type { TurnEvent, TurnResult } from '@clianta/agents/turn-event.schema';
import { logger } from '@clianta/crm-core/logger';

/** A turn of which nothing is heard is looked up after so long, then less and less often. */
const FIRST_LOOK_MS = 300;
const LONGEST_LOOK_MS = 2_000;
const LOOK_FACTOR = 1.5;

interface Watched {
  workspaceId: string;
  watchers: Set<EventQueue<TurnEvent>>;
  waitMs: number;
  timer?: NodeJS.Timeout;
}

/** What is stored of turns. */
interface StoredTurns {
  /** Of these messages, those whose turns are over: one read, however many there are. */
  overOf(workspaceId: string, messageIds: readonly string[]): Promise<readonly string[]>;
  /** What came of a message; undefined while its turn is not over. */
  resultOf(workspaceId: string, messageId: string): Promise<TurnResult | undefined>;
}

/**
 * Those who wait for the events of one message's turn, such as a request of the API. The turn may run in another
 * process, and what that tells may be lost: so what is stored is looked up as well, and nobody waits for ever.
 */
export class TurnWatchers {
  readonly #watched = new Map<string, Watched>();
  readonly #stored: StoredTurns;
  /** Whose time to be looked up has come. */
  readonly #due = new Set<string>();
  #isLooking = false;

  constructor(stored: StoredTurns) {
    this.#stored = stored;
  }

  add(workspaceId: string, messageId: string, watcher: EventQueue<TurnEvent>): void {
    const watched = this.#watched.get(messageId) ?? { workspaceId, watchers: new Set(), waitMs: 0 };
    watched.watchers.add(watcher);
    watched.waitMs = FIRST_LOOK_MS;
    this.#watched.set(messageId, watched);
    this.#lookLater(messageId, watched);
  }

  /** After the last event of a turn nobody waits for it any more. */
  tell(messageId: string, event: TurnEvent): void {
    const watched = this.#watched.get(messageId);
    if (!watched) return;
    for (const watcher of watched.watchers) {
      watcher.push(event);
      if (event.type === 'done') watcher.close();
    }
    if (event.type === 'done') this.#watched.delete(messageId);
    this.#lookLater(messageId, watched);
  }

  /** Tells what came of the message, if its turn is over. */
  async look(messageId: string): Promise<void> {
    const watched = this.#watched.get(messageId);
    const result = watched && (await this.#stored.resultOf(watched.workspaceId, messageId));
    if (result) this.tell(messageId, { type: 'done', result });
  }

  stop(): void {
    for (const { timer } of this.#watched.values()) clearTimeout(timer);
    this.#watched.clear();
  }

  #lookLater(messageId: string, watched: Watched): void {
    clearTimeout(watched.timer);
    if (this.#watched.get(messageId) !== watched) return;
    watched.timer = setTimeout(() => {
      watched.waitMs = Math.min(watched.waitMs * LOOK_FACTOR, LONGEST_LOOK_MS);
      this.#due.add(messageId);
      void this.#lookUp();
    }, watched.waitMs).unref();
  }

  /** All that are due together, and never twice at once: hundreds who wait must not be what the database is busy with. */
  async #lookUp(): Promise<void> {
    if (this.#isLooking) return;
    this.#isLooking = true;
    while (this.#due.size > 0) {
      const ids = [...this.#due];
      this.#due.clear();
      await this.#lookAt(ids).catch((err) => logger.warn({ err }, 'turns could not be looked up'));
      for (const id of ids) {
        const watched = this.#watched.get(id);
        if (watched) this.#lookLater(id, watched);
      }
    }
    this.#isLooking = false;
  }

  async #lookAt(ids: readonly string[]): Promise<void> {
    const workspaces = new Map<string, string[]>();
    for (const id of ids) {
      const workspaceId = this.#watched.get(id)?.workspaceId;
      if (workspaceId) workspaces.set(workspaceId, [...(workspaces.get(workspaceId) ?? []), id]);
    }
    for (const [workspaceId, messageIds] of workspaces)
      for (const id of await this.#stored.overOf(workspaceId, messageIds)) await this.look(id);
  }
}
