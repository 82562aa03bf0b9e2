import type { Change } from '@clianta/crm-core/entity/outbox';
import type { RecordStore } from '@clianta/crm-core/entity/record-store';

/** What became of one record, over however many writes. */
export interface RecordChange {
  entity: string;
  id: string;
  title: string;
  change: Change;
  /** The changed fields as they are stored, before and after. */
  before: Record<string, unknown>;
  after: Record<string, unknown>;
}

interface AuditEntry extends Omit<RecordChange, 'id' | 'title'> {
  _id: string;
  recordId: string;
  recordTitle: string;
}

type Stored = Record<string, unknown> & { _id: unknown };

/** Follows what is written by the audit log, and puts every record back as it was at the start. */
export class AuditTrail {
  readonly #store: RecordStore;
  readonly #records: ReadonlyMap<string, ReadonlyMap<unknown, Stored>>;
  readonly #seen: Set<unknown>;
  readonly #known: ReadonlySet<unknown>;

  private constructor(
    store: RecordStore,
    records: ReadonlyMap<string, ReadonlyMap<unknown, Stored>>,
    known: ReadonlySet<unknown>,
  ) {
    this.#store = store;
    this.#records = records;
    this.#known = known;
    this.#seen = new Set(known);
  }

  static async from(store: RecordStore): Promise<AuditTrail> {
    const audited = [...store.entities.values()].filter(({ isAudited }) => isAudited);
    const records = await Promise.all(
      audited.map(async ({ name }) => {
        const all = await collectionOf(store, name).find({}).toArray();
        return [name, new Map(all.map((one) => [one._id, one]))] as const;
      }),
    );
    return new AuditTrail(store, new Map(records), new Set(await auditIds(store)));
  }

  /** What was changed since the last look; a record that is as it was before is left out. */
  async next(): Promise<RecordChange[]> {
    const entries = await this.#entriesNotIn(this.#seen);
    for (const { _id } of entries) this.#seen.add(_id);
    return netChanges(entries);
  }

  /** @returns whether there was anything to put back */
  async restore(): Promise<boolean> {
    const entries = await this.#entriesNotIn(this.#known);
    this.#seen.clear();
    for (const id of this.#known) this.#seen.add(id);
    if (entries.length === 0) return false;
    const touched = new Map<string, Set<string>>();
    for (const { entity, recordId } of entries)
      touched.set(entity, (touched.get(entity) ?? new Set()).add(recordId));
    for (const [entity, ids] of touched) {
      const before = this.#records.get(entity);
      const operations = [...ids].map((id) => {
        const replacement = before?.get(id);
        const filter = { _id: id as never };
        return replacement
          ? { replaceOne: { filter, replacement, upsert: true } }
          : { deleteOne: { filter } };
      });
      await collectionOf(this.#store, entity).bulkWrite(operations);
    }
    await audit(this.#store).deleteMany({ _id: { $in: entries.map(({ _id }) => _id as never) } });
    return true;
  }

  async #entriesNotIn(ids: ReadonlySet<unknown>): Promise<AuditEntry[]> {
    const fresh = (await auditIds(this.#store)).filter((id) => !ids.has(id));
    if (fresh.length === 0) return [];
    const found = await audit(this.#store)
      .find({ _id: { $in: fresh as never[] } })
      .toArray();
    const entries = new Map(found.map((entry) => [entry._id as unknown, entry as unknown as AuditEntry]));
    return fresh.flatMap((id) => entries.get(id) ?? []);
  }
}

/** Several writes to a record as one, without those that take each other back. */
export function netChanges(entries: ReadonlyArray<Omit<AuditEntry, '_id'>>): RecordChange[] {
  const net = new Map<string, RecordChange>();
  for (const { entity, recordId, recordTitle, change, before, after } of entries) {
    const key = `${entity} ${recordId}`;
    const earlier = net.get(key);
    const isTakenBack =
      (earlier?.change === 'created' && change === 'deleted') ||
      (earlier?.change === 'deleted' && change === 'restored');
    if (isTakenBack) net.delete(key);
    else
      net.set(key, {
        entity,
        id: recordId,
        title: recordTitle,
        change: earlier?.change === 'created' ? 'created' : change,
        before: { ...before, ...earlier?.before },
        after: { ...earlier?.after, ...after },
      });
  }
  return [...net.values()].filter(
    ({ change, before, after }) =>
      change !== 'updated' ||
      [...Object.keys(before), ...Object.keys(after)].some((name) => !isSame(before[name], after[name])),
  );
}

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

const collectionOf = (store: RecordStore, entity: string) => store.model(entity).collection;
const audit = (store: RecordStore) => collectionOf(store, 'userAction');

async function auditIds(store: RecordStore): Promise<unknown[]> {
  const ids = await audit(store)
    .find({}, { projection: { _id: 1 } })
    .sort({ at: 1, recordVersion: 1 })
    .toArray();
  return ids.map(({ _id }) => _id);
}
