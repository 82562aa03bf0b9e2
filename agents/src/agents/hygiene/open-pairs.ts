import { type AnyRecord, type Entity, titleOf } from '@clianta/crm-core/entity/define-entity';
import {
  DuplicatePair,
  type DuplicatePairRecord,
} from '@clianta/crm-core/intelligence/duplicate-pair/duplicate-pair.schema';
import { compareAll } from '@clianta/crm-core/intelligence/hygiene/compare-records';
import { MOST_MERGED } from '@clianta/crm-core/intelligence/hygiene/merge-records';
import type { ToolContext } from '../../tool.ts';

/** Up to so many records are compared when somebody asks; of more the nightly look counts, and what has changed since. */
const AT_ONCE = 5_000;
const PAGE = 500;
const MOST_PAIRS = 2_000;

export interface OpenPair {
  pair: DuplicatePairRecord;
  a: AnyRecord;
  b: AnyRecord;
}

/** The suspected duplicates of a kind that nobody has dismissed, the likeliest first. */
export async function openPairs(context: ToolContext, entity: Entity): Promise<OpenPair[]> {
  const { crm, scope } = context;
  if ((await crm.records(entity).count(scope)) <= AT_ONCE)
    await compareAll(crm, scope.workspaceId, entity.name, context.signal);
  const pairs: DuplicatePairRecord[] = [];
  let cursor: string | undefined;
  do {
    const page = await crm.records(DuplicatePair).find(scope, {
      where: [
        { field: 'entity', op: 'eq', value: entity.name },
        { field: 'status', op: 'eq', value: 'open' },
      ],
      sort: '-score',
      limit: PAGE,
      ...(cursor && { cursor }),
    });
    pairs.push(...page.records);
    cursor = page.nextCursor;
  } while (cursor && pairs.length < MOST_PAIRS);
  const records = await crm.records(entity).getMany(
    scope,
    pairs.flatMap(({ aId, bId }) => [aId, bId]),
  );
  return pairs.flatMap((pair) => {
    const [a, b] = [records.get(pair.aId), records.get(pair.bId)];
    return a && b && !a.isDeleted && !b.isDeleted ? [{ pair, a, b }] : [];
  });
}

export interface Groups {
  groups: AnyRecord[][];
  /** Groups that somebody has to look at first, in words. */
  leftOut: string[];
}

/** Pairs that share a record are one group. What is too large, or has two in it that are known to be different, is left out. */
export async function groupsOf(
  context: ToolContext,
  entity: Entity,
  pairs: readonly OpenPair[],
): Promise<Groups> {
  const { crm, scope } = context;
  const groupOf = new Map<string, Map<string, AnyRecord>>();
  for (const { a, b } of pairs) {
    const [one, two] = [groupOf.get(a.id) ?? new Map([[a.id, a]]), groupOf.get(b.id) ?? new Map([[b.id, b]])];
    const all = new Map([...one, ...two]);
    for (const id of all.keys()) groupOf.set(id, all);
  }
  const { records: dismissed } = await crm.records(DuplicatePair).find(scope, {
    where: [
      { field: 'entity', op: 'eq', value: entity.name },
      { field: 'status', op: 'eq', value: 'dismissed' },
    ],
    limit: PAGE,
  });
  const result: Groups = { groups: [], leftOut: [] };
  for (const group of new Set(groupOf.values())) {
    const records = [...group.values()];
    const name = `**${titleOf(entity, records[0] as AnyRecord)}**`;
    const isKnownApart = dismissed.some(({ aId, bId }) => group.has(aId) && group.has(bId));
    if (records.length > MOST_MERGED)
      result.leftOut.push(
        `${name} (${records.length} records, and at most ${MOST_MERGED} are merged into one)`,
      );
    else if (isKnownApart) result.leftOut.push(`${name} (two of them are known to be different)`);
    else result.groups.push(records);
  }
  return result;
}
