import type { CrmCore } from '../../crm-core.ts';
import { derivedEntry } from '../../entity/derived-values.ts';
import { newId } from '../../entity/ids.ts';
import type { StoredDocument } from '../../entity/outbox.ts';
import { EmailMessage, type EmailMessageRecord } from '../email-message/email-message.schema.ts';
import { SEND_MAIL } from './send-mail-order.ts';

/** How long a claim holds; a process that dies leaves it to the next. */
const MAIL_LEASE_MS = 60_000;

export type OutboxRow = Omit<EmailMessageRecord, 'id'> & { _id: string };
type Changes = Partial<Omit<EmailMessageRecord, 'id'>>;

/** How a mail in the outbox ends. */
export type Ending = 'sent' | 'failed' | 'unknown' | 'held' | 'cancelled' | 'bounced';

/**
 * The states of mails in the outbox, one conditional update each: whoever has not the claim any more changes nothing.
 * queued -> claimed -> transmitting -> sent | failed | unknown; and back to queued as long as nothing was transmitted.
 */
export class OutboxRows {
  readonly #crm: CrmCore;

  constructor(crm: CrmCore) {
    this.#crm = crm;
  }

  get #mails() {
    return this.#crm.store.model(EmailMessage).collection;
  }

  async find(workspaceId: string, id: string): Promise<OutboxRow | undefined> {
    const found = await this.#crm.store
      .model(EmailMessage)
      .findOne({ _id: id, workspaceId, direction: 'out', isDeleted: false })
      .lean<OutboxRow>();
    return found ?? undefined;
  }

  /** Takes a mail that is due, or that another has let lapse. @returns the name of the claim; undefined: another has it */
  async claim(row: OutboxRow): Promise<string | undefined> {
    const now = this.#crm.now();
    const claim = newId();
    const isFree =
      row.status === 'queued'
        ? { dueAt: { $lte: now } }
        : { leaseUntil: { $lte: now }, claim: row.claim ?? null };
    const { matchedCount } = await this.#mails.updateOne(
      { _id: row._id as never, status: row.status, ...isFree },
      { $set: { status: 'claimed', claim, leaseUntil: this.#leaseEnd(), updatedAt: now } },
    );
    return matchedCount > 0 ? claim : undefined;
  }

  /** Back into the queue for another time, as nothing has left. @param changes - `attempts`, and why it waits */
  async giveBack(row: OutboxRow, claim: string, dueAt: Date, changes: Changes = {}): Promise<void> {
    if (await this.release(row, claim, { dueAt, ...changes }))
      await this.order(row, dueAt, changes.attempts ?? row.attempts);
  }

  /** Back into the queue, from where the sweep takes it up once its mailbox sends again. */
  async release(row: OutboxRow, claim: string, changes: Changes = {}): Promise<boolean> {
    const { matchedCount } = await this.#mails.updateOne(
      { _id: row._id as never, claim, status: { $in: ['claimed', 'transmitting'] } },
      {
        $set: { status: 'queued', updatedAt: this.#crm.now(), ...changes },
        $unset: { claim: 1, leaseUntil: 1, ...(!changes.slotAt && { slotAt: 1 as const }) },
      },
    );
    return matchedCount > 0;
  }

  /** Keeps what its provider calls it, while the claim holds. @throws Error when another has it by now */
  async note(
    row: OutboxRow,
    claim: string,
    known: { providerId: string; messageId?: string },
  ): Promise<void> {
    const { matchedCount } = await this.#mails.updateOne(
      { _id: row._id as never, claim, status: 'claimed' },
      { $set: { ...known, updatedAt: this.#crm.now() } },
    );
    if (matchedCount === 0) throw new Error(`The mail ${row._id} is not this run's any more.`);
    Object.assign(row, known);
  }

  /** From here on it may have reached somebody. @throws Error when another has it by now: then nothing may leave */
  async transmit(row: OutboxRow, claim: string): Promise<void> {
    const now = this.#crm.now();
    const { matchedCount } = await this.#mails.updateOne(
      { _id: row._id as never, claim, status: 'claimed', leaseUntil: { $gt: now } },
      { $set: { status: 'transmitting', leaseUntil: this.#leaseEnd(), updatedAt: now } },
    );
    if (matchedCount === 0) throw new Error(`The mail ${row._id} is not this run's any more.`);
  }

  async renew(row: OutboxRow, claim: string): Promise<void> {
    await this.#mails.updateOne(
      { _id: row._id as never, claim, status: { $in: ['claimed', 'transmitting'] } },
      { $set: { leaseUntil: this.#leaseEnd() } },
    );
  }

  /** @returns whether this call ended it */
  async end(
    row: OutboxRow,
    claim: string | undefined,
    status: Ending,
    changes: Changes = {},
  ): Promise<boolean> {
    const now = this.#crm.now();
    const { store } = this.#crm;
    const document = row as unknown as StoredDocument;
    const set = { status, ...changes };
    const entry = derivedEntry(
      EmailMessage,
      row.workspaceId,
      { document, set },
      now,
      row.source !== undefined,
    );
    const { matchedCount } = await this.#mails.updateOne(
      { _id: row._id as never, ...(claim ? { claim } : { status: row.status, claim: row.claim ?? null }) },
      {
        $set: { updatedAt: now, ...set },
        $unset: { claim: 1, leaseUntil: 1, slotAt: 1, ...(!changes.why && { why: 1 as const }) },
        $inc: { version: 1 },
        ...(entry && { $push: { outbox: entry } as never }),
      },
    );
    if (matchedCount > 0 && entry) store.announce({ entity: EmailMessage, document, entry });
    return matchedCount > 0;
  }

  /** Into the queue anew, with all its attempts: a person has said so. */
  async requeue(row: OutboxRow): Promise<boolean> {
    const now = this.#crm.now();
    const { matchedCount } = await this.#mails.updateOne(
      { _id: row._id as never, status: row.status, version: row.version },
      {
        $set: { status: 'queued', dueAt: now, attempts: 0, updatedAt: now },
        $unset: { why: 1, sentAt: 1, firstTriedAt: 1, claim: 1, leaseUntil: 1, slotAt: 1 },
        $inc: { version: 1 },
      },
    );
    if (matchedCount > 0) await this.order(row, now, 0);
    return matchedCount > 0;
  }

  /** Has it looked at again. */
  async order({ _id, workspaceId, attempts }: OutboxRow, at: Date, attempt = attempts): Promise<void> {
    await this.#crm.enqueue(SEND_MAIL, { messageId: _id, attempt }, { workspaceId, key: _id, at });
  }

  #leaseEnd(): Date {
    return new Date(this.#crm.now().getTime() + MAIL_LEASE_MS);
  }
}
