import { recordsOf } from '../../api/records.ts';
import type { EntityMetadata, FieldMetadata } from '../../metadata/kinds.ts';
import { isEmpty, type Values, valueAt } from '../../metadata/value-text.ts';

/** A suspected duplicate as REST tells it. */
export interface Pair {
  id: string;
  version: number;
  entity: string;
  aId: string;
  bId: string;
  score: number;
  reasons: Array<{ kind: string; points: number; text: string }>;
  status: 'open' | 'dismissed' | 'merged';
}

export type PairRecord = Values & { id: string; createdAt: string };

/** A pair with its two records, the one that would stay first. */
export interface ShownPair {
  pair: Pair;
  records: readonly [PairRecord, PairRecord];
}

export const pairsOf = (workspaceId: string) => recordsOf<Pair>(workspaceId, 'duplicate-pairs');

export const OPEN = { field: 'status', op: 'eq' as const, value: 'open' };

/** The pairs whose two records are both there. */
export async function withRecords(
  workspaceId: string,
  kind: EntityMetadata,
  pairs: readonly Pair[],
  signal: AbortSignal,
): Promise<ShownPair[]> {
  const ids = [...new Set(pairs.flatMap(({ aId, bId }) => [aId, bId]))];
  if (ids.length === 0) return [];
  const { records } = await recordsOf<PairRecord>(workspaceId, kind.plural).list({
    filter: { where: [{ field: 'id', op: 'in', value: ids }] },
    limit: ids.length,
    signal,
  });
  const byId = new Map(records.map((record) => [record.id, record]));
  return pairs.flatMap((pair) => {
    const [a, b] = [byId.get(pair.aId), byId.get(pair.bId)];
    return a && b ? [{ pair, records: inOrder(kind, a, b) }] : [];
  });
}

/** The fuller record first, then the older, as the server has it. */
function inOrder(kind: EntityMetadata, a: PairRecord, b: PairRecord): [PairRecord, PairRecord] {
  const filled = (record: PairRecord) =>
    kind.fields.filter(({ name, isReadOnly }) => !isReadOnly && !isEmpty(valueAt(record, name))).length;
  const isFuller = filled(b) - filled(a) || Date.parse(a.createdAt) - Date.parse(b.createdAt);
  return isFuller > 0 ? [b, a] : [a, b];
}

/** The fields that at least one of them fills, and whether which one is kept is a choice. */
export function comparedFields(
  kind: EntityMetadata,
  [a, b]: readonly [PairRecord, PairRecord],
): Array<{ field: FieldMetadata; isChoice: boolean }> {
  return kind.fields
    .filter(
      ({ name, kind: type }) =>
        type !== 'object' && !(isEmpty(valueAt(a, name)) && isEmpty(valueAt(b, name))),
    )
    .map((field) => {
      const [one, two] = [valueAt(a, field.name), valueAt(b, field.name)];
      const isFilled = !isEmpty(one) && !isEmpty(two);
      // lists are united and notes joined
      const isJoined = field.kind === 'array' || field.format === 'longtext';
      const isChoice =
        isFilled && !isJoined && !field.isReadOnly && JSON.stringify(one) !== JSON.stringify(two);
      return { field, isChoice };
    });
}
