import { z } from 'zod';
import { defineEntity } from '../../entity/define-entity.ts';

const MOST_TEXT = 1_048_576;

/**
 * What a mail says; its id is the mail's. Apart from the mail, because fewer people may read it, and because lists of
 * mail do without it.
 */
export const EmailBody = defineEntity({
  name: 'emailBody',
  plural: 'email-bodies',
  domain: 'marketing',
  label: { one: 'email text', many: 'email texts' },
  isAudited: false,
  isReadOnly: true,
  privateTo: 'peopleIds',
  sharedBy: 'isShared',
  schema: z.object({
    text: z.string().max(MOST_TEXT).default('').meta({ label: 'Text', format: 'longtext' }),
    /** As it came: never shown unless it was sanitised. */
    html: z.string().max(MOST_TEXT).optional().meta({ hidden: true }),
    peopleIds: z.array(z.string()).max(50).default([]).meta({ hidden: true }),
    isShared: z.boolean().default(false).meta({ hidden: true }),
  }),
  partOf: 'emailMessage',
  titleOf: () => 'Email text',
  access: { create: 'system', update: 'system', delete: 'system' },
});
