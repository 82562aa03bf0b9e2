import type { CrmCore } from '../../crm-core.ts';
import type { Filter } from '../../entity/filter.schema.ts';
import type { Scope } from '../../entity/scope.ts';
import type { AuditPage, AuditRow, ManyChanges } from './audit-requests.schema.ts';
import { UserAction, type UserActionRecord } from './user-action.schema.ts';

/** A request that made more changes than this is one row of the audit log. */
const MOST_SINGLE = 5;

/**
 * The audit log newest first, with the changes of one request in one row where there are many. A request stands where
 * its newest change does, so pages follow each other without a gap and without saying anything twice.
 */
export async function auditRequests(
  crm: CrmCore,
  scope: Scope,
  { filter = {}, limit = 50, cursor }: { filter?: Filter; limit?: number; cursor?: string | undefined },
): Promise<AuditPage> {
  const audit = crm.records(UserAction);
  const given = filter.where ?? [];
  const rows: AuditRow[] = [];
  /** Undefined: too few changes to be one row. */
  const known = new Map<string, (ManyChanges & { newestId: string }) | undefined>();
  let next = cursor;
  do {
    const folded = [...known].flatMap(([groupId, many]) => (many ? [groupId] : []));
    const page = await audit.find(scope, {
      ...filter,
      where: [
        ...given,
        ...(folded.length > 0 ? [{ field: 'groupId', op: 'not_in' as const, value: folded }] : []),
      ],
      sort: '-at',
      limit: limit - rows.length,
      ...(next && { cursor: next }),
    });
    const unknown = [...new Set(page.records.map(({ groupId }) => groupId))].filter((id) => !known.has(id));
    for (const [groupId, many] of await manyOf(crm, scope, filter, unknown)) known.set(groupId, many);
    for (const entry of page.records) {
      const many = known.get(entry.groupId);
      if (!many) rows.push({ entry });
      else if (many.newestId === entry.id) {
        const { newestId: _, ...rest } = many;
        rows.push({ entry, many: rest });
      }
    }
    next = page.nextCursor;
  } while (next && rows.length < limit);
  return { rows, ...(next && { nextCursor: next }) };
}

/** Of each group of changes: what it comes to when there are many that the filter matches. */
async function manyOf(
  crm: CrmCore,
  scope: Scope,
  filter: Filter,
  groupIds: readonly string[],
): Promise<Map<string, (ManyChanges & { newestId: string }) | undefined>> {
  const audit = crm.records(UserAction);
  const found = new Map<string, (ManyChanges & { newestId: string }) | undefined>();
  if (groupIds.length === 0) return found;
  const within = (ids: readonly string[]): Filter => ({
    ...filter,
    where: [...(filter.where ?? []), { field: 'groupId', op: 'in', value: ids }],
  });
  const { groups } = await audit.totals(scope, {
    ...within(groupIds),
    groupBy: ['groupId', 'entity', 'change'],
  });
  for (const groupId of groupIds) {
    const kinds = groups
      .filter(({ key }) => key.groupId === groupId)
      .map(({ key, count }) => ({
        entity: String(key.entity),
        change: key.change as UserActionRecord['change'],
        count,
      }))
      .sort((a, b) => b.count - a.count);
    const count = kinds.reduce((sum, kind) => sum + kind.count, 0);
    found.set(groupId, undefined);
    if (count <= MOST_SINGLE) continue;
    const [newest, standing] = await Promise.all([
      audit.find(scope, { ...within([groupId]), sort: '-at', limit: 1 }),
      audit.count(scope, {
        ...within([groupId]),
        where: [...(within([groupId]).where ?? []), { field: 'undoneAt', op: 'is_empty' }],
      }),
    ]);
    found.set(groupId, { count, standing, kinds, newestId: newest.records[0]?.id ?? '' });
  }
  return found;
}
