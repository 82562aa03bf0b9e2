import { CliantaError, ConflictError } from '../errors.ts';
import { type Entity, type RecordOf, titleOf, type UpdateInputOf } from './define-entity.ts';
import type { Filter } from './filter.schema.ts';
import { newId } from './ids.ts';
import { type Consequence, countConsequences } from './on-delete.ts';
import type { RecordService } from './record-service.ts';
import { operation, type Scope } from './scope.ts';

/** Records shown as a sample of what a bulk change would touch. */
const SAMPLE_SIZE = 5;
const PAGE = 200;
const PARALLEL = 16;
/** Tries of a record whose new values follow from its old ones, when others write to it meanwhile. */
const TRIES = 3;

export interface DryRun {
  /** How many records the filter matches now. */
  count: number;
  sample: Array<{ id: string; title: string }>;
  /** Of a deletion: what it does to others. */
  consequences?: Array<{ entity: string; rule: Consequence['rule']; count: number }>;
}

export interface BulkResult {
  groupId: string;
  changed: string[];
  unchanged: string[];
  failed: Array<{ id: string; title: string; message: string }>;
}

export type BulkChange<E extends Entity> =
  | { kind: 'update'; patch: UpdateInputOf<E> }
  /** What is set follows from what the record has; an empty patch leaves it alone. */
  | { kind: 'updateEach'; patchOf(record: RecordOf<E>): UpdateInputOf<E> }
  | { kind: 'delete' };

/** Counts and samples what a bulk change would touch; writes nothing. */
export async function dryRun<E extends Entity>(
  service: RecordService<E>,
  scope: Scope,
  filter: Filter,
  kind: 'update' | 'delete' = 'update',
): Promise<DryRun> {
  const [count, page, consequences] = await Promise.all([
    service.count(scope, filter),
    service.find(scope, { ...filter, limit: SAMPLE_SIZE }),
    kind === 'delete'
      ? service.ids(scope, filter).then((ids) => service.consequences(scope, ids))
      : undefined,
  ]);
  return {
    count,
    sample: page.records.map((record) => ({ id: record.id, title: titleOf(service.entity, record) })),
    ...(consequences && {
      consequences: countConsequences(consequences).map(({ entity, rule, count: number }) => ({
        entity: entity.name,
        rule,
        count: number,
      })),
    }),
  };
}

/**
 * Changes every record that the filter matches, each by its own atomic write, all in one undo group. A record that
 * refuses the change is reported and the others go on. Of an operation that goes on after a crash, what it had done before
 * is in the result as well.
 *
 * @param options.ids - only these of the matching records: those that were approved
 * @param options.onProgress - told how many are done of how many
 */
export async function bulkChange<E extends Entity>(
  service: RecordService<E>,
  scope: Scope,
  filter: Filter,
  change: BulkChange<E>,
  options: { ids?: readonly string[]; onProgress?: (done: number, total: number) => void } = {},
): Promise<BulkResult> {
  const groupId = scope.groupId ?? scope.turnId ?? newId();
  const operationId = scope.operation?.next();
  const [found, before] = await Promise.all([
    matching(service, scope, filter, options.ids),
    operationId ? service.writtenBy(scope, `${operationId}.`) : new Map<string, string>(),
  ]);
  // an operation that goes on after a crash has done these, which may not match any more; what else it has written went
  // along with them
  const isOwn = ([entryId, id]: [string, string]) => entryId === `${operationId}.${id}.0`;
  const isDone = new Set([...before].filter(isOwn).map(([, id]) => id));
  const records = found.filter((record) => !isDone.has(record.id));
  const total = records.length + isDone.size;
  const result: BulkResult = { groupId, changed: [...isDone], unchanged: [], failed: [] };
  let done = isDone.size;
  const one = async (record: RecordOf<E>) => {
    // each try is the same operation, so that a record is changed once however often this runs
    const own = (): Scope => ({
      ...scope,
      groupId,
      isBulk: total > 1,
      ...(operationId && { operation: operation(`${operationId}.${record.id}`) }),
    });
    try {
      const isChanged = await changeOne(service, own, record, change);
      (isChanged ? result.changed : result.unchanged).push(record.id);
    } catch (error) {
      if (!(error instanceof CliantaError)) throw error;
      result.failed.push({
        id: record.id,
        title: titleOf(service.entity, record),
        message: error.message,
      });
    }
    options.onProgress?.(++done, total);
  };
  for (let start = 0; start < records.length; start += PARALLEL) {
    await Promise.all(records.slice(start, start + PARALLEL).map(one));
  }
  return result;
}

async function changeOne<E extends Entity>(
  service: RecordService<E>,
  scope: () => Scope,
  record: RecordOf<E>,
  change: BulkChange<E>,
): Promise<boolean> {
  if (change.kind === 'delete') return (await service.delete(scope(), record.id)).version !== record.version;
  if (change.kind === 'update')
    return (await service.update(scope(), record.id, change.patch)).version !== record.version;
  let current = record;
  for (let attempt = 1; ; attempt++) {
    const patch = change.patchOf(current);
    if (Object.keys(patch).length === 0) return false;
    try {
      // worked out from what was read, so it is written on that alone
      const after = await service.update(scope(), current.id, patch, { version: current.version });
      return after.version !== current.version;
    } catch (error) {
      if (!(error instanceof ConflictError) || attempt === TRIES) throw error;
      current = await service.get(scope(), record.id);
    }
  }
}

async function matching<E extends Entity>(
  service: RecordService<E>,
  scope: Scope,
  filter: Filter,
  ids: readonly string[] | undefined,
): Promise<RecordOf<E>[]> {
  const wanted = ids && new Set(ids);
  const found: RecordOf<E>[] = [];
  let cursor: string | undefined;
  do {
    const page = await service.find(scope, { ...filter, sort: 'id', limit: PAGE, ...(cursor && { cursor }) });
    found.push(...page.records.filter((record) => !wanted || wanted.has(record.id)));
    cursor = page.nextCursor;
  } while (cursor);
  return found;
}
