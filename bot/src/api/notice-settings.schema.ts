import { NOTICE_KINDS } from '@clianta/crm-core/conversations/notice/notice.schema';
import { quietHoursSchema, WHENS } from '@clianta/crm-core/conversations/notice/notice-preference.schema';
import { clock } from '@clianta/crm-core/entity/clock';
import { z } from 'zod';

export const noticeChangesSchema = z.strictObject({
  cells: z
    .array(
      z.strictObject({ kind: z.enum(NOTICE_KINDS), channel: z.string().min(1).max(30), when: z.enum(WHENS) }),
    )
    .max(100)
    .optional(),
  quietHours: quietHoursSchema.nullable().optional(),
  digestAt: clock().optional(),
});
export type NoticeChanges = z.input<typeof noticeChangesSchema>;

export const noticeSettingsSchema = z.object({
  /** What is told when, every kind on every channel. */
  grid: z.array(
    z.object({
      kind: z.enum(NOTICE_KINDS),
      /** False: it is always told. */
      isChosen: z.boolean(),
      cells: z.array(z.object({ channel: z.string(), when: z.enum(WHENS) })),
    }),
  ),
  channels: z.array(z.object({ name: z.string(), label: z.string() })),
  quietHours: quietHoursSchema.optional(),
  digestAt: z.string(),
  /** The person's clock. */
  zone: z.string(),
  /** For the browser's subscription to notices. */
  pushKey: z.string(),
});
export type NoticeSettings = z.output<typeof noticeSettingsSchema>;

export const browserSchema = z.strictObject({
  endpoint: z.url().max(2_000),
  keys: z.strictObject({ p256dh: z.string().min(1).max(200), auth: z.string().min(1).max(100) }),
  browser: z.string().trim().min(1).max(120).optional(),
});

export const goneBrowserSchema = z.strictObject({ endpoint: z.string().max(2_000) });
