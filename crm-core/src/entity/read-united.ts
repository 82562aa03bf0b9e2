import type { PipelineStage } from 'mongoose';
import type { Entity } from './define-entity.ts';
import type { MongoFilter } from './filter.ts';
import type { StoredDocument } from './outbox.ts';
import type { RecordStore } from './record-store.ts';

/** Beside a record's own fields, of which none begins so. */
const PART = '_part' as const;

/** Documents of one kind. */
export interface Part {
  entity: Entity;
  /** Whole as it is: the caller has bound it to a workspace, and to what may be seen there. */
  filter: MongoFilter;
}

export interface UnitedOptions {
  select: Record<string, 0> | Record<string, 1>;
  /** Of each part; default: all. */
  limit?: number;
}

/** Documents of several kinds in one query, which goes by the indexes of each. @returns those of each part, in no order */
export async function readUnited<Document = StoredDocument>(
  store: RecordStore,
  parts: readonly Part[],
  { select, limit }: UnitedOptions,
): Promise<Document[][]> {
  const found: Document[][] = parts.map(() => []);
  const pipelines = parts.map(({ filter }, at) => [
    { $match: filter },
    ...(limit === undefined ? [] : [{ $limit: limit }]),
    { $project: select },
    { $addFields: { [PART]: { $literal: at } } },
  ]) satisfies PipelineStage[][];
  const [first, ...others] = parts;
  if (!first) return found;
  const documents = await store.model(first.entity).aggregate<Document & { [PART]: number }>([
    ...(pipelines[0] ?? []),
    ...others.map(({ entity }, at) => ({
      $unionWith: { coll: entity.plural, pipeline: pipelines[at + 1] ?? [] },
    })),
  ]);
  for (const { [PART]: at, ...document } of documents) found[at]?.push(document as Document);
  return found;
}
