import type { Entity } from './define-entity.ts';

/** How records of one kind belong to records of another. */
export interface Relation {
  /** The other records. */
  entity: Entity;
  /** The field that holds an id: of the asking record when it refers to one, of the others when there may be many. */
  via: string;
  isMany: boolean;
}

/**
 * What a name in a filter stands for besides a plain field: the record that a field refers to (`companyId`), or the
 * records of another kind that refer to this one, by what those are called in the plural ("opportunities", "deals").
 */
export function relationOf(
  entity: Entity,
  name: string,
  entities: ReadonlyMap<string, Entity>,
): Relation | undefined {
  const own = entity.fields.find((field) => field.name === name && !field.hidden);
  const target = own?.ref === undefined ? undefined : entities.get(own.ref);
  if (own && target) return { entity: target, via: own.name, isMany: false };
  for (const other of entities.values()) {
    if (other.plural !== name && other.label.many !== name) continue;
    const via = other.fields.find((field) => field.ref === entity.name && !field.hidden);
    if (via) return { entity: other, via: via.name, isMany: true };
  }
  return undefined;
}

/** By entity name, through how many references its records lead at most: what records refer to has less than they. */
export function depthsOf(entities: ReadonlyMap<string, Entity>): Map<string, number> {
  const depths = new Map<string, number>();
  const depthOf = (name: string): number => {
    const known = depths.get(name);
    if (known !== undefined) return known;
    // a circle of references counts as none
    depths.set(name, 0);
    const fields = entities.get(name)?.fields ?? [];
    const refs = fields.flatMap(({ ref }) => (ref ? [ref] : []));
    // what may belong to a record of any kind comes after them all
    const isOfAny = fields.some(({ refBy, onDelete }) => refBy !== undefined && onDelete === 'cascade');
    if (isOfAny) {
      depths.set(name, entities.size);
      return entities.size;
    }
    const depth = Math.max(0, ...refs.filter((ref) => ref !== name).map((ref) => 1 + depthOf(ref)));
    depths.set(name, depth);
    return depth;
  };
  for (const name of entities.keys()) depthOf(name);
  return depths;
}
