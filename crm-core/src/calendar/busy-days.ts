import type { CrmCore } from '../crm-core.ts';
import type { Stretch } from './stretch.ts';

/** Somebody's time of one UTC day that is taken, or held while it is being booked. */
interface BusyDay {
  /** workspace:user:2026-03-31 */
  _id: string;
  workspaceId: string;
  busy: Busy[];
}

interface Busy {
  from: Date;
  to: Date;
  /** The same with what is to stay free around it. */
  blockedFrom: Date;
  blockedTo: Date;
  /** The event whose time it is. */
  ref: string;
  /** The booking link it came by, so that its limits can be counted. */
  linkId?: string;
  /** Until then it is only held; null: it stands. */
  holdUntil: Date | null;
}

export interface Claim extends Stretch {
  workspaceId: string;
  userIds: readonly string[];
  ref: string;
  linkId?: string;
  bufferBeforeMs?: number;
  bufferAfterMs?: number;
  /** Left out: it stands at once. */
  holdUntil?: Date;
}

const DAY_MS = 86_400_000;
/** Databases whose index is there: what an event has is looked for by the event, whatever its days. */
const indexed = new WeakMap<object, Promise<unknown>>();

/**
 * Who has which time. A claim is one conditional update of one document for each person and day, so that of all who want the
 * same time one gets it, whatever the process; nothing else decides about it.
 */
export class BusyDays {
  readonly #crm: CrmCore;

  constructor(crm: CrmCore) {
    this.#crm = crm;
  }

