import type { CrmCore } from '../../crm-core.ts';
import { derivedEntry } from '../../entity/derived-values.ts';
import { newId } from '../../entity/ids.ts';
import type { StoredDocument } from '../../entity/outbox.ts';
import { PhoneMessage, type PhoneMessageRecord } from './phone-message.schema.ts';
import { SEND_PHONE, SETTLE_PHONE } from './send-phone-order.ts';

/** How long a claim holds; a process that dies leaves it to the next. */
const LEASE_MS = 60_000;
/** So long after nobody knows whether one went out, the vendor is asked. */
const SETTLE_MS = 60_000;

export type PhoneRow = Omit<PhoneMessageRecord, 'id'> & { _id: string };
type Status = PhoneMessageRecord['status'];
type Changes = Partial<Omit<PhoneMessageRecord, 'id' | 'status'>>;

/** What news of a vendor may follow on what: it comes twice and in any order, and nothing goes back. */
const RISES_FROM: Partial<Record<Status, readonly Status[]>> = {
  sent: ['claimed', 'transmitting', 'unknown'],
  delivered: ['claimed', 'transmitting', 'unknown', 'sent'],
  failed: ['claimed', 'transmitting', 'unknown', 'sent'],
};

/**
 * The states of phone messages, one conditional update each: whoever has not the claim any more changes nothing.
 * queued -> claimed -> transmitting -> sent -> delivered | failed, or unknown.
 */
export class PhoneRows {
  readonly #crm: CrmCore;

  constructor(crm: CrmCore) {
    this.#crm = crm;
  }

  get #messages() {
    return this.#crm.store.model(PhoneMessage).collection;
  }

  /** @param workspaceId - left out for what a vendor names by an address that we made */
  async find(workspaceId: string | undefined, id: string): Promise<PhoneRow | undefined> {
    const found = await this.#crm.store
      .model(PhoneMessage)
      .findOne({ _id: id, ...(workspaceId && { workspaceId }), direction: 'out', isDeleted: false })
      .lean<PhoneRow>();
    return found ?? undefined;
  }

  /** @returns the name of the claim; undefined: another has it */
  async claim(row: PhoneRow): Promise<string | undefined> {
    const now = this.#crm.now();
    const claim = newId();
    const isFree =
      row.status === 'queued'
        ? { dueAt: { $lte: now } }
        : { leaseUntil: { $lte: now }, claim: row.claim ?? null };
    const { matchedCount } = await this.#messages.updateOne(
      { _id: row._id as never, status: row.status, ...isFree },
      { $set: { status: 'claimed', claim, leaseUntil: this.#leaseEnd(), updatedAt: now } },
    );
    return matchedCount > 0 ? claim : undefined;
  }

  /** Back into the queue for another time, as nothing has left. */
  async giveBack(row: PhoneRow, claim: string, dueAt: Date, changes: Changes = {}): Promise<void> {
    const { matchedCount } = await this.#messages.updateOne(
      { _id: row._id as never, claim, status: { $in: ['claimed', 'transmitting'] } },
      {
        $set: { status: 'queued', dueAt, updatedAt: this.#crm.now(), ...changes },
        $unset: { claim: 1, leaseUntil: 1 },
      },
    );
    if (matchedCount > 0) await this.order(row, dueAt, changes.attempts);
  }

  /** From here on it may have reached somebody. @throws Error when another has it by now */
  async transmit(row: PhoneRow, claim: string, credentialId: string): Promise<void> {
    const now = this.#crm.now();
    const { matchedCount } = await this.#messages.updateOne(
      { _id: row._id as never, claim, status: 'claimed', leaseUntil: { $gt: now } },
      {
        $set: {
          status: 'transmitting',
          credentialId,
          sentAt: now,
          leaseUntil: this.#leaseEnd(),
          updatedAt: now,
        },
      },
    );
    if (matchedCount === 0) throw new Error(`The message ${row._id} is not this run's any more.`);
  }

  async renew(row: PhoneRow, claim: string): Promise<void> {
    await this.#messages.updateOne(
      { _id: row._id as never, claim, status: { $in: ['claimed', 'transmitting'] } },
      { $set: { leaseUntil: this.#leaseEnd() } },
    );
  }

  /** @returns whether this call ended it: news of the vendor may have come first */
  end(
    row: PhoneRow,
    claim: string | undefined,
    status: Extract<Status, 'sent' | 'failed' | 'unknown' | 'held' | 'cancelled'>,
    changes: Changes = {},
  ): Promise<boolean> {
    const own = claim ? { claim } : { status: row.status, claim: row.claim ?? null };
    return this.#set(row, own, status, changes);
  }

  /** What the vendor tells of one. @returns whether it was news */
  tell(
    row: PhoneRow,
    status: Extract<Status, 'sent' | 'delivered' | 'failed'>,
    changes: Changes = {},
  ): Promise<boolean> {
    return this.#set(row, { status: { $in: [...(RISES_FROM[status] ?? [])] } }, status, changes);
  }

  async checked({ _id }: PhoneRow): Promise<void> {
    await this.#messages.updateOne({ _id: _id as never }, { $set: { checkedAt: this.#crm.now() } });
  }

  async order({ _id, workspaceId, attempts }: PhoneRow, at: Date, attempt = attempts): Promise<void> {
    await this.#crm.enqueue(SEND_PHONE, { messageId: _id, attempt }, { workspaceId, key: _id, at });
  }

  async orderSettling({ _id, workspaceId }: PhoneRow, inMs = SETTLE_MS): Promise<void> {
    const at = new Date(this.#crm.now().getTime() + inMs);
    await this.#crm.enqueue(SETTLE_PHONE, { messageId: _id }, { workspaceId, key: _id, at });
  }

  async #set(row: PhoneRow, own: object, status: Status, changes: Changes): Promise<boolean> {
    const now = this.#crm.now();
    const document = row as unknown as StoredDocument;
    const set = { status, ...changes };
    const isMany = row.source !== undefined;
    const entry = derivedEntry(PhoneMessage, row.workspaceId, { document, set }, now, isMany);
    const { matchedCount } = await this.#messages.updateOne(
      { _id: row._id as never, ...own },
      {
        $set: { updatedAt: now, ...set },
        $unset: { claim: 1, leaseUntil: 1, ...(!changes.why && { why: 1 as const }) },
        $inc: { version: 1 },
        ...(entry && { $push: { outbox: entry } as never }),
      },
    );
    if (matchedCount > 0 && entry) this.#crm.store.announce({ entity: PhoneMessage, document, entry });
    return matchedCount > 0;
  }

  #leaseEnd(): Date {
    return new Date(this.#crm.now().getTime() + LEASE_MS);
  }
}
