import { ForbiddenError } from '../errors.ts';
import type { Access, Entity, RecordOf } from './define-entity.ts';
import type { MongoFilter } from './filter.ts';
import type { StoredDocument } from './outbox.ts';
import { hasRole, requireScope, type Scope } from './scope.ts';

type Values = Record<string, unknown>;

/** @throws ForbiddenError without a scope, or when its role does not suffice */
export function requireAccess(entity: Entity, scope: Scope, kind: keyof Access): void {
  requireScope(scope);
  if (entity.isReadOnly && kind !== 'read' && scope.role !== 'system') {
    throw new ForbiddenError(`${entity.label.many} are written by Clianta only.`);
  }
  requireOpened(entity, scope, kind);
  const least = entity.access[kind];
  if (!hasRole(scope, least)) {
    throw new ForbiddenError(
      `Your role (${scope.role}) may not ${kind} ${entity.label.many}; it takes at least ${least}. Ask an admin of the workspace.`,
    );
  }
}

/** What Clianta does by itself on the way is no matter of the token. @throws ForbiddenError for what the token does not open */
function requireOpened({ name, label }: Entity, { token, role }: Scope, kind: keyof Access): void {
  if (!token || role === 'system') return;
  if (kind !== 'read' && !token.canWrite)
    throw new ForbiddenError(`The token “${token.name}” only reads. Make one that may write too.`);
  if (token.kinds && !token.kinds.includes(name))
    throw new ForbiddenError(`The token “${token.name}” does not open ${label.many}.`);
}

/** The records of the scope's workspace. */
export function tenantFilter(entity: Entity, scope: Scope): MongoFilter {
  return { [entity.tenantField]: scope.workspaceId };
}

/** The records of the workspace that are not private to somebody else. */
export function accessFilter(entity: Entity, scope: Scope): MongoFilter {
  const isPrivate = entity.privateTo !== undefined && !hasRole(scope, entity.openTo ?? 'system');
  return {
    ...tenantFilter(entity, scope),
    ...(isPrivate && ownOrShared(entity.privateTo as string, entity.sharedBy, scope.actor.id)),
  };
}

const ownOrShared = (owner: string, sharedBy: string | undefined, actorId: string): MongoFilter =>
  sharedBy ? { $or: [{ [owner]: actorId }, { [sharedBy]: true }] } : { [owner]: actorId };

/** What ties a new record to the scope's workspace. */
export function tenantValues(entity: Entity, scope: Scope, values: Values, id: string): Values {
  const field = entity.tenantField;
  if (field === '_id') {
    if (id !== scope.workspaceId) throw new ForbiddenError('A workspace is made by its own set-up only.');
    return {};
  }
  if (field === 'workspaceId') return { workspaceId: scope.workspaceId };
  const named = Array.isArray(values[field]) ? (values[field] as string[]) : [];
  return { [field]: scope.role === 'system' && named.length > 0 ? named : [scope.workspaceId] };
}

/** Without the fields that never leave the database. */
export function visibleValues(entity: Entity, values: Values): Values {
  const visible = { ...values };
  for (const field of entity.fields) if (field.hidden) delete visible[field.name];
  return visible;
}

/** A stored document as its readers see it. */
export function exposed<E extends Entity>(entity: E, document: StoredDocument): RecordOf<E> {
  const { _id, search: _search, outbox: _outbox, movedFrom: _movedFrom, ...fields } = document;
  return { ...visibleValues(entity, fields), id: _id } as RecordOf<E>;
}
