import { z } from 'zod';
import { defineEntity, type RecordOf } from '../../entity/define-entity.ts';
import { InvalidError } from '../../errors.ts';

/** A file that people get for filling in a form. */
export const LeadMagnet = defineEntity({
  name: 'leadMagnet',
  plural: 'lead-magnets',
  domain: 'marketing',
  label: { one: 'lead magnet', many: 'lead magnets' },
  aliases: ['freebie', 'freebies'],
  talk: {
    key: 'magnet',
    columns: ['name', 'fileId', 'formId', 'downloads', 'isOn'],
    subtitle: ['formId'],
    sort: 'name',
  },
  schema: z.object({
    name: z.string().trim().min(1, 'is missing').max(120).meta({ label: 'Name' }),
    fileId: z.string().meta({ label: 'File', ref: 'attachment', onDelete: 'refuse' }),
    formId: z.string().meta({ label: 'Form', ref: 'form', onDelete: 'cascade' }),
    /** So long the mailed link leads to it. */
    expiresDays: z.number().int().min(1).max(90).default(7).meta({ label: 'Link good for (days)' }),
    isOn: z.boolean().default(true).meta({ label: 'On' }),
    downloads: z.number().int().min(0).default(0).meta({ label: 'Downloads', readOnly: true }),
  }),
  titleOf: ({ name }) => name,
  search: ['name'],
  unique: [['name']],
  indexes: [['formId']],
  async prepare(next, { read }) {
    const file = await read('attachment', next.fileId);
    // a program would be given to whoever leaves an address
    if (file && /javascript|x-sh|executable|x-ms/i.test(String(file.mime)))
      throw new InvalidError('Programs are not given away. Choose a document or a picture.', {
        fileId: 'is a program',
      });
    return {};
  },
});

export type LeadMagnetRecord = RecordOf<typeof LeadMagnet>;
