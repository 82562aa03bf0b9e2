import type { Model } from 'mongoose';
import { ConflictError, StaleVersionError } from '../errors.ts';
import { accessFilter, tenantFilter } from './access.ts';
import type { Entity } from './define-entity.ts';
import type { StoredDocument } from './outbox.ts';
import type { Scope } from './scope.ts';

/** The key that is taken, when the database refused a write for that; undefined for any other error. */
export function duplicateKey(error: unknown): Record<string, unknown> | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error) || error.code !== 11000)
    return undefined;
  return 'keyPattern' in error ? (error.keyPattern as Record<string, unknown>) : {};
}

/** A refused unique value as the ConflictError that names its holder; any other error as it is. */
export async function asConflict(
  entity: Entity,
  model: Model<StoredDocument>,
  scope: Scope,
  error: unknown,
  values: Record<string, unknown>,
): Promise<unknown> {
  const key = duplicateKey(error);
  if (!key) return error;
  const fields = Object.keys(key).filter((name) => name !== 'workspaceId' && name !== entity.tenantField);
  const taken = Object.fromEntries(fields.map((name) => [name, values[name]]));
  const holder = await model
    .findOne({ $and: [accessFilter(entity, scope), taken, { isDeleted: false }] })
    .lean<StoredDocument>();
  const what = fields.map((name) => `${name} ${String(values[name])}`).join(', ');
  const who = holder ? ` (${entity.titleOf(holder as never)})` : '';
  return new ConflictError(`There is already a ${entity.label.one} with ${what}${who}.`, {
    ...(holder && { existingId: holder._id }),
    fields: Object.fromEntries(fields.map((name) => [name, 'is already taken'])),
  });
}

/** @throws ConflictError when another live record has one of the changed unique values */
export async function requireFree(
  entity: Entity,
  model: Model<StoredDocument>,
  scope: Scope,
  record: StoredDocument,
  changed: readonly string[],
): Promise<void> {
  for (const names of entity.unique ?? []) {
    if (!names.some((name) => changed.includes(name))) continue;
    const values = names.map((name) => record[name]);
    if (values.some((value) => value === undefined || value === null)) continue;
    const same = {
      ...tenantFilter(entity, scope),
      ...Object.fromEntries(names.map((name, at) => [name, values[at]])),
    };
    const taken = await model.exists({ ...same, isDeleted: false, _id: { $ne: record._id } });
    const keyPattern = Object.fromEntries(names.map((name) => [name, 1]));
    if (taken) throw await asConflict(entity, model, scope, { code: 11000, keyPattern }, record);
  }
}

/** The version that the writer knew is not the stored one. */
export function staleVersion(entity: Entity, stored: StoredDocument): StaleVersionError {
  return new StaleVersionError(
    `${entity.titleOf(stored as never)} was changed by someone else meanwhile. Load it again and repeat your change.`,
    { existingId: stored._id },
  );
}
