import { z } from 'zod';
import type { Entity } from '../entity/define-entity.ts';
import { CHANGES, type OutboxEntry } from '../entity/outbox.ts';

/** The queues of the specification; each message is a DomainEvent. */
export const QUEUES = ['crm-events', 'crm-events-dlq', 'crm-workflow-bridge', 'crm-activity-log'] as const;
export type QueueName = (typeof QUEUES)[number];
/** The queues that events are published to; the dead-letter queue is filled by the transport alone. */
export type EventQueue = Exclude<QueueName, 'crm-events-dlq'>;

/** The event types of an entity: `<entity>.<change>`, and those derived from changed fields; of bookkeeping only these. */
export function eventTypesOf(entity: Entity): string[] {
  return [
    ...(entity.isAudited ? CHANGES.map((change) => `${entity.eventName}.${change}`) : []),
    ...(entity.derivedEvents ?? []).map((event) => event.type),
  ];
}

/** What happened to one record. The id is stable: the same write always gives the same event id. */
export const domainEventSchema = z.object({
  id: z.string().min(1),
  type: z.string().regex(/^[a-zA-Z]+\.[a-z_]+$/, 'is not the name of an event such as deal.won'),
  workspaceId: z.string(),
  /** Of the write. */
  at: z.coerce.date(),
  entity: z.string(),
  recordId: z.string(),
  recordTitle: z.string(),
  recordVersion: z.number().int(),
  actor: z.object({ type: z.string(), id: z.string(), name: z.string() }),
  via: z.string().optional(),
  channel: z.string().optional(),
  turnId: z.string().optional(),
  groupId: z.string(),
  /** One of many changes with this group id. */
  isBulk: z.boolean().optional(),
  /** Of a write of a workflow. */
  cause: z.object({ eventId: z.string(), chain: z.array(z.string()), depth: z.number().int() }).optional(),
  /** The changed fields before and after. Dates are ISO 8601 text once an event has been through a queue. */
  before: z.record(z.string(), z.unknown()),
  after: z.record(z.string(), z.unknown()),
});
export type DomainEvent = z.infer<typeof domainEventSchema>;

/** The events that an outbox entry stands for, in order. */
export function eventsOf(
  entity: string,
  workspaceId: string,
  recordId: string,
  entry: OutboxEntry,
): DomainEvent[] {
  return entry.events.map((type, index) => ({
    id: `${entry.id}-${index}`,
    type,
    workspaceId,
    at: entry.at,
    entity,
    recordId,
    recordTitle: entry.title,
    recordVersion: entry.version,
    actor: entry.actor,
    ...(entry.via && { via: entry.via }),
    ...(entry.channel && { channel: entry.channel }),
    ...(entry.turnId && { turnId: entry.turnId }),
    groupId: entry.groupId,
    ...(entry.isBulk && { isBulk: true }),
    ...(entry.cause && { cause: entry.cause }),
    before: entry.before,
    after: entry.after,
  }));
}
