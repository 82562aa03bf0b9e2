import { z } from 'zod';
import { defineEntity, type RecordOf } from '../../entity/define-entity.ts';

/** How long it can be seen and sent again. */
export const DELIVERY_KEPT_DAYS = 30;

const attemptSchema = z.object({
  at: z.date(),
  ms: z.number().int().min(0),
  /** HTTP; absent: there was no answer. */
  status: z.number().int().optional(),
  /** What was answered, its beginning; or why there was no answer. */
  answer: z.string().max(1_024).optional(),
});
export type WebhookAttempt = z.output<typeof attemptSchema>;

/** One event on its way to one address. The other system tells by the event's id what it has already. */
export const WebhookDelivery = defineEntity({
  name: 'webhookDelivery',
  plural: 'webhook-deliveries',
  domain: 'integrations',
  label: { one: 'webhook delivery', many: 'webhook deliveries' },
  isAudited: false,
  isReadOnly: true,
  schema: z.object({
    subscriptionId: z.string().meta({ label: 'Webhook', ref: 'webhookSubscription', onDelete: 'cascade' }),
    eventId: z.string().max(120).meta({ label: 'Event id' }),
    type: z.string().max(80).meta({ label: 'Event' }),
    title: z.string().max(300).meta({ label: 'Of' }),
    /** The very bytes that are signed and sent, each time the same. */
    payload: z.string().max(20_480).meta({ hidden: true }),
    status: z.enum(['waiting', 'sent', 'failed', 'skipped']).meta({ label: 'Status' }),
    /** Of the present round: sent again it has all its attempts. */
    tries: z.number().int().min(0).default(0),
    attempts: z.array(attemptSchema).max(40).default([]).meta({ label: 'Attempts' }),
    nextAt: z.date().optional().meta({ label: 'Next attempt' }),
    at: z.date().meta({ label: 'When' }),
  }),
  titleOf: ({ type, title }) => `${type}: ${title}`,
  unique: [['subscriptionId', 'eventId']],
  indexes: [
    ['subscriptionId', '-at'],
    ['status', '-at'],
  ],
  access: { read: 'admin', create: 'system', update: 'system', delete: 'system' },
});

export type WebhookDeliveryRecord = RecordOf<typeof WebhookDelivery>;
