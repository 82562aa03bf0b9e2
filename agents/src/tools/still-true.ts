import { type Entity, titleOf } from '@clianta/crm-core/entity/define-entity';
import type { Filter } from '@clianta/crm-core/entity/filter.schema';
import type { ToolContext } from '../tool.ts';
import { counted, listed } from './format.ts';

/** Records that are named in a sentence; of more there is the number. */
const NAMED = 5;

/** What of an approved proposal still holds when it is carried out. */
export interface StillTrue {
  ids: string[];
  /** Sentences about what is left out and why; empty when nothing is. */
  leftOut: string;
}

/**
 * An approval is of what was shown: a record that no longer fits the condition, was changed since, or is gone, is left
 * out. What this very call has done before it was broken off stays in.
 *
 * @param filter - the condition that the records were chosen by; none when one was named
 */
export async function stillTrue(
  context: ToolContext,
  entity: Entity,
  filter: Filter | undefined,
): Promise<StillTrue> {
  const { scope, approvedIds = [], approvedVersions } = context;
  const service = context.crm.records(entity);
  const [versions, fitting, written] = await Promise.all([
    service.versions(scope, approvedIds),
    filter ? service.ids(scope, filter) : undefined,
    scope.operation ? service.writtenBy(scope, `${scope.operation.id}.`) : undefined,
  ]);
  const fits = fitting && new Set(fitting);
  const own = new Set(written?.values());
  const reasonOf = (id: string): string | undefined => {
    if (own.has(id)) return undefined;
    const version = versions.get(id);
    if (version === undefined) return 'is gone already';
    if (fits && !fits.has(id)) return 'no longer fits';
    return (approvedVersions?.get(id) ?? version) === version ? undefined : 'was changed since it was shown';
  };
  const reasons = new Map(approvedIds.map((id) => [id, reasonOf(id)]));
  const ids = approvedIds.filter((id) => reasons.get(id) === undefined);
  const left = approvedIds.filter((id) => reasons.get(id) !== undefined);
  return { ids, leftOut: await inWords(context, entity, left, reasons) };
}

async function inWords(
  context: ToolContext,
  entity: Entity,
  left: readonly string[],
  reasons: ReadonlyMap<string, string | undefined>,
): Promise<string> {
  if (left.length === 0) return '';
  const named = left.slice(0, NAMED);
  const records = await context.crm.records(entity).getMany(context.scope, named);
  const parts = named.map((id) => {
    const record = records.get(id);
    return `**${record ? titleOf(entity, record) : `a ${entity.label.one}`}** (${reasons.get(id)})`;
  });
  const more = left.length - named.length;
  if (more > 0) parts.push(`${counted(more, { one: 'other', many: 'others' })}`);
  return `I left out ${listed(parts)}.`;
}
