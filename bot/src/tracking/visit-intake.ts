import type { CrmCore } from '@clianta/crm-core/crm-core';
import { logger } from '@clianta/crm-core/logger';
import { followVisits } from '@clianta/crm-core/tracking/visit/follow-visits';
import { storeEvents, type TakenEvent } from '@clianta/crm-core/tracking/visit/store-events';

/** Events wait so long to be stored together: with the write itself a kill loses 200 ms of them at most (specification). */
const GATHER_MS = 150;
/** More than that is not kept in memory: half a second of the 2,000 a second that are aimed at. */
const MOST_WAITING = 1_000;
const MOST_WRITES = 2;

/** Gathers events and stores them together; what comes faster than it can be stored is refused. */
export class VisitIntake {
  readonly #crm: CrmCore;
  #gathered: TakenEvent[] = [];
  #waiting = 0;
  #timer: NodeJS.Timeout | undefined;
  readonly #writes = new Set<Promise<void>>();
  #following: Promise<void> = Promise.resolve();

  constructor(crm: CrmCore) {
    this.#crm = crm;
  }

  /** @returns false when there is too much already: nothing of it was taken */
  take(events: readonly TakenEvent[]): boolean {
    if (this.#waiting + events.length > MOST_WAITING) return false;
    this.#waiting += events.length;
    this.#gathered.push(...events);
    this.#timer ??= setTimeout(() => this.#write(), GATHER_MS);
    return true;
  }

  /** Stores what was taken, and waits for it. */
  async flush(): Promise<void> {
    while (this.#gathered.length > 0 || this.#writes.size > 0) {
      this.#write();
      await Promise.all(this.#writes);
    }
    await this.#following;
  }

  async close(): Promise<void> {
    await this.flush();
    clearTimeout(this.#timer);
  }

  #write(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#gathered.length === 0 || this.#writes.size >= MOST_WRITES) return;
    const events = this.#gathered;
    this.#gathered = [];
    const write = this.#store(events).finally(() => {
      this.#waiting -= events.length;
      this.#writes.delete(write);
      // what came while both writes were busy has waited long enough
      if (this.#gathered.length > 0 && !this.#timer) this.#write();
    });
    this.#writes.add(write);
  }

  async #store(events: readonly TakenEvent[]): Promise<void> {
    const store = () => storeEvents(this.#crm, events);
    try {
      // it is stored once however often it is tried
      const known = await store().catch(store);
      if (known.length > 0) this.#follow(known);
    } catch (err) {
      logger.error({ err, events: events.length }, 'events of websites were not stored');
    }
  }

  /** One after another, behind the writes: what follows for scores and companies is not waited for. */
  #follow(events: ReadonlyArray<TakenEvent & { contactId: string }>): void {
    const workspaces = new Map<string, TakenEvent[]>();
    for (const event of events)
      workspaces.set(event.workspaceId, [...(workspaces.get(event.workspaceId) ?? []), event]);
    for (const [workspaceId, own] of workspaces)
      this.#following = this.#following
        .then(() => followVisits(this.#crm, workspaceId, own))
        .catch((err) => logger.warn({ err, workspaceId }, 'visits were not counted'));
  }
}
