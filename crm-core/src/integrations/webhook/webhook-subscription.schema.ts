import { z } from 'zod';
import { defineEntity, type RecordOf } from '../../entity/define-entity.ts';
import { conditionSchema } from '../../entity/filter.schema.ts';
import { InvalidError } from '../../errors.ts';
import { isSendable } from './sendable-events.ts';
import { webhookUrl } from './webhook-url.ts';

/** An address of another system that is sent what happens here, signed, by the Standard Webhooks specification. */
export const WebhookSubscription = defineEntity({
  name: 'webhookSubscription',
  plural: 'webhook-subscriptions',
  domain: 'integrations',
  label: { one: 'webhook', many: 'webhooks' },
  eventName: 'webhook',
  isCached: true,
  schema: z.object({
    /** What people call the other system. */
    name: z.string().trim().min(1, 'is missing').max(80).meta({ label: 'Name' }),
    url: webhookUrl().meta({ label: 'Address' }),
    /** `deal.won`, `contact.created`. */
    events: z.array(z.string().max(80)).min(1, 'are missing').max(50).meta({ label: 'Events' }),
    /** Only of records that all of this holds for. */
    where: z.array(conditionSchema).max(10).optional().meta({ label: 'Only where' }),
    /** `disabled`: the address said that it is gone, or failed for five days. */
    status: z.enum(['on', 'paused', 'disabled']).default('on').meta({ label: 'Status' }),
    disabledReason: z.string().max(300).optional().meta({ label: 'Why it is off', readOnly: true }),
    /** Since when nothing has been taken; absent while it works. */
    failingSince: z.date().optional().meta({ label: 'Failing since', readOnly: true }),
    /** Encrypted, the newest first: a new one works beside the one before it. */
    sealedSecrets: z.array(z.string()).max(2).default([]).meta({ hidden: true }),
  }),
  titleOf: ({ name }) => name,
  unique: [['name']],
  access: { read: 'admin', create: 'admin', update: 'admin', delete: 'admin' },
  derivedEvents: [
    {
      type: 'webhook.disabled',
      when: (after, before) => after.status === 'disabled' && before?.status !== 'disabled',
    },
  ],
  prepare(next, { before, entities }) {
    const unknown = next.events.filter((type) => !isSendable(entities, type));
    if (unknown.length > 0)
      throw new InvalidError(`There are no events “${unknown.join(', ')}” to send.`, {
        events: 'are not all known',
      });
    const isOnAgain = before && before.status !== 'on' && next.status === 'on';
    return isOnAgain ? { failingSince: undefined, disabledReason: undefined } : {};
  },
});

export type WebhookSubscriptionRecord = RecordOf<typeof WebhookSubscription>;
