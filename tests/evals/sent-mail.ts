import type { RecordStore } from '@clianta/crm-core/entity/record-store';
import { EmailBody } from '@clianta/crm-core/marketing/email-message/email-body.schema';
import {
  EmailMessage,
  type EmailMessageRecord,
} from '@clianta/crm-core/marketing/email-message/email-message.schema';

/** A mail that the outbox took, with its text. */
export interface SentMail
  extends Pick<EmailMessageRecord, 'id' | 'to' | 'cc' | 'bcc' | 'subject' | 'inReplyTo' | 'references'> {
  text: string;
}

type Stored = Omit<SentMail, 'id' | 'text'> & { _id: string; status: string };

/** Follows what the outbox takes, which is in no audit log, and empties it again. No process sends any of it. */
export class SentMailTrail {
  readonly #store: RecordStore;
  readonly #known: ReadonlySet<string>;
  readonly #seen: Set<string>;

  private constructor(store: RecordStore, known: ReadonlySet<string>) {
    this.#store = store;
    this.#known = known;
    this.#seen = new Set(known);
  }

  static async from(store: RecordStore): Promise<SentMailTrail> {
    const all = await collectionOf(store, EmailMessage.name)
      .find({}, { projection: { _id: 1 } })
      .toArray();
    return new SentMailTrail(store, new Set(all.map(({ _id }) => String(_id))));
  }

  /** What it took since the last look, and has not given back. */
  async next(): Promise<SentMail[]> {
    const fresh = await this.#notIn(this.#seen);
    for (const { _id } of fresh) this.#seen.add(_id);
    const going = fresh.filter(({ status }) => status !== 'cancelled');
    const texts = await collectionOf(this.#store, EmailBody.name)
      .find({ _id: { $in: going.map(({ _id }) => _id as never) } })
      .toArray();
    const textOf = new Map(texts.map(({ _id, text }) => [String(_id), String(text)]));
    return going.map(({ _id, status: _, ...mail }) => ({ ...mail, id: _id, text: textOf.get(_id) ?? '' }));
  }

  async restore(): Promise<boolean> {
    const fresh = await this.#notIn(this.#known);
    this.#seen.clear();
    for (const id of this.#known) this.#seen.add(id);
    if (fresh.length === 0) return false;
    const ids = { _id: { $in: fresh.map(({ _id }) => _id as never) } };
    for (const name of [EmailMessage.name, EmailBody.name])
      await collectionOf(this.#store, name).deleteMany(ids);
    return true;
  }

  async #notIn(ids: ReadonlySet<string>): Promise<Stored[]> {
    const out = await collectionOf(this.#store, EmailMessage.name)
      .find({ direction: 'out' })
      .sort({ createdAt: 1 })
      .toArray();
    return (out as unknown as Stored[]).filter(({ _id }) => !ids.has(_id));
  }
}

const collectionOf = (store: RecordStore, entity: string) => store.model(entity).collection;
