import { z } from 'zod';
import { defineEntity, type RecordOf } from '../../entity/define-entity.ts';

/** A browser that is told things with no tab open. */
export const PushSubscription = defineEntity({
  name: 'pushSubscription',
  plural: 'push-subscriptions',
  domain: 'conversations',
  label: { one: 'browser for notices', many: 'browsers for notices' },
  isAudited: false,
  privateTo: 'userId',
  schema: z.object({
    userId: z.string().meta({ ref: 'user', onDelete: 'cascade', readOnly: true }),
    /** The address at the browser's push service; whoever knows it can try to push. */
    endpoint: z.url().max(2_000).meta({ hidden: true }),
    /** The browser's public key, base64url. */
    p256dh: z.string().max(200).meta({ hidden: true }),
    auth: z.string().max(100).meta({ hidden: true }),
    /** "Firefox on Linux" */
    browser: z.string().max(120).default('Browser'),
  }),
  titleOf: ({ browser }) => browser,
  unique: [['endpoint']],
  indexes: [['userId']],
  access: { create: 'system', update: 'system', delete: 'viewer' },
});

export type PushSubscriptionRecord = RecordOf<typeof PushSubscription>;
