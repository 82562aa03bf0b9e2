import { type ListOptions, recordsOf } from '../api/records.ts';
import type { Kinds } from './kinds.ts';
import { partKey, type Values, valueAt } from './value-text.ts';

/** Records of one kind that others name. */
interface Referred {
  /** Of the records. */
  ids: Set<string>;
  /** Of entries in lists of the records: the stages of pipelines. */
  partIds: Set<string>;
  lists: Set<string>;
}

/** What records name, by kind. */
export type References = ReadonlyMap<string, Referred>;

/** Values of a record of the kind, all or some. */
export interface Valued {
  kind: string;
  values: Values;
}

/** What the values name and is not known yet. */
export function referencesOf(
  kinds: Kinds,
  valued: readonly Valued[],
  known: ReadonlyMap<string, string>,
): References {
  const found = new Map<string, Referred>();
  const of = (kind: string) => {
    const referred = found.get(kind) ?? { ids: new Set(), partIds: new Set(), lists: new Set() };
    found.set(kind, referred);
    return referred;
  };
  for (const { kind, values } of valued) {
    for (const { name, ref, part } of kinds.get(kind)?.fields ?? []) {
      if (!ref && !part) continue;
      for (const id of [valueAt(values, name)].flat()) {
        if (typeof id !== 'string' || id === '' || known.has(id)) continue;
        if (ref) of(ref).ids.add(id);
        if (part) of(part.of).partIds.add(id);
        if (part) of(part.of).lists.add(part.list);
      }
    }
  }
  return found;
}

/** Most records of a kind whose lists are looked through for an entry. */
const MOST_LISTED = 500;

/** Names by id, of every record and entry that was asked for; one request for each kind. */
export async function fetchNames(
  workspaceId: string,
  kinds: Kinds,
  references: References,
  signal: AbortSignal,
): Promise<Map<string, string>> {
  const byKind = [...references].map(async ([name, { ids, partIds, lists }]) => {
    const kind = kinds.get(name);
    const names = new Map([...ids, ...partIds].map((id) => [id, kind ? '(deleted)' : '(hidden)']));
    if (!kind) return names;
    // a list has its entries in any of the records, so that all of them are asked for
    const options: ListOptions = partIds.size
      ? { limit: MOST_LISTED }
      : { limit: ids.size, filter: { where: [{ field: 'id', op: 'in', value: [...ids] }] } };
    const { records } = await recordsOf<Values>(workspaceId, kind.plural).list({
      ...options,
      deleted: 'all',
      signal,
    });
    for (const record of records) {
      const id = String(record.id);
      if (ids.has(id)) names.set(id, String(record[kind.title] ?? id));
      for (const list of lists) {
        for (const part of partsOf(record[list])) {
          names.set(partKey(id, part.id), part.name);
          if (names.get(part.id) === '(deleted)') names.set(part.id, part.name);
        }
      }
    }
    return names;
  });
  return new Map((await Promise.all(byKind)).flatMap((names) => [...names]));
}

export function partsOf(list: unknown): { id: string; name: string }[] {
  return (Array.isArray(list) ? list : []).filter(
    (one) => typeof one?.id === 'string' && typeof one?.name === 'string',
  );
}
