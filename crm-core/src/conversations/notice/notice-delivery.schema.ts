import { z } from 'zod';
import { defineEntity, type RecordOf } from '../../entity/define-entity.ts';

/** A notice on one channel: whether it was told there, when, and why not. Written by Clianta, read by the person. */
export const NoticeDelivery = defineEntity({
  name: 'noticeDelivery',
  plural: 'notice-deliveries',
  domain: 'conversations',
  label: { one: 'delivery of a notice', many: 'deliveries of notices' },
  isAudited: false,
  isReadOnly: true,
  privateTo: 'userId',
  schema: z.object({
    noticeId: z.string(),
    userId: z.string(),
    channel: z.string().max(30),
    /** `digest`: it waits for the person's next digest. `skipped`: there was no need any more. */
    status: z.enum(['waiting', 'digest', 'sent', 'skipped', 'failed']).default('waiting'),
    /** It is not told before this. */
    notBefore: z.date(),
    sentAt: z.date().optional(),
    /** Why it was put off, skipped or not taken, in a sentence. */
    reason: z.string().max(500).optional(),
    /** It stands in for a channel that failed, and is told whatever the preference says of its own. */
    insteadOf: z.string().max(30).optional(),
    /** The accounts and browsers that have it already, should it be tried again. */
    sentTo: z.array(z.string()).default([]).meta({ hidden: true }),
    /** The digest it is part of: one alone. */
    digestKey: z.string().max(120).optional().meta({ hidden: true }),
  }),
  titleOf: ({ channel }) => channel,
  unique: [['noticeId', 'channel']],
  indexes: [
    ['userId', 'status', 'notBefore'],
    ['userId', 'channel', 'sentAt'],
  ],
});

export type NoticeDeliveryRecord = RecordOf<typeof NoticeDelivery>;
