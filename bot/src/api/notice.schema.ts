import { snoozeSchema } from '@clianta/crm-core/conversations/notice/snooze.schema';
import { z } from 'zod';

export const MOST_AT_ONCE = 500;

export const markSchema = z
  .strictObject({
    ids: z.array(z.string()).min(1).max(MOST_AT_ONCE).optional(),
    /** Every unread one. */
    isAll: z.boolean().optional(),
    state: z.enum(['unread', 'read', 'done']).default('unread'),
    /** Puts them off until then; they are unread then. */
    until: snoozeSchema.optional(),
  })
  .refine(({ ids, isAll }) => Boolean(ids) !== Boolean(isAll), 'name the notices, or say that all are meant');
