import { InvalidError } from '../errors.ts';
import type { Entity } from './define-entity.ts';
import { relationOf } from './relations.ts';
import type { Totals } from './totals.ts';
import { addGroup, type TotalsGroup } from './totals-groups.ts';

/** A field of the record that a field refers to: `companyId.industry` of a deal. */
export interface Through {
  name: string;
  /** The field that refers to the other record. */
  via: string;
  target: Entity;
  field: string;
}

/** @throws InvalidError when the name has a dot and is no such field */
export function throughOf(
  entity: Entity,
  name: unknown,
  entities: ReadonlyMap<string, Entity>,
): Through | undefined {
  if (typeof name !== 'string' || !name.includes('.') || name.startsWith('customFields.')) return undefined;
  const at = name.indexOf('.');
  const [via, field] = [name.slice(0, at), name.slice(at + 1)];
  const relation = relationOf(entity, via, entities);
  const isPlain = relation?.entity.fields.some(
    (one) => one.name === field && !one.hidden && /^(string|enum|boolean|number)$/.test(one.kind),
  );
  if (!relation || relation.isMany || !isPlain)
    throw new InvalidError(`Cannot group ${entity.label.many} by "${name}".`, {
      groupBy: 'is no such field',
    });
  return { name, via, target: relation.entity, field };
}

/**
 * Totals by the other record put together to totals by its field.
 *
 * @param records - the other records by id; those that are not there count as without a value
 */
export function foldedThrough(
  { groups, all, isComplete }: Totals,
  { name, via, field }: Through,
  records: ReadonlyMap<string, object>,
): Totals {
  const folded = new Map<string, TotalsGroup>();
  for (const group of groups) {
    const record = records.get(String(group.key[via])) as
      | Record<string, TotalsGroup['key'][string]>
      | undefined;
    const { [via]: _id, ...others } = group.key;
    const key = { ...others, [name]: record?.[field] ?? null };
    const mark = JSON.stringify(key);
    const into = folded.get(mark) ?? { key, count: 0, totals: [] };
    folded.set(mark, into);
    addGroup(into, group);
  }
  return { groups: [...folded.values()], all, isComplete };
}
