import { ConflictError } from '../errors.ts';
import { requireAccess, tenantFilter } from './access.ts';
import type { Entity } from './define-entity.ts';
import type { RecordStore } from './record-store.ts';
import type { Scope } from './scope.ts';
import type { Field } from './zod-fields.ts';

/**
 * What becomes of a record when the one that a field of it refers to is deleted: `refuse`: that one is not deleted;
 * `cascade`: it goes along; `clear`: the field is emptied; `keep`: nothing, the reference is history.
 */
export const ON_DELETE = ['refuse', 'cascade', 'clear', 'keep'] as const;
export type OnDelete = (typeof ON_DELETE)[number];

/** Records of one kind that a deletion touches besides those it names. */
export interface Consequence {
  entity: Entity;
  /** The field that refers. */
  field: Field;
  rule: Exclude<OnDelete, 'keep'>;
  ids: string[];
}

/** The fields that refer to records of a kind, with what their records do when one of those goes. */
function referrersOf(entity: Entity, entities: ReadonlyMap<string, Entity>): Array<Omit<Consequence, 'ids'>> {
  return [...entities.values()].flatMap((other) =>
    other.fields.flatMap((field) => {
      const rule = field.onDelete ?? 'keep';
      const mayRefer = field.ref === entity.name || field.refBy !== undefined;
      return mayRefer && rule !== 'keep' ? [{ entity: other, field, rule }] : [];
    }),
  );
}

/**
 * All that the deletion of these records touches besides them, those it takes along with what those take along. Each
 * record is named once: one that goes along is not also emptied.
 */
export async function consequencesOf(
  store: RecordStore,
  scope: Scope,
  entity: Entity,
  ids: readonly string[],
): Promise<Consequence[]> {
  const gone = new Set(ids.map((id) => `${entity.name} ${id}`));
  const found: Consequence[] = [];
  let frontier: Array<{ entity: Entity; ids: readonly string[] }> = [{ entity, ids }];
  while (frontier.length > 0) {
    const next: typeof frontier = [];
    for (const { entity: target, ids: targets } of frontier) {
      const referrers = targets.length > 0 ? referrersOf(target, store.entities) : [];
      const read = await Promise.all(
        referrers.map((referrer) => referring(store, scope, referrer, target, targets)),
      );
      for (const [at, referrer] of referrers.entries()) {
        const own = (read[at] ?? []).filter((id) => !gone.has(`${referrer.entity.name} ${id}`));
        if (own.length === 0) continue;
        found.push({ ...referrer, ids: own });
        if (referrer.rule !== 'cascade') continue;
        for (const id of own) gone.add(`${referrer.entity.name} ${id}`);
        next.push({ entity: referrer.entity, ids: own });
      }
    }
    frontier = next;
  }
  return found.flatMap((one) => {
    const stays =
      one.rule === 'cascade' ? one.ids : one.ids.filter((id) => !gone.has(`${one.entity.name} ${id}`));
    return stays.length > 0 ? [{ ...one, ids: stays }] : [];
  });
}

async function referring(
  store: RecordStore,
  scope: Scope,
  { entity, field }: Omit<Consequence, 'ids'>,
  target: Entity,
  targets: readonly string[],
): Promise<string[]> {
  const named = { ...(field.refBy && { [field.refBy]: target.name }), [field.name]: { $in: targets } };
  const found = await store
    .model(entity)
    .find({ $and: [tenantFilter(entity, scope), { isDeleted: false, ...named }] })
    .select({ _id: 1 })
    .lean<Array<{ _id: string }>>();
  return found.map(({ _id }) => _id);
}

/**
 * @param title - of the record that is to be deleted
 * @throws ConflictError when others hold on to it, ForbiddenError when the scope may not do what follows for others
 */
export function requireConsequences(scope: Scope, title: string, consequences: readonly Consequence[]): void {
  const held = consequences.filter(({ rule }) => rule === 'refuse');
  if (held.length > 0) {
    const who = held.map(({ entity, ids }) => countOf(entity, ids.length)).join(' and ');
    throw new ConflictError(
      `${title} cannot be deleted: ${who} ${held[0]?.ids.length === 1 ? 'belongs' : 'belong'} to it. Move them elsewhere first.`,
    );
  }
  for (const { entity, rule } of consequences)
    requireAccess(entity, scope, rule === 'cascade' ? 'delete' : 'update');
}

/** Consequences by kind of record and rule; each record counts once. */
export interface ConsequenceCount extends Pick<Consequence, 'entity' | 'field' | 'rule'> {
  ids: ReadonlySet<string>;
  count: number;
}

export function countConsequences(consequences: readonly Consequence[]): ConsequenceCount[] {
  const counts = new Map<string, Consequence & { all: Set<string> }>();
  for (const one of consequences) {
    const key = `${one.rule} ${one.entity.name}`;
    const known = counts.get(key) ?? { ...one, all: new Set() };
    counts.set(key, known);
    for (const id of one.ids) known.all.add(id);
  }
  return [...counts.values()].map(({ entity, field, rule, all }) => ({
    entity,
    field,
    rule,
    ids: all,
    count: all.size,
  }));
}

const countOf = ({ label }: Entity, count: number) => `${count} ${count === 1 ? label.one : label.many}`;
