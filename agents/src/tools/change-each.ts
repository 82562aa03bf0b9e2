import type { BulkResult } from '@clianta/crm-core/entity/bulk';
import { type AnyRecord, type Entity, titleOf } from '@clianta/crm-core/entity/define-entity';
import type { Filter } from '@clianta/crm-core/entity/filter.schema';
import { newId } from '@clianta/crm-core/entity/ids';
import { operation, type Scope } from '@clianta/crm-core/entity/scope';
import { CliantaError, ConflictError } from '@clianta/crm-core/errors';
import type { ToolContext } from '../tool.ts';

const PAGE = 200;
const PARALLEL = 16;
/** Tries of one record when others write to it meanwhile. */
const TRIES = 3;

/**
 * Changes every record that the filter matches by a patch of its own, in one undo group. A record that refuses is
 * reported and the others go on.
 *
 * @param patchOf - what to set on a record; empty: nothing
 */
export async function changeEach(
  context: ToolContext,
  entity: Entity,
  filter: Filter,
  patchOf: (record: AnyRecord) => Record<string, unknown>,
  onProgress: (done: number, total: number) => void,
): Promise<BulkResult> {
  const { scope } = context;
  const service = context.crm.records(entity);
  const groupId = scope.groupId ?? scope.turnId ?? newId();
  const operationId = scope.operation?.next();
  const records = await matching(context, entity, filter);
  const result: BulkResult = { groupId, changed: [], unchanged: [], failed: [] };
  let done = 0;

  const changeOne = async (record: AnyRecord) => {
    let current = record;
    for (let attempt = 1; ; attempt++) {
      const own: Scope = {
        ...scope,
        groupId,
        isBulk: records.length > 1,
        ...(operationId && { operation: operation(`${operationId}.${record.id}`) }),
      };
      try {
        const patch = patchOf(current);
        if (Object.keys(patch).length === 0) return false;
        // worked out from what was read, so it is written on that alone
        const after = await service.update(own, current.id, patch as never, { version: current.version });
        return after.version !== current.version;
      } catch (error) {
        if (!(error instanceof ConflictError) || attempt === TRIES) throw error;
        current = await service.get(scope, record.id);
      }
    }
  };
  const one = async (record: AnyRecord) => {
    try {
      ((await changeOne(record)) ? result.changed : result.unchanged).push(record.id);
    } catch (error) {
      if (!(error instanceof CliantaError)) throw error;
      result.failed.push({ id: record.id, title: titleOf(entity, record), message: error.message });
    }
    onProgress(++done, records.length);
  };
  for (let start = 0; start < records.length; start += PARALLEL)
    await Promise.all(records.slice(start, start + PARALLEL).map(one));
  return result;
}

async function matching(context: ToolContext, entity: Entity, filter: Filter): Promise<AnyRecord[]> {
  const wanted = context.approvedIds && new Set(context.approvedIds);
  const found: AnyRecord[] = [];
  let cursor: string | undefined;
  do {
    const page = await context.crm
      .records(entity)
      .find(context.scope, { ...filter, sort: 'id', limit: PAGE, ...(cursor && { cursor }) });
    found.push(...page.records.filter((record) => !wanted || wanted.has(record.id)));
    cursor = page.nextCursor;
  } while (cursor);
  return found;
}
