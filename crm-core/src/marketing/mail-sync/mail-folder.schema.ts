import { z } from 'zod';
import { defineEntity, type RecordOf } from '../../entity/define-entity.ts';

/** A folder of a mailbox, and how far it was read. */
export const MailFolder = defineEntity({
  name: 'mailFolder',
  plural: 'mail-folders',
  domain: 'marketing',
  label: { one: 'mail folder', many: 'mail folders' },
  isAudited: false,
  isReadOnly: true,
  schema: z.object({
    accountId: z.string().meta({ label: 'Mailbox', ref: 'emailAccount', onDelete: 'cascade' }),
    path: z.string().max(1_000).meta({ label: 'Folder' }),
    role: z.enum(['inbox', 'sent', 'archive', 'all']).meta({ label: 'What it is for' }),
    /** While it stays the same, a UID means the same mail. */
    uidValidity: z.string().max(20).default('').meta({ hidden: true }),
    /** All from here on, and none after it, were read. */
    lastUid: z.number().int().min(0).default(0).meta({ label: 'Read up to', hidden: true }),
    /** At a vendor that has no UIDs: how far it was read, in its own words. */
    cursor: z.string().max(10_000).optional().meta({ hidden: true }),
    /** The page of what lies further back that comes next. */
    backPage: z.string().max(10_000).optional().meta({ hidden: true }),
    /** When all that is recent was last compared, or read anew. */
    comparedAt: z.date().optional().meta({ hidden: true }),
    /** What lies before it is still to be read, newest first; 1: nothing. At a vendor that has no UIDs it is a time in seconds. */
    backfillUid: z.number().int().min(0).default(0).meta({ label: 'Read back to', hidden: true }),
  }),
  titleOf: ({ path }) => path,
  unique: [['accountId', 'path']],
  access: { read: 'admin', create: 'system', update: 'system', delete: 'system' },
});

export type MailFolderRecord = RecordOf<typeof MailFolder>;
