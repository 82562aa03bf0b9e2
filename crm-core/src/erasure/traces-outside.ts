import type { CrmCore } from '../crm-core.ts';
import type { SyncLink } from '../integrations/sync/sync-links.ts';
import { SyncLinks } from '../integrations/sync/sync-links.ts';
import { EmailMessage } from '../marketing/email-message/email-message.schema.ts';
import { Erasure, type TraceOutside } from './erasure/erasure.schema.ts';
import type { RawDocument } from './whose-document.ts';

const BATCH = 500;

/**
 * Notes what stands in other systems of the records that an erasure comes to, before anything of them is changed here: what
 * is gone here could not say any more where it stands there.
 */
export class TracesOutside {
  readonly #crm: CrmCore;
  readonly #workspaceId: string;
  readonly #erasureId: string;
  readonly #known: Map<string, TraceOutside>;
  /** Kinds of records that stand anywhere else at all. */
  #linked: ReadonlySet<string> | undefined;

  constructor(crm: CrmCore, workspaceId: string, erasureId: string, known: readonly TraceOutside[] = []) {
    this.#crm = crm;
    this.#workspaceId = workspaceId;
    this.#erasureId = erasureId;
    this.#known = new Map(known.map((one) => [keyOf(one), one]));
  }

  get all(): TraceOutside[] {
    return [...this.#known.values()];
  }

  /** Of records that go with the person. */
  async ofTheirs(ids: Iterable<string>): Promise<void> {
    const all = [...ids];
    const links = new SyncLinks(this.#crm);
    for (let at = 0; at < all.length; at += BATCH) {
      const part = all.slice(at, at + BATCH);
      const found = await links.ofRecordsAnywhere(this.#workspaceId, part);
      const mailboxes = await this.#crm.store
        .model(EmailMessage)
        .distinct('accountId', { workspaceId: this.#workspaceId, _id: { $in: part } });
      await this.#add([...found.map(traceOf(true)), ...mailboxes.map(String).map(mailbox)]);
    }
  }

  /** Of a record that only names them. */
  async ofNamed(entity: string, { _id, accountId }: RawDocument): Promise<void> {
    if (entity === EmailMessage.name && typeof accountId === 'string') await this.#add([mailbox(accountId)]);
    this.#linked ??= await new SyncLinks(this.#crm).kinds(this.#workspaceId);
    if (!this.#linked.has(entity)) return;
    const found = await new SyncLinks(this.#crm).ofRecordsAnywhere(this.#workspaceId, [String(_id)]);
    await this.#add(found.map(traceOf(false)));
  }

  async #add(traces: readonly TraceOutside[]): Promise<void> {
    const fresh = traces.filter((one) => !this.#known.has(keyOf(one)));
    for (const one of fresh) this.#known.set(keyOf(one), one);
    if (fresh.length > 0)
      await this.#crm.store
        .model(Erasure.name)
        .updateOne({ _id: this.#erasureId }, { $set: { 'keys.outside': this.all } });
  }
}

const keyOf = ({ credentialId, object, externalId }: TraceOutside) =>
  `${credentialId ?? ''}:${object}:${externalId}`;

const traceOf =
  (isTheirs: boolean) =>
  ({ credentialId, object, externalId, origin }: SyncLink): TraceOutside => ({
    credentialId,
    object,
    externalId,
    isTheirs,
    isOurs: origin === 'ours',
  });

/** What a mailbox is called among the traces; its mail is its owner's. */
export const MAILBOX = 'mailbox';
const mailbox = (externalId: string): TraceOutside => ({
  object: MAILBOX,
  externalId,
  isTheirs: false,
  isOurs: false,
});
