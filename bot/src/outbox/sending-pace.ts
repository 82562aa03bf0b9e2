import type { CrmCore } from '@clianta/crm-core/crm-core';
import { duplicateKey } from '@clianta/crm-core/entity/conflicts';
import type { SendingLimits } from '@clianta/crm-core/marketing/email-account/sending-limits';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
/** So far ahead places are given to mails of which there are many: whoever writes one waits no longer behind them. */
const AHEAD_MS = 30_000;
/** So many connection failures in a row pause a mailbox. */
const MOST_FAILURES = 5;
const PROBE_MS = MINUTE_MS;

/** One document for each mailbox, in which all processes count together. */
interface Pace {
  _id: string;
  workspaceId: string;
  /** Counts the writes: each names the one that it has read. */
  revision: number;
  /** The next free place in the pace. */
  nextAt: Date;
  /** How many were given in each hour of the last day. */
  hours: Array<{ at: Date; count: number }>;
  /** Connections that failed, one after another. */
  failures: number;
  /** When a paused mailbox may be tried again. */
  probeAt: Date;
}

/** `now`: it may go. `at`: it is to come again then; with `isHeld` that is its place, and it goes then. */
export type Place = 'now' | { at: Date; isHeld: boolean };

/** How fast, and how much, may be sent from a mailbox, exactly, over all processes; and how its server is doing. */
export class SendingPace {
  readonly #crm: CrmCore;

  constructor(crm: CrmCore) {
    this.#crm = crm;
  }

  get #paces() {
    return this.#crm.store.connection.collection<Pace>('sendingPaces');
  }

  /** @param isPatient - one of many: it is given no place that is far ahead */
  async take(
    account: { id: string; workspaceId: string },
    { perMinute, perDay }: SendingLimits,
    isPatient: boolean,
  ): Promise<Place> {
    for (;;) {
      const now = this.#crm.now();
      const pace = await this.#of(account);
      const dayAgo = now.getTime() - 24 * HOUR_MS;
      // an hour counts until all of it is a day old
      const hours = pace.hours.filter(({ at }) => at.getTime() + HOUR_MS > dayAgo);
      if (hours.reduce((sum, { count }) => sum + count, 0) >= perDay)
        return { at: new Date((hours[0]?.at.getTime() ?? dayAgo) + 25 * HOUR_MS), isHeld: false };
      const at = Math.max(now.getTime(), pace.nextAt.getTime());
      if (isPatient && at - now.getTime() > AHEAD_MS)
        return { at: new Date(now.getTime() + AHEAD_MS), isHeld: false };
      const hour = Math.floor(at / HOUR_MS) * HOUR_MS;
      const own = hours.find((one) => one.at.getTime() === hour);
      const isTaken = await this.#change(pace, {
        nextAt: new Date(at + Math.ceil(MINUTE_MS / perMinute)),
        hours: [...hours.filter((one) => one !== own), { at: new Date(hour), count: (own?.count ?? 0) + 1 }],
      });
      if (isTaken) return at <= now.getTime() ? 'now' : { at: new Date(at), isHeld: true };
    }
  }

  /** Whether this run may try a mailbox whose server could not be reached: one a minute. */
  async mayProbe(account: { id: string; workspaceId: string }): Promise<boolean> {
    const pace = await this.#of(account);
    const now = this.#crm.now();
    if (pace.probeAt > now) return false;
    return this.#change(pace, { probeAt: new Date(now.getTime() + PROBE_MS) });
  }

  /** @returns whether it has failed so often that the mailbox is to be paused */
  async failed(account: { id: string; workspaceId: string }): Promise<boolean> {
    for (;;) {
      const pace = await this.#of(account);
      const failures = pace.failures + 1;
      const probeAt = new Date(this.#crm.now().getTime() + PROBE_MS);
      if (await this.#change(pace, { failures, probeAt })) return failures >= MOST_FAILURES;
    }
  }

  async reached({ id }: { id: string }): Promise<void> {
    await this.#paces.updateOne(
      { _id: id, failures: { $gt: 0 } },
      { $set: { failures: 0 }, $inc: { revision: 1 } },
    );
  }

  async #change({ _id, revision }: Pace, values: Partial<Pace>): Promise<boolean> {
    const { matchedCount } = await this.#paces.updateOne(
      { _id, revision },
      { $set: { ...values, revision: revision + 1 } },
    );
    return matchedCount > 0;
  }

  async #of({ id, workspaceId }: { id: string; workspaceId: string }): Promise<Pace> {
    const found = await this.#paces.findOne({ _id: id });
    if (found) return found;
    const first = { revision: 0, nextAt: new Date(0), hours: [], failures: 0, probeAt: new Date(0) };
    try {
      await this.#paces.insertOne({ _id: id, workspaceId, ...first });
    } catch (error) {
      if (!duplicateKey(error)) throw error;
    }
    return this.#of({ id, workspaceId });
  }
}
