import type { Entity } from './define-entity.ts';
import { newId } from './ids.ts';
import type { OutboxEntry, StoredDocument } from './outbox.ts';
import type { RecordStore } from './record-store.ts';
import { systemScope } from './scope.ts';

/** Values of one record that follow from others. */
export interface DerivedValues {
  /** The record as it was read. */
  document: StoredDocument;
  set: Record<string, unknown>;
  /** Only while nobody has changed the record since it was read. */
  isOfVersion?: boolean;
}

export interface DerivedWrite {
  /** How many records were written. */
  count: number;
  /** The records whose events are stored. */
  told: ReadonlySet<string>;
}

/**
 * Writes values that follow from others: they are no change that somebody made, so the record keeps its version and
 * nothing comes into the audit log. Of the entity's derived events those leave that the values give rise to. A record
 * that was deleted meanwhile is left alone.
 */
export async function writeDerived(
  store: RecordStore,
  entity: Entity,
  workspaceId: string,
  writes: readonly DerivedValues[],
  { at, isBulk }: { at: Date; isBulk: boolean },
): Promise<DerivedWrite> {
  if (writes.length === 0) return { count: 0, told: new Set() };
  const entries = writes.map((write) => derivedEntry(entity, workspaceId, write, at, isBulk));
  const { matchedCount } = await store.model(entity).collection.bulkWrite(
    writes.map(({ document, set, isOfVersion }, index) => {
      const entry = entries[index];
      return {
        updateOne: {
          filter: {
            _id: document._id,
            workspaceId,
            isDeleted: false,
            ...(isOfVersion && { version: document.version }),
          } as never,
          update: { $set: set, ...(entry && { $push: { outbox: entry } }) } as never,
        },
      };
    }),
    { ordered: false },
  );
  const isWhole = matchedCount === writes.length;
  const stored = isWhole ? undefined : await storedEntries(store, entity, writes, entries);
  const told = new Set<string>();
  for (const [index, entry] of entries.entries()) {
    const document = writes[index]?.document;
    if (!entry || !document || (stored && !stored.has(entry.id))) continue;
    told.add(document._id);
    store.announce({ entity, document, entry });
  }
  return { count: matchedCount, told };
}

/** Which of the entries are in their documents; nobody has been told of them, so none is gone already. */
async function storedEntries(
  store: RecordStore,
  entity: Entity,
  writes: readonly DerivedValues[],
  entries: ReadonlyArray<OutboxEntry | undefined>,
): Promise<ReadonlySet<string>> {
  const wanted = new Set(entries.flatMap((entry) => entry?.id ?? []));
  if (wanted.size === 0) return wanted;
  const found = await store
    .model(entity)
    .find({ _id: { $in: writes.map(({ document }) => document._id) } })
    .select('outbox.id')
    .lean<Array<{ outbox?: Array<{ id: string }> }>>();
  return new Set(
    found.flatMap(({ outbox }) => (outbox ?? []).map(({ id }) => id).filter((id) => wanted.has(id))),
  );
}

/** What derived values leave behind for the event queue; nothing where they give rise to no event. */
export function derivedEntry(
  entity: Entity,
  workspaceId: string,
  { document, set }: DerivedValues,
  at: Date,
  isBulk: boolean,
): OutboxEntry | undefined {
  const after = { ...document, ...set };
  const events = (entity.derivedEvents ?? []).filter(({ when }) => when(after as never, document as never));
  if (events.length === 0) return undefined;
  const id = newId();
  return {
    id,
    isDerived: true,
    at,
    change: 'updated',
    title: entity.titleOf(document as never),
    actor: systemScope(workspaceId).actor,
    groupId: id,
    ...(isBulk && { isBulk }),
    version: document.version,
    before: Object.fromEntries(Object.keys(set).map((name) => [name, document[name] ?? null])),
    after: set,
    events: events.map(({ type }) => type),
  };
}
