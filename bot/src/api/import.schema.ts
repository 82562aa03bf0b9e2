import { filterSchema } from '@clianta/crm-core/entity/filter.schema';
import { EXPORT_FORMATS } from '@clianta/crm-core/imports/export/export-records';
import { DATE_ORDERS, IMPORT_MODES } from '@clianta/crm-core/imports/import/import.schema';
import { DELIMITERS } from '@clianta/crm-core/imports/reading/guess-delimiter';
import { ENCODINGS } from '@clianta/crm-core/imports/reading/guess-encoding';
import { IMPORT_STEPS } from '@clianta/crm-core/imports/run/steer-import';
import { z } from 'zod';

export const importOrderSchema = z.strictObject({
  /** A file that was sent in. */
  fileId: z.string().max(64),
  kind: z.string().max(60).optional(),
});

export const importChangeSchema = z.strictObject({
  columns: z
    .array(z.strictObject({ place: z.number().int().min(0).max(199), field: z.string().max(120).nullable() }))
    .max(200)
    .optional(),
  required: z.array(z.string().max(120)).max(50).optional(),
  matchBy: z.string().max(60).optional(),
  mode: z.enum(IMPORT_MODES).optional(),
  dateOrder: z.enum(DATE_ORDERS).optional(),
  form: z
    .strictObject({ delimiter: z.enum(DELIMITERS).optional(), encoding: z.enum(ENCODINGS).optional() })
    .optional(),
  sheet: z.string().max(120).optional(),
  kind: z.string().max(60).optional(),
});

export const importStepSchema = z.strictObject({ step: z.enum([...IMPORT_STEPS, 'take_back']) });

export const exportSchema = z.strictObject({
  entity: z.string().max(60),
  filter: filterSchema.omit({ deleted: true }).default({}),
  columns: z.array(z.string().max(120)).max(200).optional(),
  format: z.enum(EXPORT_FORMATS),
});
