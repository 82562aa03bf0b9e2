import type { mongo } from 'mongoose';
import type { CrmCore } from '../../crm-core.ts';
import { idFrom } from '../../entity/ids.ts';
import { DuplicatePair, type DuplicatePairRecord } from '../duplicate-pair/duplicate-pair.schema.ts';
import { type FoundPair, foundPair } from './find-pairs.ts';
import { type Matched, matchedOf, pairOf } from './pair-score.ts';

type Stored = Omit<DuplicatePairRecord, 'id'> & { _id: string };

const AT_ONCE = 500;

/** The same two records are the same pair, whoever finds it. */
const pairIdOf = (
  workspaceId: string,
  entity: string,
  { aId, bId }: Pick<FoundPair, 'aId' | 'bId'>,
): string => idFrom(`pair ${workspaceId} ${entity} ${aId} ${bId}`);

/**
 * Keeps what was found. A pair that somebody has dismissed stays dismissed; one that was merged and is there again is
 * open again; one that is not alike any more is forgotten.
 *
 * @param of - the record whose pairs these are; without it they are all that there are
 */
export async function storePairs(
  crm: CrmCore,
  workspaceId: string,
  entity: string,
  pairs: readonly FoundPair[],
  of?: string,
): Promise<void> {
  const { collection } = crm.store.model(DuplicatePair.name);
  const all = { workspaceId, entity, ...(of && { $or: [{ aId: of }, { bId: of }] }) };
  const known = new Map(
    (await collection.find<Stored>(all as never, { projection: { outbox: 0, search: 0 } }).toArray()).map(
      (pair) => [pair._id, pair],
    ),
  );
  const now = crm.now();
  const writes: mongo.AnyBulkWriteOperation[] = [];
  for (const pair of pairs) {
    const _id = pairIdOf(workspaceId, entity, pair);
    const before = known.get(_id);
    known.delete(_id);
    if (before?.status === 'dismissed' || (before?.status === 'open' && isSame(before, pair))) continue;
    writes.push({
      updateOne: {
        filter: { _id: _id as never },
        update: {
          $set: { score: pair.score, reasons: pair.reasons, status: 'open', updatedAt: now },
          $unset: { keptId: 1 },
          $inc: { version: 1 },
          $setOnInsert: madeOf(workspaceId, entity, pair, now),
        },
        upsert: true,
      },
    });
  }
  for (const { _id, status } of known.values())
    if (status === 'open') writes.push({ deleteOne: { filter: { _id: _id as never, status: 'open' } } });
  for (let from = 0; from < writes.length; from += AT_ONCE)
    await collection.bulkWrite(writes.slice(from, from + AT_ONCE), { ordered: false });
}

/** The pair of two records, made where nobody had suspected them. @returns its id */
export async function suspectPair(
  crm: CrmCore,
  workspaceId: string,
  entity: string,
  oneId: string,
  otherId: string,
): Promise<string> {
  const stored = await crm.store
    .model(entity)
    .collection.find({ workspaceId, _id: { $in: [oneId, otherId] } as never })
    .toArray();
  const [a, b] = stored.map((document) => matchedOf(entity, document as never)) as [Matched, Matched];
  const pair = foundPair(
    a,
    b,
    pairOf(entity, a, b, () => 2),
  );
  await suspect(crm, workspaceId, entity, pair);
  return pairIdOf(workspaceId, entity, pair);
}

async function suspect(
  crm: CrmCore,
  workspaceId: string,
  entity: string,
  pair: FoundPair,
  status: DuplicatePairRecord['status'] = 'open',
): Promise<void> {
  const now = crm.now();
  const { score, reasons } = pair;
  const made = {
    ...madeOf(workspaceId, entity, pair, now),
    score,
    reasons,
    status,
    updatedAt: now,
    version: 1,
  };
  await crm.store
    .model(DuplicatePair.name)
    .collection.updateOne(
      { _id: pairIdOf(workspaceId, entity, pair) as never },
      { $setOnInsert: made },
      { upsert: true },
    );
}

/** Whoever was said not to be the one that goes is not the one that stays. */
export async function keepDismissed(
  crm: CrmCore,
  workspaceId: string,
  entity: string,
  from: string,
  to: string,
): Promise<void> {
  const dismissed = await crm.store
    .model(DuplicatePair.name)
    .find({ workspaceId, entity, status: 'dismissed', isDeleted: false, $or: [{ aId: from }, { bId: from }] })
    .lean<Stored[]>();
  for (const { aId, bId, score, reasons } of dismissed) {
    const [one = '', two = ''] = [to, aId === from ? bId : aId].toSorted();
    if (one !== two)
      await suspect(crm, workspaceId, entity, { aId: one, bId: two, score, reasons }, 'dismissed');
  }
}

const madeOf = (workspaceId: string, entity: string, { aId, bId }: FoundPair, now: Date) => ({
  workspaceId,
  entity,
  aId,
  bId,
  createdAt: now,
  createdBy: 'system',
  isDeleted: false,
});

const isSame = (before: Stored, pair: FoundPair): boolean =>
  before.score === pair.score && JSON.stringify(before.reasons) === JSON.stringify(pair.reasons);
