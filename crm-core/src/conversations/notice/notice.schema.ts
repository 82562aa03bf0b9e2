import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { defineEntity, type RecordOf } from '../../entity/define-entity.ts';

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
    /** `reminder`: they asked for it. `approval`: it waits for their decision. The others tell what somebody else did. */
    kind: z.enum(['reminder', 'assigned', 'outcome', 'approval']).meta({ readOnly: true }),
    title: z.string().max(500).meta({ readOnly: true }),
    body: z.string().max(2_000).optional().meta({ readOnly: true }),
    /** The record it is about, or the entity of several. */
    entity: z.string().optional().meta({ readOnly: true }),
    recordId: z.string().optional().meta({ readOnly: true }),
    at: z.date().meta({ readOnly: true }),
    /** Absent while it is unread. */
    seenAt: z.date().optional().meta({ label: 'Seen' }),
    /** Its cause: nothing is told twice. */
    key: z.string().max(300).meta({ readOnly: true, hidden: true }),
  }),
  titleOf: (notice) => notice.title,
  unique: [['userId', 'key']],
  indexes: [
    ['userId', '-at'],
    ['userId', 'seenAt'],
  ],
  // whose they are says privateTo; a viewer has notices too
  access: { create: 'system', update: 'viewer', delete: 'viewer' },
  async guard({ before, after }) {
    if (!before || !after) return undefined;
    const { seenAt: _was, ...told } = before;
    const { seenAt: _is, ...tells } = after;
    return isDeepStrictEqual(told, tells)
      ? undefined
      : 'Of a notice only whether it was seen can be changed.';
  },
});

export type NoticeRecord = RecordOf<typeof Notice>;
