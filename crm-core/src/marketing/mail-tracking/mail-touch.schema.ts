import { z } from 'zod';
import { defineEntity, type RecordOf } from '../../entity/define-entity.ts';

/** That a mail was opened, or a link in it followed: by a person, or by a machine that looks at mail before people do. */
export const MailTouch = defineEntity({
  name: 'mailTouch',
  plural: 'mail-touches',
  domain: 'marketing',
  label: { one: 'mail reaction', many: 'mail reactions' },
  isAudited: false,
  isReadOnly: true,
  schema: z.object({
    mailId: z.string().meta({ label: 'Email', ref: 'emailMessage', onDelete: 'cascade' }),
    contactId: z.string().optional().meta({ label: 'Contact', ref: 'contact', onDelete: 'clear' }),
    /** What the mail belongs to: `campaign:<id>`. */
    source: z.string().max(80).optional().meta({ hidden: true }),
    kind: z.enum(['open', 'click']).meta({ label: 'What' }),
    url: z.string().max(2_000).optional().meta({ label: 'Link' }),
    at: z.date().meta({ label: 'When', hasTime: true }),
    isMachine: z.boolean().default(false).meta({ label: 'By a machine' }),
    /** How it is known. */
    why: z.string().max(100).optional().meta({ label: 'Why' }),
    /** Told twice it is stored once. */
    eventId: z.string().max(120).meta({ hidden: true }),
  }),
  personal: { contactId: 'erase' },
  titleOf: ({ kind, url }) => (url ? `${kind}: ${url}` : kind),
  unique: [['eventId']],
  indexes: [
    ['mailId', '-at'],
    ['contactId', '-at'],
    ['source', 'kind'],
  ],
  access: { read: 'member', create: 'system', update: 'system', delete: 'system' },
  derivedEvents: [
    {
      type: 'email.opened',
      when: ({ kind, isMachine }, before) => !before?.kind && kind === 'open' && !isMachine,
    },
    {
      type: 'email.clicked',
      when: ({ kind, isMachine }, before) => !before?.kind && kind === 'click' && !isMachine,
    },
  ],
});

export type MailTouchRecord = RecordOf<typeof MailTouch>;
