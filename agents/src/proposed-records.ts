import { Approval, type ApprovalRecord } from '@clianta/crm-core/conversations/approval/approval.schema';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import { type AnyRecord, type Entity, titleOf } from '@clianta/crm-core/entity/define-entity';
import { type Scope, systemScope } from '@clianta/crm-core/entity/scope';
import { ForbiddenError } from '@clianta/crm-core/errors';
import { mayAnswer } from './approvals.ts';
import type { Catalogue } from './catalogue.ts';
import type { ListCard } from './reply.schema.ts';
import { sampleOf } from './tools/present.ts';
import { readingContext } from './tools/reading-context.ts';

/** Some of a proposal's records, in its order. */
export interface ProposedRecords {
  items: ListCard['items'];
  /** How many the proposal has in all. */
  count: number;
}

/** Records of a page. */
const PAGE = 50;

/**
 * The records of a proposal from a place on, as its preview shows some of them; what the reader may not see is not named.
 *
 * @throws NotFoundError, ForbiddenError for somebody who may neither decide on it nor take it back
 */
export async function proposedRecords(
  crm: CrmCore,
  catalogue: Catalogue,
  scope: Scope,
  { approvalId, from = 0, limit = PAGE }: { approvalId: string; from?: number; limit?: number },
): Promise<ProposedRecords> {
  const approval = await crm.records(Approval).get(systemScope(scope.workspaceId), approvalId);
  if (!mayAnswer(approval, scope))
    throw new ForbiddenError('Only those who may decide on this can see what it is about.');
  const { recordIds, preview } = approval;
  // what adds something has no records yet
  if (recordIds.length === 0)
    return { items: preview.sample.slice(from, from + limit), count: preview.sample.length };
  const ids = recordIds.slice(from, from + limit);
  const found = await recordsOf(crm, catalogue, scope, approval, ids);
  const context = await readingContext(crm, catalogue, scope);
  const details = new Map<string, ListCard['items'][number]>();
  for (const { entity, records } of found) {
    const named = records.map((record) => ({ id: record.id, title: titleOf(entity, record) }));
    const shown = await sampleOf(context, entity, named);
    for (const [at, { id }] of named.entries()) {
      const one = shown[at];
      if (one) details.set(id, { ...one, entity: entity.name, id });
    }
  }
  const items = ids.map(
    (id) => details.get(id) ?? { title: 'A record that you may not see, or that is gone' },
  );
  return { items, count: recordIds.length };
}

/** They are mostly of the tool's own kind; a task for each contact is about contacts. */
async function recordsOf(
  crm: CrmCore,
  catalogue: Catalogue,
  scope: Scope,
  { tool }: Pick<ApprovalRecord, 'tool'>,
  ids: readonly string[],
): Promise<Array<{ entity: Entity; records: AnyRecord[] }>> {
  const own = catalogue.tool(tool)?.tool.entity;
  const kinds = [...catalogue.spoken].sort((a, b) => Number(b.name === own) - Number(a.name === own));
  const found: Array<{ entity: Entity; records: AnyRecord[] }> = [];
  const missing = new Set(ids);
  for (const entity of kinds) {
    if (missing.size === 0) break;
    const records = [...(await crm.records(entity).getMany(scope, missing)).values()];
    for (const { id } of records) missing.delete(id);
    if (records.length > 0) found.push({ entity, records });
  }
  return found;
}
