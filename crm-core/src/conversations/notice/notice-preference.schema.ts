import { z } from 'zod';
import { defineEntity, type RecordOf } from '../../entity/define-entity.ts';

const clock = () => z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'is not a time of day such as 18:30');

/** Where one person is told things, and when not. Without one they are told on every chat that they have linked. */
export const NoticePreference = defineEntity({
  name: 'noticePreference',
  plural: 'notice-preferences',
  domain: 'conversations',
  label: { one: 'notice preference', many: 'notice preferences' },
  isAudited: false,
  privateTo: 'userId',
  schema: z.object({
    userId: z.string().meta({ ref: 'user', onDelete: 'cascade' }),
    /** The channel outside that is told; `none` for only here, absent for every linked one. */
    channel: z.string().max(30).optional().meta({ label: 'Told on' }),
    /** From then to `quietTo`, on their own clock, nothing is sent outside: it comes when the quiet ends. */
    quietFrom: clock().optional().meta({ label: 'Quiet from' }),
    quietTo: clock().optional().meta({ label: 'Quiet to' }),
  }),
  titleOf: () => 'Notices',
  unique: [['userId']],
  access: { create: 'viewer', update: 'viewer', delete: 'viewer' },
  async guard({ after }, { actorId, role }) {
    if (!after) return undefined;
    if (role !== 'system' && after.userId !== actorId) return 'Everybody sets their own.';
    return Boolean(after.quietFrom) === Boolean(after.quietTo)
      ? undefined
      : 'Quiet hours need a beginning and an end.';
  },
});

export type NoticePreferenceRecord = RecordOf<typeof NoticePreference>;