  get #days() {
    return this.#crm.store.connection.collection<BusyDay>('busyDays');
  }

  /** The index is made once for each database. */
  async #ready(): Promise<void> {
    const { connection } = this.#crm.store;
    const known = indexed.get(connection) ?? this.#days.createIndex({ workspaceId: 1, 'busy.ref': 1 });
    indexed.set(connection, known);
    known.catch(() => indexed.delete(connection));
    await known;
  }

  /**
   * Takes the time of all of them, or of nobody. What the same event has already does not stand in its way, so that it can be
   * moved by half an hour.
   *
   * @returns false when somebody else has any of it, or is too near
   */
  async claim(claim: Claim): Promise<boolean> {
    for (const id of idsOf(claim)) {
      if (await this.#take(id, claim, false)) continue;
      await this.#pull(claim, idsOf(claim), entryOf(claim));
      return false;
    }
    return true;
  }

  /** Writes down what a teammate has decided, whoever else has that time: bookings see it from then on. */
  async note(claim: Claim): Promise<void> {
    for (const id of idsOf(claim)) await this.#take(id, claim, true);
  }

  /** What was held stands from now on. @returns false when it has lapsed meanwhile */
  async confirm(claim: Claim): Promise<boolean> {
    const now = this.#crm.now();
    for (const id of idsOf(claim)) {
      const held = { ...entryOf(claim), $or: [{ holdUntil: null }, { holdUntil: { $gt: now } }] };
      const { matchedCount } = await this.#days.updateOne(
        { _id: id, busy: { $elemMatch: held } },
        { $set: { 'busy.$.holdUntil': null } },
      );
      if (matchedCount === 0) return false;
    }
    return true;
  }

  /**
   * Gives up what an event has, except what it has been moved to.
   *
   * @param isStanding - what is only held is left alone: it belongs to a move that is under way
   */
  async release(workspaceId: string, ref: string, kept?: Stretch, isStanding?: boolean): Promise<void> {
    await this.#ready();
    const gone = kept ? [{ from: { $ne: new Date(kept.from) } }, { to: { $ne: new Date(kept.to) } }] : [{}];
    for (const one of gone)
      await this.#days.updateMany(
        { workspaceId, 'busy.ref': ref },
        { $pull: { busy: { ref, ...one, ...(isStanding && { holdUntil: null }) } as never } },
      );
  }

  /** Gives up what an event has of some people's time; of the others it goes on taking it. */
  async releaseOf(claim: Claim): Promise<void> {
    await this.#pull(claim, idsOf(claim), { ref: claim.ref });
  }

  /** All that an event has or holds stands from now on. */
  async stand(workspaceId: string, ref: string): Promise<void> {
    await this.#ready();
    await this.#days.updateMany(
      { workspaceId, 'busy.ref': ref },
      { $set: { 'busy.$[own].holdUntil': null } },
      { arrayFilters: [{ 'own.ref': ref }] },
    );
  }

  /** What stands or is held of somebody's time. */
  async taken(
    workspaceId: string,
    userIds: readonly string[],
    within: Stretch,
  ): Promise<Map<string, Array<Stretch & { ref: string; linkId?: string; blocked: Stretch }>>> {
    const now = this.#crm.now();
    const ids = userIds.map(
      (userId) => [userId, idsOf({ workspaceId, userIds: [userId], ...within })] as const,
    );
    const days = await this.#days.find({ _id: { $in: ids.flatMap(([, own]) => own) } }).toArray();
    const byId = new Map(days.map((day) => [day._id, day]));
    return new Map(
      ids.map(([userId, own]) => {
        // what lasts over midnight stands in both days
        const found = new Map(
          own
            .flatMap((id) => byId.get(id)?.busy ?? [])
            .filter(({ holdUntil }) => !holdUntil || holdUntil > now)
            .map((busy) => [`${busy.ref} ${busy.from.getTime()}`, busy]),
        );
        return [
          userId,
          [...found.values()].map(({ from, to, ref, linkId, blockedFrom, blockedTo }) => ({
            from: from.getTime(),
            to: to.getTime(),
            ref,
            ...(linkId && { linkId }),
            blocked: { from: blockedFrom.getTime(), to: blockedTo.getTime() },
          })),
        ];
      }),
    );
  }

  async #take(id: string, claim: Claim, isForced: boolean): Promise<boolean> {
    const now = this.#crm.now();
    const { workspaceId, ref, linkId } = claim;
    const blockedFrom = new Date(claim.from - (claim.bufferBeforeMs ?? 0));
    const blockedTo = new Date(claim.to + (claim.bufferAfterMs ?? 0));
    const [from, to] = [new Date(claim.from), new Date(claim.to)];
    await this.#days.updateOne({ _id: id }, { $setOnInsert: { workspaceId, busy: [] } }, { upsert: true });
    // what lapsed, and what this very claim wrote before a crash
    for (const gone of [{ holdUntil: { $ne: null, $lte: now } }, { ref, from, to }])
      await this.#days.updateOne({ _id: id }, { $pull: { busy: gone as never } });
    // the larger of both buffers stays free: each one's own time against the other's with what is around it
    const inTheWay = {
      ref: { $ne: ref },
      $and: [
        { $or: [{ holdUntil: null }, { holdUntil: { $gt: now } }] },
        {
          $or: [
            { blockedFrom: { $lt: to }, blockedTo: { $gt: from } },
            { from: { $lt: blockedTo }, to: { $gt: blockedFrom } },
          ],
        },
      ],
    };
    const { modifiedCount } = await this.#days.updateOne(
      { _id: id, ...(!isForced && { busy: { $not: { $elemMatch: inTheWay } } }) },
      {
        $push: {
          busy: {
            from,
            to,
            blockedFrom,
            blockedTo,
            ref,
            ...(linkId && { linkId }),
            holdUntil: claim.holdUntil ?? null,
          },
        },
      },
    );
    return modifiedCount === 1;
  }

  async #pull({ workspaceId }: Claim, ids: readonly string[], entry: object): Promise<void> {
    await this.#days.updateMany({ _id: { $in: [...ids] }, workspaceId }, { $pull: { busy: entry as never } });
  }
}

const entryOf = ({ ref, from, to }: Claim) => ({ ref, from: new Date(from), to: new Date(to) });

type Place = Pick<Claim, 'workspaceId' | 'userIds' | 'from' | 'to' | 'bufferBeforeMs' | 'bufferAfterMs'>;

/** Of each person and UTC day that it touches, with what stays free around it, in an order that is the same for all. */
function idsOf({ workspaceId, userIds, from, to, bufferBeforeMs = 0, bufferAfterMs = 0 }: Place): string[] {
  const days: string[] = [];
  for (let at = Math.floor((from - bufferBeforeMs) / DAY_MS); at * DAY_MS < to + bufferAfterMs; at++)
    days.push(new Date(at * DAY_MS).toISOString().slice(0, 10));
  return userIds.flatMap((userId) => days.map((one) => `${workspaceId}:${userId}:${one}`)).sort();
}
