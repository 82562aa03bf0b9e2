import { accessFilter } from '../../entity/access.ts';
import type { Entity } from '../../entity/define-entity.ts';
import { orderKey } from '../../entity/order-key.ts';
import type { StoredDocument } from '../../entity/outbox.ts';
import { orderPath } from '../../entity/record-keys.ts';
import type { RecordStore } from '../../entity/record-store.ts';
import type { Scope } from '../../entity/scope.ts';
import { titleFieldOf } from '../mapping/targets.ts';

/** As it is stored, whatever the case and the dress it was written in: "HTTPS://WWW.Acme.com/" is acme.com. */
export function comparable(entity: Entity, field: string, value: unknown): string {
  if (field === titleFieldOf(entity)) return orderKey(String(value));
  const parsed = entity.fields.find(({ name }) => name === field)?.type.safeParse(value);
  return String(parsed?.success ? parsed.data : value);
}

/** Whether it is a value of the field at all: two rows with "none" as their e-mail are not the same person. */
export function isComparable(entity: Entity, field: string, value: unknown): boolean {
  const type = entity.fields.find(({ name }) => name === field)?.type;
  return field === titleFieldOf(entity) || !type || type.safeParse(value).success;
}

/**
 * The live records that have these values, which the scope may see; by what is compared (`comparable`). Names are compared
 * whole, without case or accents.
 */
export async function findBy(
  store: RecordStore,
  scope: Scope,
  entity: Entity,
  field: string,
  values: readonly unknown[],
): Promise<Map<string, StoredDocument[]>> {
  const found = new Map<string, StoredDocument[]>();
  const wanted = [...new Set(values.map((value) => comparable(entity, field, value)))];
  if (wanted.length === 0) return found;
  const isTitle = field === titleFieldOf(entity);
  const path = field === 'id' ? '_id' : isTitle ? orderPath(field) : field;
  const documents = await store
    .model(entity)
    .find({ $and: [accessFilter(entity, scope), { isDeleted: false, [path]: { $in: wanted } }] })
    .select({ search: 0, outbox: 0 })
    .lean<StoredDocument[]>();
  for (const document of documents) {
    const key = comparable(entity, field, field === 'id' ? document._id : document[field]);
    found.set(key, [...(found.get(key) ?? []), document]);
  }
  return found;
}
