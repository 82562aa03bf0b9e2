import type { PipelineStage } from 'mongoose';
import type { Entity } from './define-entity.ts';
import type { MongoFilter } from './filter.ts';
import type { StoredDocument } from './outbox.ts';
import { READ_MS } from './read-budget.ts';
import type { RecordStore } from './record-store.ts';

/** Beside a record's own fields, of which none begins so. */
const KIND = '_kind' as const;

/** Records of one kind, of those that its own service lets the caller see. */
export interface WantedKind {
  entity: Entity;
  /** As `RecordReader.query` makes it, for the caller's scope. */
  filter: MongoFilter;
}

/** A few records of each kind, in no order, by one query over all of them. @returns by the entity's name */
export async function readKinds(
  store: RecordStore,
  wanted: readonly WantedKind[],
  limit: number,
): Promise<ReadonlyMap<string, StoredDocument[]>> {
  const found = new Map<string, StoredDocument[]>();
  const [first, ...others] = wanted.map(({ entity, filter }) => ({
    entity,
    coll: entity.plural,
    pipeline: [
      { $match: filter },
      { $limit: limit },
      { $project: { search: 0, outbox: 0 } },
      { $addFields: { [KIND]: { $literal: entity.name } } },
    ] satisfies PipelineStage[],
  }));
  if (!first) return found;
  const documents = await store
    .model(first.entity)
    .aggregate<StoredDocument & { [KIND]: string }>([
      ...first.pipeline,
      ...others.map(({ coll, pipeline }) => ({ $unionWith: { coll, pipeline } })),
    ])
    .option({ maxTimeMS: READ_MS });
  for (const { [KIND]: name, ...document } of documents)
    found.set(name, [...(found.get(name) ?? []), document as StoredDocument]);
  return found;
}
