import { visibleValues } from './access.ts';
import type { Entity } from './define-entity.ts';
import type { Change, OutboxEntry, StoredDocument } from './outbox.ts';
import type { Scope } from './scope.ts';

type Values = Record<string, unknown>;

export interface Write {
  change: Change;
  entryId: string;
  at: Date;
  /** The document after the write. */
  document: StoredDocument;
  /** The document before the write; absent on create. */
  previous?: StoredDocument;
  /** The changed fields, before and after. */
  before: Values;
  after: Values;
}

/** What a write leaves behind for the audit log and the event queue; nothing for an entity without an audit log. */
export function outboxEntry(entity: Entity, scope: Scope, write: Write): OutboxEntry | undefined {
  if (!entity.isAudited) return undefined;
  const { change, entryId, at, document, previous } = write;
  const canDerive = change === 'created' || change === 'updated';
  const derived = (canDerive ? (entity.derivedEvents ?? []) : []).filter((event) =>
    event.when(document as never, previous as never),
  );
  const isTold = change === 'created' && scope.actor.type === 'system' && entity.isTold?.(document as never);
  return {
    id: entryId,
    ...(isTold && { isDerived: true }),
    at,
    change,
    title: entity.titleOf(document as never),
    actor: scope.actor,
    ...(scope.via && { via: scope.via }),
    ...(scope.channel && { channel: scope.channel }),
    ...(scope.turnId && { turnId: scope.turnId }),
    ...(scope.token && { token: scope.token.name }),
    groupId: scope.groupId ?? scope.turnId ?? entryId,
    ...(scope.isBulk && { isBulk: true }),
    ...(scope.cause && { cause: scope.cause }),
    version: document.version,
    before: visibleValues(entity, write.before),
    after: visibleValues(entity, write.after),
    events: [`${entity.eventName}.${change}`, ...derived.map((event) => event.type)],
  };
}
