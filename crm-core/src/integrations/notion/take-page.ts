import type { Entity } from '../../entity/define-entity.ts';
import { newId } from '../../entity/ids.ts';
import { type Scope, systemScope } from '../../entity/scope.ts';
import type { Connection } from '../layer/define-integration.ts';
import { FieldMapping } from '../sync/field-mapping.schema.ts';
import { type MergeRule, mergeFields } from '../sync/merge-fields.ts';
import { hashOf, type SyncLink } from '../sync/sync-links.ts';
import type { SyncRun } from '../sync/sync-run.ts';
import { type PageThere, pageSchema } from './data-source.ts';
import { type PageField, propertiesOf, valuesHere, valuesThere } from './page-fields.ts';

const NOTION = 'Notion';

type Taking = Connection & Pick<SyncRun, 'links' | 'conflicts' | 'counts' | 'failed'>;

/** Writes what is read there: one undo group, marked as text of another system. */
export function notionScope(workspaceId: string, credentialId: string): Scope {
  const groupId = newId();
  const cause = { eventId: `${credentialId}:${groupId}`, chain: [], depth: 0 };
  return { ...systemScope(workspaceId, NOTION), groupId, outside: NOTION, cause };
}

/** Which side is right, field by field; the mapping is made so that people can say otherwise. */
export async function rulesOf(
  { crm, credential: { id: credentialId, workspaceId } }: Connection,
  entity: Entity,
  fields: readonly PageField[],
): Promise<Record<string, MergeRule>> {
  const system = systemScope(workspaceId);
  const mappings = crm.records(FieldMapping);
  const found = await mappings.findOne(system, { credentialId, object: entity.name });
  const known = new Map(found?.fields.map(({ ours, rule }) => [ours, rule]));
  const next = fields.map(({ field: { name: ours }, column: theirs }) => ({
    ...{ ours, theirs, direction: 'both' as const },
    rule: known.get(ours) ?? ('newest' as const),
  }));
  if (!found)
    await mappings.create(system, {
      credentialId,
      object: entity.name,
      entity: entity.name,
      isOn: true,
      fields: next,
    });
  else if (hashOf(found.fields) !== hashOf(next)) await mappings.update(system, found.id, { fields: next });
  return Object.fromEntries(next.map(({ ours, rule }) => [ours, rule]));
}

/**
 * Compares a page with its record, three ways and field by field, and writes each side what the other has changed.
 *
 * @param isForced - also where the page says what it said before: the record is about to be written there
 */
export async function takePage(
  taking: Taking,
  scope: Scope,
  page: PageThere,
  one: { link: SyncLink; entity: Entity; fields: readonly PageField[]; rules: Record<string, MergeRule> },
  isForced = false,
): Promise<void> {
  const { crm, counts, links, conflicts, call } = taking;
  const { link, entity, fields, rules } = one;
  const theirs = valuesThere(fields, page);
  const hash = hashOf(theirs);
  if (link.state !== 'ok' || (link.hash === hash && !isForced && !link.isWanted))
    return void counts.skipped++;
  const records = crm.records(entity);
  const record = (await records.getMany(scope, [link.recordId])).get(link.recordId);
  if (!record) return void counts.skipped++;
  const ours = valuesHere(fields, record as never);
  const { updatedAt: oursAt, version } = record as { updatedAt?: Date; version: number };
  const merged = mergeFields(
    {
      base: link.base,
      ours,
      theirs,
      ...(oursAt && { oursAt }),
      ...(page.last_edited_time && { theirsAt: page.last_edited_time }),
    },
    { rules },
  );
  await conflicts.keep(link, merged.conflicts);
  counts.conflicts += merged.conflicts.length;
  const patch = Object.fromEntries(
    fields
      .filter(({ field }) => field.name in merged.toOurs)
      .map(({ field, toOurs }) => [field.name, toOurs(merged.toOurs[field.name])]),
  );
  if (Object.keys(patch).length > 0) {
    await records.update(scope, link.recordId, patch as never, { version });
    counts.updated++;
  }
  const properties = propertiesOf(fields, merged.toTheirs);
  let answered = theirs;
  if (Object.keys(properties).length > 0) {
    const path = `/v1/pages/${page.id}`;
    const answer = await call({ method: 'PATCH', path, json: { properties }, isRepeatable: true });
    answered = valuesThere(fields, answer.json(pageSchema));
    counts.updated++;
  }
  const next = { base: merged.base, hash: hashOf(answered) };
  const isChange = Object.keys(patch).length + Object.keys(properties).length > 0;
  if (isChange) await links.save(link, { ...link, ...next });
  else await links.seen(link, next);
}
