import { z } from 'zod';
import type { CrmCore } from '../../crm-core.ts';
import type { JobType } from '../../work/define-job.ts';
import {
  type FoundPair,
  type FoundPairs,
  findPairs,
  foundPair,
  MOST_COMPARED,
  MOST_IN_BLOCK,
} from './find-pairs.ts';
import { COMPARED, type Matched, matchedOf, pairOf, SHOWN_FROM } from './pair-score.ts';
import { storePairs } from './store-pairs.ts';

/** The kinds of records that are looked at. */
export const COMPARED_KINDS = Object.keys(COMPARED);

/** Compares all records of a kind, after many have changed. */
export const FIND_DUPLICATES = {
  name: 'find_duplicates',
  data: z.object({ entity: z.string() }),
} as const satisfies JobType;

/** What is read of a record. */
const READ = {
  name: 1,
  email: 1,
  otherEmails: 1,
  phone: 1,
  otherPhones: 1,
  companyId: 1,
  domain: 1,
  otherDomains: 1,
  country: 1,
  parentId: 1,
  'search.match': 1,
} as const;
const BATCH = 2_000;

type StoredMatch = Parameters<typeof matchedOf>[1];

/** The likely doubles of one record, those below the mark included; nothing is stored. */
export async function doublesOf(
  crm: CrmCore,
  workspaceId: string,
  entity: string,
  id: string,
): Promise<Array<FoundPair & { otherId: string }>> {
  const { collection } = crm.store.model(entity);
  const live = { workspaceId, isDeleted: false };
  const own = await collection.findOne<StoredMatch>({ ...live, _id: id as never }, { projection: READ });
  if (!own) return [];
  const record = matchedOf(entity, own);
  const blocks = await Promise.all(
    record.keys.map((key) =>
      collection
        .find<StoredMatch>({ ...live, 'search.match': key }, { projection: READ })
        .limit(MOST_IN_BLOCK + 1)
        .toArray(),
    ),
  );
  const counts = new Map(record.keys.map((key, at) => [key, blocks[at]?.length ?? 0]));
  const others = new Map<string, Matched>();
  for (const block of blocks.filter(({ length }) => length <= MOST_IN_BLOCK))
    for (const other of block)
      if (other._id !== id && others.size < MOST_COMPARED) others.set(other._id, matchedOf(entity, other));
  return [...others.values()]
    .map((other) => {
      const likeness = pairOf(entity, record, other, (key) => counts.get(key) ?? 0);
      return { ...foundPair(record, other, likeness), otherId: other._id };
    })
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score);
}

/** Compares one record with those that share something with it, and keeps what is alike. */
export async function compareRecord(
  crm: CrmCore,
  workspaceId: string,
  entity: string,
  id: string,
): Promise<void> {
  const pairs = await doublesOf(crm, workspaceId, entity, id);
  await storePairs(
    crm,
    workspaceId,
    entity,
    pairs.filter(({ score }) => score >= SHOWN_FROM),
    id,
  );
}

/** Compares all records of a kind and keeps what is alike. */
export async function compareAll(
  crm: CrmCore,
  workspaceId: string,
  entity: string,
  signal?: AbortSignal,
): Promise<FoundPairs & { compared: number }> {
  const records: Matched[] = [];
  const all = crm.store
    .model(entity)
    .collection.find<StoredMatch>({ workspaceId, isDeleted: false }, { projection: READ })
    .batchSize(BATCH);
  for await (const document of all) {
    signal?.throwIfAborted();
    const record = matchedOf(entity, document);
    if (record.keys.length > 0) records.push(record);
  }
  const found = findPairs(entity, records);
  signal?.throwIfAborted();
  await storePairs(crm, workspaceId, entity, found.pairs);
  return { ...found, compared: records.length };
}
