import { z } from 'zod';
import { defineEntity, type RecordOf } from '../../entity/define-entity.ts';

/** So long an event that comes again is known. */
export const EVENT_KEPT_DAYS = 7;
export const MOST_EVENT_BYTES = 256 * 1_024;

/** One event that another system has sent, and what became of it. */
export const InboundEvent = defineEntity({
  name: 'inboundEvent',
  plural: 'inbound-events',
  domain: 'integrations',
  label: { one: 'received event', many: 'received events' },
  isAudited: false,
  isReadOnly: true,
  schema: z.object({
    hookId: z.string().meta({ label: 'Webhook', ref: 'inboundHook', onDelete: 'cascade' }),
    /** As the other system calls it. */
    eventId: z.string().max(200).meta({ label: 'Event id' }),
    /** What was sent; forgotten once it is done. */
    body: z.string().max(MOST_EVENT_BYTES).optional().meta({ hidden: true }),
    bytes: z.number().int().min(0).meta({ label: 'Size' }),
    status: z.enum(['waiting', 'done', 'failed']).meta({ label: 'Status' }),
    /** What became of it, in words. */
    told: z.string().max(1_000).optional().meta({ label: 'What became of it' }),
    recordEntity: z.string().optional().meta({ label: 'Kind' }),
    recordId: z.string().optional().meta({ label: 'Record', refBy: 'recordEntity' }),
    at: z.date().meta({ label: 'When' }),
  }),
  personal: { recordId: 'erase' },
  titleOf: ({ eventId }) => eventId,
  unique: [['hookId', 'eventId']],
  indexes: [['hookId', '-at'], ['status', 'at'], ['recordId']],
  access: { read: 'admin', create: 'system', update: 'system', delete: 'system' },
});

export type InboundEventRecord = RecordOf<typeof InboundEvent>;
