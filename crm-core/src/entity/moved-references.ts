import { tenantFilter } from './access.ts';
import type { Entity } from './define-entity.ts';
import type { StoredDocument } from './outbox.ts';
import { readUnited } from './read-united.ts';
import type { RecordStore } from './record-store.ts';
import type { Scope } from './scope.ts';
import type { Field } from './zod-fields.ts';

/** Where records of one kind may refer to those of another. */
interface Referrer {
  entity: Entity;
  field: Field;
}

/** Records that refer to others, by one field. */
export interface Reference extends Referrer {
  /** Written by people, and there: each is moved by a write of its own. */
  ids: string[];
  /** In the trash, or Clianta's own bookkeeping: moved without a trace in the audit log, and back by `moveBack`. */
  silentIds: string[];
}

/** Every field of the catalogue that holds an id of the entity's records; not what each record has one of to itself. */
function referrersTo(entity: Entity, entities: ReadonlyMap<string, Entity>): Referrer[] {
  return [...entities.values()].flatMap((other) =>
    other.fields.flatMap((field) => {
      const isOwn = other.unique?.some(([name, ...more]) => name === field.name && more.length === 0);
      return (field.ref === entity.name || field.refBy !== undefined) && !isOwn
        ? [{ entity: other, field }]
        : [];
    }),
  );
}

/** What refers to these records, wherever it is; fields that nothing refers by are left out. */
export async function referencesTo(
  store: RecordStore,
  scope: Scope,
  entity: Entity,
  ids: readonly string[],
): Promise<Reference[]> {
  const referrers = referrersTo(entity, store.entities);
  const documents = await readUnited<Pick<StoredDocument, '_id' | 'isDeleted'>>(
    store,
    referrers.map((referrer) => ({
      entity: referrer.entity,
      filter: pointing(referrer, scope, entity, ids),
    })),
    { select: { isDeleted: 1 } },
  );
  const found = referrers.map((referrer, at) => {
    const own = documents[at] ?? [];
    const isOpen = ({ isDeleted }: { isDeleted: boolean }) => referrer.entity.isAudited && !isDeleted;
    return {
      ...referrer,
      ids: own.filter(isOpen).map(({ _id }) => _id),
      silentIds: own.filter((one) => !isOpen(one)).map(({ _id }) => _id),
    };
  });
  return found.filter((one) => one.ids.length + one.silentIds.length > 0);
}

/** In the trash or not: indexes know the one before the other. */
const everywhere = (entity: Entity, scope: Scope) => ({
  ...tenantFilter(entity, scope),
  ...(entity.isAudited && { isDeleted: { $in: [false, true] } }),
});

function pointing({ entity, field }: Referrer, scope: Scope, target: Entity, ids: readonly string[]) {
  return {
    $and: [
      everywhere(entity, scope),
      { [field.name]: { $in: ids }, ...(field.refBy && { [field.refBy]: target.name }) },
    ],
  };
}

/** The field's value with one id in the place of others. */
export function movedValue(value: unknown, from: ReadonlySet<string>, to: string): unknown {
  const moved = (id: unknown) => (from.has(String(id)) ? to : id);
  return Array.isArray(value) ? [...new Set(value.map(moved))] : moved(value);
}

/** Moves what people do not write themselves, and keeps where it was; lists stay. Safe to repeat. */
export async function moveSilently(
  store: RecordStore,
  scope: Scope,
  { entity, field, silentIds }: Reference,
  from: string,
  to: string,
): Promise<void> {
  if (silentIds.length === 0 || field.kind === 'array') return;
  const { collection } = store.model(entity);
  const here = { ...tenantFilter(entity, scope), _id: { $in: silentIds }, [field.name]: from };
  await collection.updateMany(here as never, {
    $set: { [field.name]: to, [`movedFrom.${field.name}`]: from },
  });
}

/** Gives a record that has come back what had been moved silently from it to another. */
export async function moveBack(
  store: RecordStore,
  scope: Scope,
  entity: Entity,
  from: string,
  to: string,
): Promise<void> {
  for (const { entity: other, field } of referrersTo(entity, store.entities)) {
    const mark = `movedFrom.${field.name}`;
    const moved = { ...everywhere(other, scope), [field.name]: to, [mark]: from };
    await store.model(other).collection.updateMany(moved as never, {
      $set: { [field.name]: from },
      $unset: { [mark]: 1 },
    });
  }
}
