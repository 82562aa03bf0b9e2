import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { defineEntity, type RecordOf } from '../../entity/define-entity.ts';

/**
 * `reminder`: they asked for it. `approval`: it waits for their decision. `assigned`, `outcome`: what somebody else did.
 * `report`: figures that are sent to them.
 * `security`: their account or their rights changed.
 */
export const NOTICE_KINDS = ['reminder', 'approval', 'assigned', 'outcome', 'report', 'security'] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** Notices are forgotten after this, whatever their state. */
export const NOTICE_KEPT_DAYS = 90;

/** Something one person is to know. It waits until they have seen it, wherever they are. */
export const Notice = defineEntity({
  name: 'notice',
  plural: 'notices',
  domain: 'conversations',
  label: { one: 'notice', many: 'notices' },
  isAudited: false,
  privateTo: 'userId',
  schema: z.object({
    userId: z.string().meta({ readOnly: true }),
    kind: z.enum(NOTICE_KINDS).meta({ readOnly: true }),
    /** `critical` is told in quiet hours too. */
    urgency: z.enum(['low', 'normal', 'high', 'critical']).default('normal').meta({ readOnly: true }),
    title: z.string().max(500).meta({ readOnly: true }),
    body: z.string().max(2_000).optional().meta({ readOnly: true }),
    /** The record it is about, or the entity of several. */
    entity: z.string().optional().meta({ readOnly: true }),
    recordId: z.string().optional().meta({ readOnly: true }),
    /** Those of one group are shown together. */
    groupKey: z.string().max(300).optional().meta({ readOnly: true }),
    /** Why this person is told, in a sentence. */
    because: z.string().max(300).optional().meta({ readOnly: true }),
    at: z.date().meta({ readOnly: true }),
    state: z.enum(['unread', 'read', 'done']).default('unread').meta({ label: 'State' }),
    /** Until then it is out of sight; then it is told anew. */
    snoozedUntil: z.date().optional().meta({ label: 'Snoozed until', readOnly: true }),
    /** Its cause: nothing is told twice. */
    key: z.string().max(300).meta({ readOnly: true, hidden: true }),
  }),
  personal: { recordId: 'erase' },
  titleOf: (notice) => notice.title,
  unique: [['userId', 'key']],
  indexes: [
    ['userId', '-at'],
    ['userId', 'state', '-at'],
  ],
  // whose they are says privateTo; a viewer has notices too
  access: { create: 'system', update: 'viewer', delete: 'viewer' },
  async guard({ before, after }, { role }) {
    if (!before || !after || role === 'system') return undefined;
    const { state: _was, ...told } = before;
    const { state: _is, ...tells } = after;
    return isDeepStrictEqual(told, tells)
      ? undefined
      : 'Of a notice only its state can be changed, and until when it is snoozed.';
  },
});

export type NoticeRecord = RecordOf<typeof Notice>;

/** Those that wait to be seen, and are not put off. */
export const UNREAD = [
  { field: 'state', op: 'eq' as const, value: 'unread' },
  { field: 'snoozedUntil', op: 'is_empty' as const },
];
