import { compileFilter } from '../embedded-mongo/query/filter.ts';
import { InvalidError } from '../errors.ts';
import type { Entity } from './define-entity.ts';
import type { Condition } from './filter.schema.ts';
import { RecordReader } from './record-reader.ts';
import { systemScope } from './scope.ts';
import type { ServiceContext } from './service-context.ts';

/**
 * Whether a record that is not stored yet would be among those that a filter finds: the filter is compiled as for the
 * database, and asked of the values. What it says of other records is looked up. Conditions that cannot be asked, since
 * a field of the workspace is gone, hold of none.
 */
export async function wouldMatch(
  entity: Entity,
  context: ServiceContext,
  workspaceId: string,
  where: readonly Condition[],
  values: Record<string, unknown>,
): Promise<boolean> {
  if (where.length === 0) return true;
  try {
    const scope = systemScope(workspaceId);
    const query = await new RecordReader(entity, context).query(scope, { where: [...where] });
    return compileFilter(query(false))({ ...values, workspaceId, isDeleted: false });
  } catch (error) {
    if (error instanceof InvalidError) return false;
    throw error;
  }
}
