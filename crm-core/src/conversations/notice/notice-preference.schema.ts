import { z } from 'zod';
import { clock } from '../../entity/clock.ts';
import { defineEntity, type RecordOf } from '../../entity/define-entity.ts';
import { timeZone } from '../../entity/platform-values.ts';
import { NOTICE_KINDS } from './notice.schema.ts';

/** When a channel tells a kind of notice: never, at once, or in the day's digest. */
export const WHENS = ['off', 'now', 'digest'] as const;
export type When = (typeof WHENS)[number];

export const quietHoursSchema = z.object({
  from: clock(),
  /** Earlier than `from`: on the next day. */
  to: clock(),
  /** On which days they begin, Monday is 1. Absent: every day. */
  days: z.array(z.number().int().min(1).max(7)).min(1).max(7).optional(),
  /** On whose clocks. Absent: the person's, else the workspace's. */
  zone: timeZone().optional(),
});
export type QuietHours = z.output<typeof quietHoursSchema>;

/** Where and when one person is told things besides the inbox. What it does not say is as `defaultWhen` has it. */
export const NoticePreference = defineEntity({
  name: 'noticePreference',
  plural: 'notice-preferences',
  domain: 'conversations',
  label: { one: 'notice preference', many: 'notice preferences' },
  isAudited: false,
  privateTo: 'userId',
  schema: z.object({
    userId: z.string().meta({ ref: 'user', onDelete: 'cascade' }),
    /** By kind of notice, by channel. */
    when: z
      .partialRecord(z.enum(NOTICE_KINDS), z.record(z.string().max(30), z.enum(WHENS)))
      .default({})
      .meta({ label: 'Told when' }),
    quietHours: quietHoursSchema.optional().meta({ label: 'Quiet hours' }),
    /** On the person's clock. */
    digestAt: clock().default('08:00').meta({ label: 'Digest at' }),
    /** On the person's clock. Absent: 08:00. */
    insightsAt: clock().optional().meta({ label: 'Insights at' }),
    /** Absent: every day. */
    insightsOn: z.enum(['every_day', 'weekdays', 'never']).optional().meta({ label: 'Insights on' }),
  }),
  titleOf: () => 'Notices',
  unique: [['userId']],
  access: { create: 'viewer', update: 'viewer', delete: 'viewer' },
  async guard({ after }, { actorId, role }) {
    if (!after) return undefined;
    if (role !== 'system' && after.userId !== actorId) return 'Everybody sets their own.';
    const { security } = after.when;
    return security && Object.values(security).some((when) => when !== 'now')
      ? 'Notices about the security of your account are always told at once.'
      : undefined;
  },
});

export type NoticePreferenceRecord = RecordOf<typeof NoticePreference>;
