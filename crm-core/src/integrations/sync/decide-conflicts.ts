import type { CrmCore } from '../../crm-core.ts';
import { type Scope, systemScope } from '../../entity/scope.ts';
import { FieldMapping } from './field-mapping.schema.ts';
import type { MergeRule } from './merge-fields.ts';
import { SyncConflict, type SyncConflictRecord } from './sync-conflict.schema.ts';
import { SyncConflicts } from './sync-conflicts.ts';
import { SyncLinks } from './sync-links.ts';

/**
 * A person says which side is right. Both are taken to have had the other one's value, so that the next run, which compares these
 * records whether they changed or not, brings the chosen one over.
 */
export async function decideConflicts(
  crm: CrmCore,
  workspaceId: string,
  conflicts: readonly SyncConflictRecord[],
  keep: 'ours' | 'theirs',
): Promise<void> {
  const own = systemScope(workspaceId);
  const links = new SyncLinks(crm);
  for (const { id, linkId, field, ours, theirs } of await new SyncConflicts(crm).withValues(conflicts)) {
    await links.decide(linkId, { [field]: (keep === 'ours' ? theirs : ours) ?? null });
    await crm.records(SyncConflict).update(own, id, { decidedBy: 'person', winner: keep });
  }
}

/**
 * Which side is right from now on where both have changed a field.
 *
 * @param fields - of ours, by kind of record
 * @returns the mappings that have it
 */
export async function setRule(
  crm: CrmCore,
  scope: Scope,
  credentialId: string,
  fields: ReadonlyArray<{ entity: string; field: string }>,
  rule: MergeRule,
): Promise<Array<{ id: string; object: string }>> {
  const own: Scope = { ...scope, role: 'system' };
  const { records } = await crm.records(FieldMapping).find(own, {
    where: [{ field: 'credentialId', op: 'eq', value: credentialId }],
    sort: 'createdAt',
    limit: 50,
  });
  const changed: Array<{ id: string; object: string }> = [];
  for (const mapping of records) {
    const isMeant = (ours: string) =>
      fields.some(({ entity, field }) => entity === mapping.entity && field === ours);
    if (!mapping.fields.some(({ ours }) => isMeant(ours))) continue;
    const next = mapping.fields.map((one) => (isMeant(one.ours) ? { ...one, rule } : one));
    await crm.records(FieldMapping).update(own, mapping.id, { fields: next });
    changed.push({ id: mapping.id, object: mapping.object });
  }
  return changed;
}
